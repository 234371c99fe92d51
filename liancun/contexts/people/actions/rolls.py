"""Putting persons on rolls and taking them off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.people import rules
from liancun.contexts.people.actions.traces import trace, trace_all
from liancun.contexts.people.models import RollEntry
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Unknown, mark


@dataclass(frozen=True)
class NewEntry:
    kind: str
    body_id: int
    person_id: int
    since: date


@action("people.enrol")
def enrol(actor: Actor, *, kind: str, body_id: int, person_id: int, since: date) -> None:
    """Refusals: people.already_enrolled, access.not_allowed."""
    enrol_many(actor, entries=[NewEntry(kind, body_id, person_id, since)])


@action("people.enrol_many")
def enrol_many(actor: Actor, *, entries: Sequence[NewEntry]) -> int:
    """Puts persons on rolls; all or none. Gives how many."""
    bodies = Counter(entry.body_id for entry in entries)
    for body_id in bodies:
        require(actor, "people.enrol", body_id)
    rows = [RollEntry(kind=e.kind, body_id=e.body_id, person_id=e.person_id, since=e.since) for e in entries]
    try:
        with transaction.atomic():
            RollEntry.objects.bulk_create(rows, batch_size=5000)
    except IntegrityError as error:
        raise Conflict(
            "people.already_enrolled",
            mark("名册里已经有这个人。"),
            remedy=mark("请核对名册，不必重复登记。"),
        ) from error
    trace_all(actor, "people.enrol", bodies)
    return len(rows)


@action("people.strike")
def strike(actor: Actor, *, kind: str, body_id: int, person_id: int, until: date) -> None:
    """Takes a person off a roll: `until` is the first day that no longer counts."""
    require(actor, "people.enrol", body_id)
    row = (
        RollEntry.objects.select_for_update()
        .filter(kind=kind, body_id=body_id, person_id=person_id, until=None)
        .first()
    )
    if row is None:
        raise Unknown("people.not_enrolled", mark("名册里没有这个人。"), remedy=mark("请刷新页面查看名册。"))
    rules.refuse_backward(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    trace(actor, "people.strike", body_id, 1)
