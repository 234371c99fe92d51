"""The resolver, and what has been granted beside posts."""

from liancun.contexts.access.queries.resolver import (
    Allowed,
    GrantedScope,
    PostsResolver,
    acts_for,
    administered,
    allowed,
    grants_of,
    inspectable,
    is_privileged,
    land_of,
)

__all__ = [
    "Allowed",
    "GrantedScope",
    "PostsResolver",
    "acts_for",
    "administered",
    "allowed",
    "grants_of",
    "inspectable",
    "is_privileged",
    "land_of",
]
