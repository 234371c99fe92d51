"""How a count adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    HAND = "hand"
    NAMED = "named"


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Count:
    present: int
    yes: int
    no: int
    abstain: int


@dataclass(frozen=True)
class Tally:
    """The count of a ballot. While a vote by name is open `yes`, `no`, `abstain` are None: nobody votes by
    looking at the others. `present` counts who took part: those counted in the room, or those who voted by name.
    """

    entitled: int
    present: int
    yes: int | None
    no: int | None
    abstain: int | None
    method: Method
    closed: bool


def tally(method: Method, entitled: int, *, closed: bool, count: Count | None) -> Tally:
    """The count as it may be shown now."""
    counted = count or Count(0, 0, 0, 0)
    hidden = (method is Method.NAMED and not closed) or count is None
    return Tally(
        entitled=entitled,
        present=counted.present,
        yes=None if hidden else counted.yes,
        no=None if hidden else counted.no,
        abstain=None if hidden else counted.abstain,
        method=method,
        closed=closed,
    )


def count_of(choices: Iterable[str]) -> Count:
    """The count of votes by name."""
    found = list(choices)
    return Count(
        present=len(found),
        yes=found.count(Choice.YES),
        no=found.count(Choice.NO),
        abstain=found.count(Choice.ABSTAIN),
    )
