"""Decisions of bookkeeping that are true on paper: no database, no clock, no names of people."""
