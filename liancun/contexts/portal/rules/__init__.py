"""What is true on paper: stories of notices, signed pages, files that come back."""
