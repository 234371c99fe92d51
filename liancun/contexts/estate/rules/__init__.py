"""What is true on paper about wear, rent and the register."""
