"""The pages of the desk, one file each. A module here declares its `ROUTES`, each with the roles that may take it."""
