"""Writes of joint matters, one verb one file: load and lock, may?, rules, write, record."""
