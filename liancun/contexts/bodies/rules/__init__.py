"""What is true on paper about bodies."""

from liancun.contexts.bodies.rules.register import (
    FORMS,
    above,
    refuse_backward,
    refuse_wrong_code,
    refuse_wrong_place,
    refuse_wrong_union,
    subtree_end,
)

__all__ = [
    "FORMS",
    "above",
    "refuse_backward",
    "refuse_wrong_code",
    "refuse_wrong_place",
    "refuse_wrong_union",
    "subtree_end",
]
