"""Ballots, their rolls, votes and counts. Nothing changes once written."""

from liancun.contexts.ballots.models.ballots import (
    IN_SCOPE,
    OUT_OF_SCOPE,
    Ballot,
    BallotClosing,
    Method,
)
from liancun.contexts.ballots.models.hands import (
    CountWitness,
    HandCount,
)
from liancun.contexts.ballots.models.named import (
    Choice,
    NamedVote,
)
from liancun.contexts.ballots.models.rolls import (
    RollMark,
)

__all__ = [
    "IN_SCOPE",
    "OUT_OF_SCOPE",
    "Ballot",
    "BallotClosing",
    "Choice",
    "CountWitness",
    "HandCount",
    "Method",
    "NamedVote",
    "RollMark",
]
