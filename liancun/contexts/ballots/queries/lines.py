"""Ballots with their tallies. Until a vote by name closes, no read here tells a choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from liancun.contexts.ballots.models import Ballot
from liancun.contexts.ballots.queries.tallies import tallies_of
from liancun.contexts.ballots.queries.unknown import unknown_ballot
from liancun.contexts.ballots.rules import Method, Question, Tally


@dataclass(frozen=True)
class BallotQuestion:
    id: int
    body_name: str
    question: str


@dataclass(frozen=True)
class BallotLine:
    """A ballot as lists show it; `closed_at` None while it is open."""

    id: int
    body_id: int
    body_name: str
    roll_kind: str
    question: str
    subject: str
    subject_id: int | None
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    tally: Tally
    needed: int = 0
    rule: str = ""
    options: tuple[str, ...] = ()
    channels: tuple[str, ...] = ("meeting",)
    most_proxies: int = 1
    roll_digest: str = ""

    @property
    def asked(self) -> Question:
        return Question(self.tally.kind, self.options, self.tally.most)

    @property
    def method(self) -> Method:
        return self.tally.method

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


@dataclass(frozen=True)
class BallotPage:
    lines: tuple[BallotLine, ...]
    total: int


def result(ballot_id: int) -> Tally:
    """The count as it may be shown now. Refusal: ballots.unknown (404)."""
    return line(ballot_id).tally


def line(ballot_id: int) -> BallotLine:
    """Refusal: ballots.unknown (404)."""
    return lines_of([ballot_row(ballot_id)])[0]


def about(subject: str, subject_ids: Collection[int]) -> tuple[BallotLine, ...]:
    """Ballots on these things, oldest first."""
    found = _ballots().filter(subject=subject, subject_id__in=set(subject_ids))
    return lines_of(found.order_by("opened_at", "id"))


def questions(subject: str, subject_id: int) -> tuple[BallotQuestion, ...]:
    """The same for one thing, no more than a link to each needs. One statement."""
    found = Ballot.objects.filter(subject=subject, subject_id=subject_id).order_by("opened_at", "id")
    return tuple(BallotQuestion(*row) for row in found.values_list("id", "body__name", "question"))


def open_ones() -> tuple[BallotLine, ...]:
    """Ballots not yet closed, oldest first."""
    return lines_of(_ballots().filter(closing=None).order_by("opened_at", "id"))


def listed(*, state: str = "", search: str = "", first: int = 0, size: int = 25) -> BallotPage:
    """A page of the register, latest first."""
    found = _ballots()
    if state in ("open", "closed"):
        found = found.filter(closing__isnull=state == "open")
    if search:
        found = found.filter(question__contains=search)
    ordered = found.order_by("-opened_at", "-id")
    return BallotPage(lines_of(ordered[first : first + size]), found.count())


def ballot_row(ballot_id: int) -> Ballot:
    row = _ballots().filter(pk=ballot_id).first()
    if row is None:
        raise unknown_ballot()
    return row


def lines_of(rows: Iterable[Ballot]) -> tuple[BallotLine, ...]:
    """Lines with their tallies, in four statements more whatever their number."""
    found = list(rows)
    tallies = tallies_of(found)
    return tuple(_line(row, tallies[row.pk]) for row in found)


def results(ballot_ids: Collection[int]) -> dict[int, Tally]:
    """The counts of many ballots as they may be shown now, in a fixed number of statements."""
    return tallies_of(list(_ballots().filter(pk__in=ballot_ids)))


def _ballots() -> QuerySet[Ballot]:
    return Ballot.objects.select_related("body", "closing")


def _line(row: Ballot, tally: Tally) -> BallotLine:
    closing = getattr(row, "closing", None)
    return BallotLine(
        id=row.pk,
        body_id=row.body_id,
        body_name=row.body.name,
        roll_kind=row.roll_kind,
        question=row.question,
        subject=row.subject,
        subject_id=row.subject_id,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        closed_at=closing.closed_at if closing else None,
        closed_by=closing.closed_by if closing else "",
        tally=tally,
        needed=row.needed,
        rule=row.rule,
        options=tuple(row.options),
        channels=tuple(row.channels),
        most_proxies=row.most_proxies,
        roll_digest=closing.roll_digest if closing else "",
    )
