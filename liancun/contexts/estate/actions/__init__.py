"""What changes the register, contracts and counts."""
