"""What changes in `posts`: load and lock, may they?, rules, write, record."""
