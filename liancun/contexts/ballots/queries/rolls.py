"""The roll: that somebody voted, and what only after the close."""

from __future__ import annotations

from dataclasses import dataclass

from liancun.contexts.ballots.models import RollMark
from liancun.contexts.ballots.queries.hands import HandCountLine, counts
from liancun.contexts.ballots.queries.lines import BallotLine, line
from liancun.contexts.ballots.rules import Choice


@dataclass(frozen=True)
class RollLine:
    """A place on the roll. `choice` is told only after the close."""

    person_id: int
    name: str
    voted: bool
    choice: Choice | None


@dataclass(frozen=True)
class BallotRecord:
    line: BallotLine
    roll: tuple[RollLine, ...]
    counts: tuple[HandCountLine, ...]


def record(ballot_id: int) -> BallotRecord:
    """Refusal: ballots.unknown (404)."""
    found = line(ballot_id)
    return BallotRecord(found, roll(ballot_id), counts(ballot_id))


def roll(ballot_id: int) -> tuple[RollLine, ...]:
    """The frozen roll in its order, with who has voted; what they chose only after the close."""
    rows = (
        RollMark.objects.filter(ballot_id=ballot_id)
        .select_related("vote", "ballot__closing")
        .order_by("order")
    )
    return tuple(_roll_line(row) for row in rows)


def _roll_line(row: RollMark) -> RollLine:
    vote = getattr(row, "vote", None)
    closed = getattr(row.ballot, "closing", None) is not None
    return RollLine(
        person_id=row.person_id,
        name=row.name,
        voted=vote is not None,
        choice=Choice(vote.choice) if vote is not None and closed else None,
    )
