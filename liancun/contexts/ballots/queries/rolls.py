"""The roll: that somebody voted and by which way, what only after the close; and what corrects it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from liancun.contexts.ballots.models import CorrectionWitness, NamedVote, RollCorrection, RollMark
from liancun.contexts.ballots.queries.hands import HandCountLine, counts
from liancun.contexts.ballots.queries.lines import BallotLine, line
from liancun.contexts.ballots.queries.unknown import unknown_ballot
from liancun.contexts.ballots.rules import Answer, Change, Choice, Said


@dataclass(frozen=True)
class RollLine:
    """A place on the roll. `choice`, `answer` are told only after the close; `channel` is by which way they voted."""

    person_id: int
    name: str
    voted: bool
    choice: Choice | None
    mark_id: int = 0
    number: int = 0
    weight: int = 1
    household_id: int | None = None
    channel: str = ""
    struck: bool = False
    added: bool = False
    answer: Answer | None = None


@dataclass(frozen=True)
class BallotRecord:
    line: BallotLine
    roll: tuple[RollLine, ...]
    counts: tuple[HandCountLine, ...]


@dataclass(frozen=True)
class CorrectionLine:
    """What a decision asks to change on the roll; it holds once `witnessed_by` is there."""

    id: int
    ballot_id: int
    change: Change
    name: str
    votes: int
    reason: str
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    witnessed_by: str
    witnessed_at: datetime | None

    @property
    def holds(self) -> bool:
        return self.witnessed_at is not None


def record(ballot_id: int) -> BallotRecord:
    """Refusal: ballots.unknown (404)."""
    found = line(ballot_id)
    return BallotRecord(found, roll(ballot_id), counts(ballot_id))


def roll(ballot_id: int) -> tuple[RollLine, ...]:
    """The frozen roll in its order, with who has voted; what they chose only after the close."""
    rows = _marks().filter(ballot_id=ballot_id)
    return tuple(_roll_line(row) for row in rows.order_by("order", "id"))


def standing(ballot_id: int, *, search: str = "", most: int = 20) -> tuple[RollLine, ...]:
    """The places that have not been struck whose name or number begins with this; at most so many."""
    rows = _marks().filter(~Exists(_STRUCK), ballot_id=ballot_id)
    if search.isascii() and search.isdigit():
        rows = rows.filter(order=int(search[:6]))
    elif search:
        rows = rows.filter(name__contains=search)
    return tuple(_roll_line(row) for row in rows.order_by("order", "id")[:most])


def place(ballot_id: int, mark_id: int) -> RollLine:
    """One place of this ballot. Refusal: ballots.unknown (404)."""
    row = _marks().filter(ballot_id=ballot_id, pk=mark_id).first()
    if row is None:
        raise unknown_ballot()
    return _roll_line(row)


def corrections(ballot_id: int) -> tuple[CorrectionLine, ...]:
    """Corrections of the roll, oldest first, those that wait for their second person too."""
    rows = RollCorrection.objects.filter(ballot_id=ballot_id).select_related("witness").order_by("id")
    return tuple(correction_line(row) for row in rows)


def correction_row(correction_id: int) -> RollCorrection:
    row = RollCorrection.objects.select_related("witness").filter(pk=correction_id).first()
    if row is None:
        raise unknown_ballot()
    return row


def correction_line(row: RollCorrection) -> CorrectionLine:
    witness = getattr(row, "witness", None)
    return CorrectionLine(
        id=row.pk,
        ballot_id=row.ballot_id,
        change=Change(row.change),
        name=row.name,
        votes=row.votes,
        reason=row.reason,
        asked_by_id=row.asked_by_id,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        witnessed_by=witness.witnessed_by if witness else "",
        witnessed_at=witness.witnessed_at if witness else None,
    )


_STRUCK = CorrectionWitness.objects.filter(correction__mark=OuterRef("pk"))


def _marks() -> QuerySet[RollMark]:
    return RollMark.objects.select_related("vote", "secret", "ballot__closing").annotate(
        is_struck=Exists(_STRUCK)
    )


def _roll_line(row: RollMark) -> RollLine:
    vote: NamedVote | None = getattr(row, "vote", None)
    told = vote if getattr(row.ballot, "closing", None) is not None else None
    return RollLine(
        person_id=row.person_id,
        name=row.name,
        voted=vote is not None or hasattr(row, "secret"),
        choice=Choice(told.choice) if told is not None and told.choice in set(Choice) else None,
        mark_id=row.pk,
        number=row.order,
        weight=row.weight,
        household_id=row.household_id,
        channel=vote.channel if vote is not None else "",
        struck=bool(getattr(row, "is_struck", False)),
        added=row.correction_id is not None,
        answer=Answer(Said(told.choice), tuple(told.picks)) if told is not None else None,
    )
