"""Ballots with their tallies. Until a vote by name closes, no read here tells a choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from liancun.contexts.ballots import rules
from liancun.contexts.ballots.models import Ballot, HandCount, NamedVote
from liancun.contexts.ballots.queries.hands import count_in
from liancun.contexts.ballots.queries.unknown import unknown_ballot
from liancun.contexts.ballots.rules import Count, Method, Tally


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
    """Lines with their tallies, in two statements more whatever their number."""
    found = list(rows)
    named = _named_counts([row.pk for row in found if row.method == Method.NAMED])
    hand = _hand_counts([row.pk for row in found if row.method == Method.HAND])
    return tuple(_line(row, named.get(row.pk) or hand.get(row.pk)) for row in found)


def _ballots() -> QuerySet[Ballot]:
    return Ballot.objects.select_related("body", "closing")


def _line(row: Ballot, count: Count | None) -> BallotLine:
    closing = getattr(row, "closing", None)
    method = Method(row.method)
    if method is Method.NAMED and count is None:
        count = Count(0, 0, 0, 0)
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
        tally=rules.tally(method, row.entitled, closed=closing is not None, count=count),
        needed=row.needed,
        rule=row.rule,
    )


def _named_counts(ids: Collection[int]) -> Mapping[int, Count]:
    choices: dict[int, list[str]] = {}
    for ballot_id, choice in NamedVote.objects.filter(ballot_id__in=ids).values_list("ballot_id", "choice"):
        choices.setdefault(ballot_id, []).append(choice)
    return {ballot_id: rules.count_of(found) for ballot_id, found in choices.items()}


def _hand_counts(ids: Collection[int]) -> Mapping[int, Count]:
    rows = HandCount.objects.filter(ballot_id__in=ids, witness__isnull=False)
    return {row.ballot_id: count_in(row) for row in rows}
