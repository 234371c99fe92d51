"""What changes the books: load and lock, may they?, rules, write, record."""
