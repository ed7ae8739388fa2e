"""The programs that Brug is measured against. They run in an environment of their own, `.venv-bench`."""
