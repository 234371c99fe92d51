from liancun.contexts.people.playbook.privacy import (
    BASES,
    DataKind,
    PrivacySection,
    declare,
    kind_of,
    kinds,
    privacy,
)
from liancun.contexts.people.playbook.rolls import (
    RollKind,
    RollsSection,
    declare_rolls,
    of_party,
    roll_kind,
    roll_kinds,
    roll_name,
    rolls_for,
)

__all__ = [
    "BASES",
    "DataKind",
    "PrivacySection",
    "RollKind",
    "RollsSection",
    "declare",
    "declare_rolls",
    "kind_of",
    "kinds",
    "of_party",
    "privacy",
    "roll_kind",
    "roll_kinds",
    "roll_name",
    "rolls_for",
]
