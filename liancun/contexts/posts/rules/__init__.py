"""What is true on paper about posts."""
