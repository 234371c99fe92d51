"""Reads of assets, land, contracts and counts, as of a day."""
