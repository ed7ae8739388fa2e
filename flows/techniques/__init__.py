"""Poll types, one file each."""
