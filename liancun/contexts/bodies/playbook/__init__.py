"""What a county decides about bodies, as sections of its playbook."""

from liancun.contexts.bodies.playbook.kinds import (
    BodiesSection,
    Form,
    Kind,
    MemberRole,
    Named,
    Nature,
    Strict,
    declare,
    kind_name,
    kind_of,
    kinds,
    kinds_of,
    role_name,
    section,
    village_kinds,
    word,
)

__all__ = [
    "BodiesSection",
    "Form",
    "Kind",
    "MemberRole",
    "Named",
    "Nature",
    "Strict",
    "declare",
    "kind_name",
    "kind_of",
    "kinds",
    "kinds_of",
    "role_name",
    "section",
    "village_kinds",
    "word",
]
