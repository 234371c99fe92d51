"""The door of `access`: what a person's posts, a program's key or a one-time link let them do."""

from liancun.contexts.access.actions.links import issue_link, spend_link
from liancun.contexts.access.queries import Allowed, acts_for, allowed, grants_of
from liancun.contexts.access.queries.keys import KeyActor, actor_of_key
from liancun.contexts.access.queries.links import LinkLine, link_purpose, look
from liancun.contexts.access.queries.relatives import KinLine, kin_among
from liancun.contexts.access.rules import Grant, same_person

__all__ = [
    "Allowed",
    "Grant",
    "KeyActor",
    "KinLine",
    "LinkLine",
    "actor_of_key",
    "acts_for",
    "allowed",
    "grants_of",
    "issue_link",
    "kin_among",
    "link_purpose",
    "look",
    "same_person",
    "spend_link",
]
