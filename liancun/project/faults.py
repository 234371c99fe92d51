"""What stops a command, in one sentence."""

from __future__ import annotations


class OperationError(Exception):
    """A command cannot go on; the message is a sentence that says what to do."""
