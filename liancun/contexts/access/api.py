"""The door of `access`: what a person's posts, or a program's key, let them do."""

from liancun.contexts.access.queries import Allowed, acts_for, allowed, grants_of
from liancun.contexts.access.queries.keys import KeyActor, actor_of_key
from liancun.contexts.access.rules import Grant, same_person

__all__ = ["Allowed", "Grant", "KeyActor", "actor_of_key", "acts_for", "allowed", "grants_of", "same_person"]
