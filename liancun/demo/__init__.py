"""Demonstration counties, played through the doors of the contexts."""
