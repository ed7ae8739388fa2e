"""The domain of a Policy Lab."""
