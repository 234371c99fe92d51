"""Reads of the books: always through the row policies, bounded in number of statements."""
