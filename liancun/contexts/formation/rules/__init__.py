"""Planning groups of villages: pure, typed, without Django."""
