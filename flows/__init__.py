"""Pure conversations: one file a flow."""
