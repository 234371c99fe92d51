"""Collective income of villages and of the members of a joint body, and its growth: computed from the books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.queries import incomes
from liancun.contexts.ledger.queries.books import BookLine
from liancun.contexts.ledger.rules.incomes import Earned, growth, total
from liancun.framework import clock
from liancun.framework.metrics import Figure, Metric, MetricOfMany, Record
from liancun.kernel.errors import mark
from liancun.kernel.periods import Month, Quarter

COUNTED, KEPT, BOTH = mark("村"), mark("其中有账套的村"), mark("其中两年都有账的村")


def _income(measure: playbook.MeasureKey, *, grown: bool) -> MetricOfMany:
    def figures(body_ids: Sequence[int], quarter: Quarter) -> Mapping[int, Figure]:
        """From 1 January to the end of the quarter, or to the last month that is over; absent before there is one."""
        until = min(Month.of(quarter.last), Month.of(clock.today()).previous())
        if until < Month.of(quarter.first):
            return {id: Figure(None, _unit(grown)) for id in body_ids}
        villages = _villages(body_ids, quarter)
        books = incomes.collective_books(villages)
        found = incomes.earned(
            list({b.id: b for kept in books.values() for b in kept}.values()), measure, until
        )
        return {
            id: _figure(
                len(villages[id]), [(b, found[b.id]) for b in books[id] if b.id in found], until, grown
            )
            for id in body_ids
        }

    return figures


def _unit(grown: bool) -> str:
    return "share" if grown else "yuan"


def _villages(body_ids: Sequence[int], quarter: Quarter) -> dict[int, list[int]]:
    """The villages of each body: the members of a joint body at the quarter's end, else the village itself."""
    members = bodies.memberships(min(quarter.last, clock.today()))
    lines = bodies.lines({*body_ids, *(m for id in body_ids for m in members.get(id, ()))})
    found: dict[int, list[int]] = {}
    for id in body_ids:
        asked = members.get(id, []) if id in lines and lines[id].is_joint else [id]
        found[id] = [one for one in asked if one in lines and lines[one].is_village]
    return found


def _figure(villages: int, kept: Sequence[tuple[BookLine, Earned]], until: Month, grown: bool) -> Figure:
    found = [earned for _, earned in kept]
    value = growth(found) if grown else (total(found) if found else None)
    counts = {COUNTED: villages, KEPT: len(found)}
    if grown:
        counts[BOTH] = sum(one.before is not None for one in found)
    return Figure(value, _unit(grown), tuple(_record(*one, until, grown) for one in kept), counts)


def _record(book: BookLine, earned: Earned, until: Month, grown: bool) -> Record:
    tables = playbook.statements_section().of_chart(book.chart)
    flow = next((key for key, table in tables.items() if table.shape == "flow"), "")
    url = (
        reverse("ledger:statement", args=[book.id, flow]) if flow else reverse("ledger:book", args=[book.id])
    )
    before = "—" if earned.before is None else f"{earned.before:,}"
    return Record(
        book.owner_name,
        f"{url}?period={until}",
        f"{before} → {earned.now:,}" if grown else f"{earned.now:,}",
    )


def _one(many: MetricOfMany) -> Metric:
    return lambda body_id, quarter: many([body_id], quarter)[body_id]


def _metrics() -> dict[str, tuple[Metric, MetricOfMany]]:
    """Name → the metric of one body and of many."""
    found: dict[str, tuple[Metric, MetricOfMany]] = {}
    for key in playbook.MEASURES:
        for name, grown in ((f"ledger.{key}", False), (f"ledger.{key}_growth", True)):
            many = _income(key, grown=grown)
            found[name] = (_one(many), many)
    return found


METRICS = _metrics()
