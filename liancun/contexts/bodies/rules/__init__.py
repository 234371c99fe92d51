"""What is true on paper about bodies."""

from liancun.contexts.bodies.rules import agreements, facts, geometry, pairings
from liancun.contexts.bodies.rules.history import (
    refuse_ended,
    refuse_merge,
    refuse_move,
    refuse_no_basis,
    refuse_no_change,
    refuse_still_below,
    refuse_unknown_word,
    refuse_wrong_day,
)
from liancun.contexts.bodies.rules.register import (
    FORMS,
    above,
    checked_registration,
    refuse_backward,
    refuse_unknown_role,
    refuse_wrong_code,
    refuse_wrong_place,
    refuse_wrong_union,
    subtree_end,
)

__all__ = [
    "FORMS",
    "above",
    "agreements",
    "checked_registration",
    "facts",
    "geometry",
    "pairings",
    "refuse_backward",
    "refuse_ended",
    "refuse_merge",
    "refuse_move",
    "refuse_no_basis",
    "refuse_no_change",
    "refuse_still_below",
    "refuse_unknown_role",
    "refuse_unknown_word",
    "refuse_wrong_code",
    "refuse_wrong_day",
    "refuse_wrong_place",
    "refuse_wrong_union",
    "subtree_end",
]
