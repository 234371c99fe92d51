"""What is true on paper about bodies."""

from liancun.contexts.bodies.rules.register import (
    AREAS,
    JOINERS,
    KINDS,
    OUTSIDE,
    VILLAGE_PARTS,
    above,
    refuse_backward,
    refuse_wrong_place,
    refuse_wrong_union,
    subtree_end,
)

__all__ = [
    "AREAS",
    "JOINERS",
    "KINDS",
    "OUTSIDE",
    "VILLAGE_PARTS",
    "above",
    "refuse_backward",
    "refuse_wrong_place",
    "refuse_wrong_union",
    "subtree_end",
]
