"""The door of `access`: what a person's posts let them do."""

from liancun.contexts.access.queries import Allowed, allowed, grants_of
from liancun.contexts.access.rules import Grant, same_person

__all__ = ["Allowed", "Grant", "allowed", "grants_of", "same_person"]
