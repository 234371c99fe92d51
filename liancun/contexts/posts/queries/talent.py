"""Talent by events: listed by date, counted by kind, body and period. Persons are never put in an order of merit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from liancun.contexts.people import api as people
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import TalentEvent
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class EventLine:
    """`name` is empty for those who may not know the person."""

    id: int
    kind: str
    kind_name: str
    person_id: int
    name: str
    body_id: int
    body_name: str
    on: date
    basis: str
    origin: str
    struck_reason: str
    struck: bool


def _found(
    kind: str, since: date | None, until: date | None, body_ids: Collection[int] | None
) -> QuerySet[TalentEvent]:
    """`until` is the first day that no longer counts."""
    found = TalentEvent.objects.filter(struck_at__isnull=True).filter(Q(kind=kind) if kind else Q())
    if since:
        found = found.filter(on__gte=since)
    if until:
        found = found.filter(on__lt=until)
    return found if body_ids is None else found.filter(body_id__in=set(body_ids))


def listed(
    kind: str,
    since: date | None,
    until: date | None,
    body_ids: Collection[int] | None,
    *,
    search: str = "",
    first: int,
    count: int,
) -> tuple[int, list[EventLine]]:
    """`search`: part of the body's name, the basis or the origin, or the name of a person the asker may know."""
    found = _found(kind, since, until, body_ids).order_by("-on", "-pk")
    if search:
        words = Q(body__name__contains=search) | Q(basis__contains=search) | Q(origin__contains=search)
        found = found.filter(words | Q(person__name__contains=search))
    return found.count(), _lines(found[first : first + count])


def of_person(person_id: int) -> list[EventLine]:
    return _lines(TalentEvent.objects.filter(person_id=person_id).order_by("on", "pk"))


def event(event_id: int) -> EventLine:
    found = _lines(TalentEvent.objects.filter(pk=event_id))
    if not found:
        raise Unknown("posts.no_talent", mark("没有这条人才记载。"), remedy=mark("请从人才名录进入。"))
    return found[0]


def _lines(found: QuerySet[TalentEvent]) -> list[EventLine]:
    rows = list(found.select_related("body"))
    names = people.names({row.person_id for row in rows})
    table = playbook.section().talent
    return [
        EventLine(
            row.pk,
            row.kind,
            playbook.name_in(table, row.kind),
            row.person_id,
            names.get(row.person_id, ""),
            row.body_id,
            row.body.name,
            row.on,
            row.basis,
            row.origin,
            row.struck_reason,
            row.struck_at is not None,
        )
        for row in rows
    ]


def counts(
    since: date | None = None, until: date | None = None, body_ids: Collection[int] | None = None
) -> dict[str, int]:
    """kind → persons (each once a kind) with such an event from `since` to the day before `until`; one statement."""
    found = _found("", since, until, body_ids).values("kind").annotate(n=Count("person", distinct=True))
    return {row["kind"]: row["n"] for row in found.order_by()}
