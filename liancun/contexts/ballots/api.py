"""The only door of `ballots`."""

from liancun.contexts.ballots.actions import (
    Receipt,
    cast,
    close,
    enter_hand_count,
    open_ballot,
    witness_hand_count,
)
from liancun.contexts.ballots.queries import (
    BallotLine,
    BallotQuestion,
    BallotRecord,
    HandCountLine,
    RollLine,
    about,
    counts,
    line,
    open_ones,
    questions,
    record,
    result,
    roll,
)
from liancun.contexts.ballots.rules import Choice, Method, Tally

__all__ = [
    "BallotLine",
    "BallotQuestion",
    "BallotRecord",
    "Choice",
    "HandCountLine",
    "Method",
    "Receipt",
    "RollLine",
    "Tally",
    "about",
    "cast",
    "close",
    "counts",
    "enter_hand_count",
    "line",
    "open_ballot",
    "open_ones",
    "questions",
    "record",
    "result",
    "roll",
    "witness_hand_count",
]
