"""Counts of matters for those who look over many: within the reader's scope, one statement each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from liancun.contexts.affairs.models import Effect, Matter, Publication
from liancun.contexts.affairs.rules.life import ENDED
from liancun.kernel.periods import Quarter


@dataclass(frozen=True)
class Followed:
    """Of the villages that came to be bound in a quarter: how many, and how many have their result published."""

    bound: int = 0
    published: int = 0


def running_by_joint() -> dict[int, int]:
    """Joint committee → number of its matters under way."""
    rows = Matter.objects.exclude(state__in=ENDED).values("body_id").annotate(number=Count("pk"))
    return {row["body_id"]: row["number"] for row in rows.order_by()}


def raised_by_quarter(since: date) -> dict[Quarter, int]:
    """How many matters were raised in each quarter from the day on."""
    return _summed(
        (Quarter.of(day), number)
        for day, number in Matter.objects.filter(raised_on__gte=since)
        .values_list("raised_on")
        .annotate(number=Count("pk"))
        .order_by()
    )


def results_by_quarter(since: date) -> dict[Quarter, Followed]:
    """By the quarter in which villages came to be bound."""
    result = Publication.objects.filter(matter_id=OuterRef("matter_id"), village_id=OuterRef("village_id"))
    rows = (
        Effect.objects.filter(since__gte=since)
        .annotate(published=Exists(result.filter(which="result")))
        .values_list("since", "published")
        .annotate(number=Count("pk"))
        .order_by()
    )
    counted = [(Quarter.of(day), published, number) for day, published, number in rows]
    bound = _summed((quarter, number) for quarter, _, number in counted)
    told = _summed((quarter, number) for quarter, published, number in counted if published)
    return {quarter: Followed(number, told.get(quarter, 0)) for quarter, number in bound.items()}


def _summed(pairs: Iterable[tuple[Quarter, int]]) -> dict[Quarter, int]:
    found: dict[Quarter, int] = {}
    for quarter, number in pairs:
        found[quarter] = found.get(quarter, 0) + number
    return found
