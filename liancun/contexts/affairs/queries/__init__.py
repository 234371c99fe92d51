"""Reads of joint matters, always inside the scope, in a number of statements that does not grow."""
