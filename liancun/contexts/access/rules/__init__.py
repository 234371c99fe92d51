"""What is true of rights on paper: roles and their reach, keys of programs."""

from liancun.contexts.access.rules.grants import (
    Grant,
    Land,
    area,
    may_audit,
    reached,
    readable,
    same_person,
)

__all__ = ["Grant", "Land", "area", "may_audit", "reached", "readable", "same_person"]
