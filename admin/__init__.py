"""The coordinators' web view: one file a page."""
