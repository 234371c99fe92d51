"""Decisions about joint matters, true on paper: no database, no clock, no Django."""
