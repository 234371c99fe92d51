"""Reads of bank accounts, their lines, matches and payment files."""
