"""What is true of rights on paper: roles and their reach, keys of programs."""

from liancun.contexts.access.rules.grants import (
    ADMINISTRATORS,
    PRIVILEGED,
    Grant,
    Land,
    apart,
    area,
    may_audit,
    reached,
    readable,
    same_person,
)

__all__ = [
    "ADMINISTRATORS",
    "PRIVILEGED",
    "Grant",
    "Land",
    "apart",
    "area",
    "may_audit",
    "reached",
    "readable",
    "same_person",
]
