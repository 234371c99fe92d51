"""Rotas and their turns. Who is on duty when is public; notes are read under the row policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Handover, Rota, Slot, SlotChange, Swap
from liancun.contexts.posts.rules import rotas as rules
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class RotaLine:
    id: int
    body_id: int
    body_name: str
    kind: str
    kind_name: str
    since: date
    until: date
    turns: int
    persons: int


@dataclass(frozen=True)
class SlotLine:
    id: int
    rota_id: int
    body_id: int
    body_name: str
    kind: str
    since: date
    until: date
    person_id: int
    person_name: str
    stage: rules.Stage


@dataclass(frozen=True)
class NoteLine:
    slot_id: int
    by_name: str
    to_name: str
    note: str
    at: datetime


@dataclass(frozen=True)
class ChangeLine:
    was_name: str
    now_name: str
    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True)
class SwapLine:
    id: int
    mine: SlotLine
    theirs: SlotLine


@dataclass(frozen=True)
class RotaRecord:
    line: RotaLine
    slots: tuple[SlotLine, ...]
    notes: dict[int, NoteLine]
    changes: tuple[ChangeLine, ...]
    loads: tuple[tuple[str, int, int], ...]


def kind_of(code: str) -> playbook.RotaKind:
    return playbook.section().rota.get(code) or playbook.RotaKind(name=code)


def _rota(row: Rota) -> RotaLine:
    return RotaLine(
        row.pk,
        row.body_id,
        row.body.name,
        row.kind,
        kind_of(row.kind).name,
        row.since,
        row.until,
        getattr(row, "turns", 0),
        getattr(row, "persons", 0),
    )


def listed(kind: str, search: str, *, first: int, count: int) -> tuple[int, list[RotaLine]]:
    found = Rota.objects.filter(Q(kind=kind) if kind else Q())
    if search:
        found = found.filter(body__name__contains=search)
    rows = found.select_related("body").annotate(
        turns=Count("slots"), persons=Count("slots__person", distinct=True)
    )
    return found.count(), [_rota(row) for row in rows.order_by("-since", "-pk")[first : first + count]]


def rota(rota_id: int) -> RotaLine:
    found = Rota.objects.select_related("body").filter(pk=rota_id).first()
    if found is None:
        raise Unknown("posts.no_rota", mark("没有这张轮值表。"), remedy=mark("请从轮值列表进入。"))
    return _rota(found)


_SLOT = (
    "id",
    "rota_id",
    "body_id",
    "rota__body__name",
    "rota__kind",
    "since",
    "until",
    "person_id",
    "person_name",
)


def _slots(where: Q) -> list[SlotLine]:
    rows: list[tuple[Any, ...]] = list(Slot.objects.filter(where).order_by("since", "pk").values_list(*_SLOT))
    done = set(
        Handover.objects.filter(slot_id__in=[row[0] for row in rows]).values_list("slot_id", flat=True)
    )
    today = clock.today()
    return [_slot_line(row, row[0] in done, today) for row in rows]


def _slot_line(row: tuple[Any, ...], done: bool, today: date) -> SlotLine:
    id, rota_id, body_id, body, kind, since, until, person_id, person = row
    stage = rules.stage(since, until, done, today, kind_of(kind).grace_days)
    return SlotLine(id, rota_id, body_id, body, kind, since, until, person_id, person, stage)


def slot(slot_id: int) -> SlotLine:
    found = _slots(Q(pk=slot_id))
    if not found:
        raise Unknown("posts.no_slot", mark("没有这一轮。"), remedy=mark("请从轮值表进入。"))
    return found[0]


def slots_of(rota_id: int) -> list[SlotLine]:
    return _slots(Q(rota_id=rota_id))


def of_person(person_id: int) -> list[SlotLine]:
    """Turns of a person that are not over, or are over and not handed over."""
    return [one for one in _slots(Q(person_id=person_id)) if one.stage != "done"]


def record(rota_id: int) -> RotaRecord:
    line, slots = rota(rota_id), slots_of(rota_id)
    ids = [one.id for one in slots]
    notes = Handover.objects.filter(slot_id__in=ids).values_list(
        "slot_id", "by_name", "to_name", "note", "at"
    )
    changes = SlotChange.objects.filter(slot_id__in=ids).order_by("pk")
    loads = Counter((one.person_id, one.person_name) for one in slots)
    done = Counter(one.person_id for one in slots if one.stage == "done")
    return RotaRecord(
        line,
        tuple(slots),
        {row[0]: NoteLine(*row) for row in notes},
        tuple(
            ChangeLine(*row) for row in changes.values_list("was_name", "now_name", "reason", "by_name", "at")
        ),
        tuple((name, number, done[person]) for (person, name), number in loads.items()),
    )


def loads(rota_id: int) -> dict[int, int]:
    """person → turns in this rota."""
    return dict(Counter(one.person_id for one in slots_of(rota_id)))


def free(persons: Collection[int], since: date, until: date, away: set[int]) -> list[int]:
    """Of these, who is on no other turn in those days and not away."""
    busy = set(
        Slot.objects.filter(person_id__in=persons, since__lt=until, until__gt=since).values_list(
            "person_id", flat=True
        )
    )
    return [one for one in persons if one not in busy and one not in away]


def swaps_for(person_id: int) -> list[SwapLine]:
    """Swaps that wait for this person's answer."""
    rows = Swap.objects.filter(theirs__person_id=person_id, agreed__isnull=True).order_by("pk")
    return [SwapLine(row.pk, slot(row.mine_id), slot(row.theirs_id)) for row in rows]


def swap(swap_id: int) -> SwapLine:
    found = Swap.objects.filter(pk=swap_id).first()
    if found is None:
        raise Unknown("posts.no_swap_asked", mark("没有这次对调。"), remedy=mark("请从轮值表进入。"))
    return SwapLine(found.pk, slot(found.mine_id), slot(found.theirs_id))


def on_duty(body_id: int, day: date) -> list[SlotLine]:
    return _slots(Q(body_id=body_id, since__lte=day, until__gt=day))


def persons_in_turn(day: date, body_ids: Collection[int] | None = None) -> int:
    """How many persons take turns in rotas that hold that day: 139 in the published report of a county."""
    found = Slot.objects.filter(rota__since__lte=day, rota__until__gt=day)
    if body_ids is not None:
        found = found.filter(body_id__in=set(body_ids))
    return int(found.aggregate(n=Count("person", distinct=True))["n"])
