"""What the city gets on paper."""
