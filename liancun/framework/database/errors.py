"""What can go wrong while the embedded database is found, made or started."""

from __future__ import annotations


class LaunchError(Exception):
    """The embedded database cannot be used; the message is one sentence with what to do."""
