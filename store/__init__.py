"""Tables, queries and encryption."""
