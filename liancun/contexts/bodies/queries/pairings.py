"""Reads of pairings; the row policy shows those in which one of the two lies in the scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from liancun.contexts.bodies import playbook
from liancun.contexts.bodies.models import Pairing, PairingGoal, PairingResult
from liancun.contexts.bodies.queries.tree import holding
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class PairingLine:
    id: int
    kind: str
    helper_id: int
    helper_name: str
    helped_id: int
    helped_name: str
    since: date
    until: date | None
    outcome: str

    @property
    def kind_name(self) -> str:
        return playbook.pairing_name(self.kind)


_FIELDS = (
    "id",
    "kind",
    "helper_id",
    "helper__name",
    "helped_id",
    "helped__name",
    "since",
    "until",
    "outcome",
)


def _lines(found: QuerySet[Pairing]) -> list[PairingLine]:
    return [PairingLine(*row) for row in found.values_list(*_FIELDS)]


def pairings(
    day: date, *, kind: str = "", search: str = "", first: int = 0, count: int = 25
) -> tuple[int, list[PairingLine]]:
    """Those that hold on a day: how many, and one page."""
    found = _on(day, kind).order_by("kind", "helper__name_pinyin", "helped__name_pinyin", "id")
    if search:
        found = found.filter(Q(helper__name__contains=search) | Q(helped__name__contains=search))
    return found.count(), _lines(found[first : first + count])


def _on(day: date, kind: str) -> QuerySet[Pairing]:
    found = Pairing.objects.filter(holding(day))
    return found.filter(kind=kind) if kind else found


def pairings_of(body_id: int, day: date) -> list[PairingLine]:
    """Those the body helps or is helped in on that day."""
    return sorted(_of_body(_HELD, body_id, day), key=lambda one: (one.kind, one.since, one.id))


def pairings_ever(body_id: int) -> list[PairingLine]:
    """Every pairing the body ever helped or was helped in; one statement."""
    return _of_body("", body_id)


def _of_body(held: str, body_id: int, day: date | None = None) -> list[PairingLine]:
    with connection.cursor() as cursor:
        cursor.execute(_OF_BODY.format(held=held), {"body": body_id, "day": day})
        return [PairingLine(*row) for row in cursor.fetchall()]


_HELD = "and p.since <= %(day)s and (p.until is null or p.until > %(day)s)"
_OF_BODY = """
select p.id, p.kind, p.helper_id, a.name, p.helped_id, b.name, p.since, p.until, p.outcome
from bodies_pairing p join bodies_body a on a.id = p.helper_id join bodies_body b on b.id = p.helped_id
where (p.helper_id = %(body)s or p.helped_id = %(body)s) {held}
order by p.since, p.id
"""


@dataclass(frozen=True)
class PairingCount:
    """On one day: how many pairings of a kind, how many helpers, how many helped."""

    pairings: int
    helpers: int
    helped: int


def pairing_counts(day: date) -> dict[str, PairingCount]:
    """By kind, in one statement, of what one may see."""
    rows = (
        Pairing.objects.filter(holding(day))
        .order_by()
        .values_list("kind")
        .annotate(Count("id"), Count("helper", distinct=True), Count("helped", distinct=True))
    )
    return {row[0]: PairingCount(*row[1:]) for row in rows}


@dataclass(frozen=True)
class ResultLine:
    goal_id: int | None
    reached_on: date
    quantity: Decimal | None
    note: str
    recorded_by_name: str
    recorded_at: datetime


@dataclass(frozen=True)
class GoalLine:
    id: int
    line: str
    measure: str
    target: Decimal | None
    unit: str
    due_on: date
    results: Sequence[ResultLine] = ()

    @property
    def latest(self) -> ResultLine | None:
        return self.results[0] if self.results else None


@dataclass(frozen=True)
class PairingRecord:
    """`results`: all of them, latest first, those of a goal among them."""

    line: PairingLine
    goals: Sequence[GoalLine]
    results: Sequence[ResultLine]


def pairing(id: int) -> PairingRecord:
    """Unknown when there is none or one may not know of it."""
    found = _lines(Pairing.objects.filter(pk=id))
    if not found:
        raise Unknown("bodies.pairing_unknown", mark("没有这一结对。"), remedy=mark("请返回列表重新选择。"))
    results = _results(id)
    rows = PairingGoal.objects.filter(pairing_id=id).order_by("due_on", "id")
    goals = [
        GoalLine(*row, [one for one in results if one.goal_id == row[0]])
        for row in rows.values_list("id", "line", "measure", "target", "unit", "due_on")
    ]
    return PairingRecord(found[0], goals, results)


def _results(id: int) -> list[ResultLine]:
    rows: QuerySet[Any] = PairingResult.objects.filter(pairing_id=id).order_by("-reached_on", "-id")
    fields = ("goal_id", "reached_on", "quantity", "note", "recorded_by_name", "recorded_at")
    return [ResultLine(*row) for row in rows.values_list(*fields)]
