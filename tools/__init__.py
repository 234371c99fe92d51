"""What runs before the program exists, and what checks it. The standard library only."""
