"""Reads: what is known for planning, plannings with their proposals, applications."""
