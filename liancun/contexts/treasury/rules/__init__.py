"""What is true on paper about bank statements, matching, reconciling and payment files."""
