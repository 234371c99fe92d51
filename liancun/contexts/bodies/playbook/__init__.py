"""What a county decides about bodies, as sections of its playbook."""

from liancun.contexts.bodies.playbook.unions import (
    BodiesSection,
    MemberRole,
    Strict,
    Union,
    declare,
    is_sole,
    role_name,
    section,
)

__all__ = [
    "BodiesSection",
    "MemberRole",
    "Strict",
    "Union",
    "declare",
    "is_sole",
    "role_name",
    "section",
]
