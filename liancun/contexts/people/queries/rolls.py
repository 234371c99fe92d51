"""Reads of rolls: who stands on which that day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from liancun.contexts.people.models import RollEntry


@dataclass(frozen=True)
class RollLine:
    person_id: int
    name: str


def holding(day: date) -> Q:
    """Rows whose period holds that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def _entries(body_id: int, kind: str, day: date) -> QuerySet[RollEntry]:
    return RollEntry.objects.filter(holding(day), body_id=body_id, kind=kind)


def roll(body_id: int, kind: str, day: date) -> tuple[RollLine, ...]:
    """Who stands on the roll that day, by name; empty also when one may not know."""
    found = _entries(body_id, kind, day).order_by("person__name_pinyin", "person_id")
    return tuple(RollLine(*row) for row in found.values_list("person_id", "person__name"))


def roll_size(body_id: int, kind: str, day: date) -> int:
    return _entries(body_id, kind, day).count()


def rolls(body_ids: Collection[int], day: date) -> dict[tuple[int, str], int]:
    """(body, roll kind) → number of persons that day, in one statement."""
    found: dict[tuple[int, str], int] = {}
    for key in RollEntry.objects.filter(holding(day), body_id__in=set(body_ids)).values_list(
        "body_id", "kind"
    ):
        found[key] = found.get(key, 0) + 1
    return found


def roll_sizes(day: date) -> dict[tuple[int, str], int]:
    """(body, roll kind) → number of persons that day, for every roll the asker may know of; one statement."""
    counted = RollEntry.objects.filter(holding(day)).values("body_id", "kind").annotate(size=Count("pk"))
    return {(row["body_id"], row["kind"]): row["size"] for row in counted.order_by()}
