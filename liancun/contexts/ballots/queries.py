"""Reads of ballots, inside the reader's scope. Until a vote by name closes, no read here tells a choice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from liancun.contexts.ballots import rules
from liancun.contexts.ballots.models import Ballot, HandCount, NamedVote, RollMark
from liancun.contexts.ballots.rules import Choice, Count, Method, Tally
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


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
class RollLine:
    """A place on the roll. `choice` is told only after the close."""

    person_id: int
    name: str
    voted: bool
    choice: Choice | None


@dataclass(frozen=True)
class HandCountLine:
    """A count as entered; `witnessed_by` is empty until a second officer has confirmed it."""

    id: int
    ballot_id: int
    count: Count
    counted_by_id: int
    counted_by: str
    counted_at: datetime
    witnessed_by: str
    witnessed_at: datetime | None

    @property
    def witnessed(self) -> bool:
        return self.witnessed_at is not None


@dataclass(frozen=True)
class BallotRecord:
    line: BallotLine
    roll: tuple[RollLine, ...]
    counts: tuple[HandCountLine, ...]


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


def counts(ballot_id: int) -> tuple[HandCountLine, ...]:
    """The counts entered for a show of hands, oldest first; at most one is confirmed."""
    rows = HandCount.objects.filter(ballot_id=ballot_id).select_related("witness").order_by("id")
    return tuple(count_line(row) for row in rows)


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


def unconfirmed(ballot_ids: Collection[int]) -> dict[int, HandCountLine]:
    """Ballot → the last count entered, where none is confirmed yet. One statement."""
    rows = HandCount.objects.filter(ballot_id__in=ballot_ids, ballot__witness=None).select_related("witness")
    return {row.ballot_id: count_line(row) for row in rows.order_by("id")}


def count_of_ballot(ballot_id: int, count_id: int) -> HandCountLine:
    """Refusal: ballots.unknown (404)."""
    row = count_row(count_id)
    if row.ballot_id != ballot_id:
        raise _unknown()
    return count_line(row)


def ballot_row(ballot_id: int) -> Ballot:
    row = _ballots().filter(pk=ballot_id).first()
    if row is None:
        raise _unknown()
    return row


def count_row(count_id: int) -> HandCount:
    row = HandCount.objects.select_related("witness", "ballot").filter(pk=count_id).first()
    if row is None:
        raise _unknown()
    return row


def count_line(row: HandCount) -> HandCountLine:
    witness = getattr(row, "witness", None)
    return HandCountLine(
        id=row.pk,
        ballot_id=row.ballot_id,
        count=_count(row),
        counted_by_id=row.counted_by_id,
        counted_by=row.counted_by,
        counted_at=row.counted_at,
        witnessed_by=witness.witnessed_by if witness else "",
        witnessed_at=witness.witnessed_at if witness else None,
    )


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
    return {row.ballot_id: _count(row) for row in rows}


def _count(row: HandCount) -> Count:
    return Count(present=row.present, yes=row.yes, no=row.no, abstain=row.abstain)


def _roll_line(row: RollMark) -> RollLine:
    vote = getattr(row, "vote", None)
    closed = getattr(row.ballot, "closing", None) is not None
    return RollLine(
        person_id=row.person_id,
        name=row.name,
        voted=vote is not None,
        choice=Choice(vote.choice) if vote is not None and closed else None,
    )


def _unknown() -> Unknown:
    return Unknown(
        "ballots.unknown",
        mark("没有这次表决，或您不能查看。"),
        remedy=mark("请返回表决列表重新选择。"),
    )


# 村级档案管理办法: rolls and results of votes are kept for thirty years.
KEPT_DAYS = 30 * 366


def told_of(person_id: int) -> list[people.DataPart]:
    """On which votes' rolls a person stood; how they voted is nobody's to tell."""
    marks = RollMark.objects.filter(person_id=person_id).order_by("ballot__opened_at")
    rows = marks.values_list("ballot__opened_at", "ballot__question")
    cells = tuple((f"{clock.local(at):%Y-%m-%d}", question) for at, question in rows)
    return [people.DataPart(_("列入表决名册"), (_("日期"), _("表决事项")), cells)]


def kept_of(person_id: int, today: date) -> list[people.Retention]:
    """The roll of a vote proves who could decide: it stays."""
    last = RollMark.objects.filter(person_id=person_id).aggregate(last=Max("ballot__opened_at"))["last"]
    until = clock.local(last).date() + timedelta(days=KEPT_DAYS) if last else None
    return [people.Retention(_("表决名册随村级档案保存"), until)] if until else []
