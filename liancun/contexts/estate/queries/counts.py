"""Counts of things: what the register has, what was found, where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liancun.contexts.estate.models import CountLine, StockCount
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class CountRow:
    id: int
    owner_id: int
    owner_name: str
    book_id: int
    on: date
    counters: str
    lines: int
    differences: int


@dataclass(frozen=True)
class Found:
    """One thing of a count; `gap`: found less told."""

    asset_id: int
    number: str
    name: str
    told: Decimal
    found: Decimal
    note: str

    @property
    def gap(self) -> Decimal:
        return self.found - self.told


def counts(book_id: int) -> list[CountRow]:
    return [_row(one) for one in StockCount.objects.filter(book_id=book_id).order_by("-on", "-id")[:50]]


def count(count_id: int) -> CountRow:
    found = StockCount.objects.filter(pk=count_id).first()
    if found is None:
        raise Unknown("estate.no_count", mark("没有这次盘点。"))
    return _row(found)


def _row(one: StockCount) -> CountRow:
    lines = CountLine.objects.filter(count=one)
    pairs = list(lines.values_list("told", "found"))
    gaps = sum(told != found for told, found in pairs)
    return CountRow(one.pk, one.owner_id, one.owner.name, one.book_id, one.on, one.counters, len(pairs), gaps)


def found(count_id: int) -> list[Found]:
    """Differences first."""
    rows = CountLine.objects.select_related("asset").filter(count_id=count_id).order_by("asset__number")
    made = [Found(x.asset_id, x.asset.number, x.asset.name, x.told, x.found, x.note) for x in rows]
    return sorted(made, key=lambda one: one.gap == 0)
