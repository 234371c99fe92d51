"""Reads of ballots, inside the reader's scope. Until a vote by name closes, no read here tells a choice."""

from liancun.contexts.ballots.queries.hands import (
    HandCountLine,
    count_line,
    count_of_ballot,
    count_row,
    counts,
    unconfirmed,
)
from liancun.contexts.ballots.queries.lines import (
    BallotLine,
    BallotPage,
    BallotQuestion,
    about,
    ballot_row,
    line,
    lines_of,
    listed,
    open_ones,
    questions,
    result,
)
from liancun.contexts.ballots.queries.persons import (
    KEPT_DAYS,
    kept_of,
    told_of,
)
from liancun.contexts.ballots.queries.rolls import (
    BallotRecord,
    RollLine,
    record,
    roll,
)

__all__ = [
    "KEPT_DAYS",
    "BallotLine",
    "BallotPage",
    "BallotQuestion",
    "BallotRecord",
    "HandCountLine",
    "RollLine",
    "about",
    "ballot_row",
    "count_line",
    "count_of_ballot",
    "count_row",
    "counts",
    "kept_of",
    "line",
    "lines_of",
    "listed",
    "open_ones",
    "questions",
    "record",
    "result",
    "roll",
    "told_of",
    "unconfirmed",
]
