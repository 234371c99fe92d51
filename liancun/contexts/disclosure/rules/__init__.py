"""What is true of notices, windows and objections on paper."""
