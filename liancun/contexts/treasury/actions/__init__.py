"""What changes accounts, statements, matches and payment files."""
