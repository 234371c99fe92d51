"""What the home page shows besides 待办: all within the reader's scope, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from liancun.contexts.affairs import api as affairs
from liancun.contexts.bodies import api as bodies
from liancun.contexts.insight import rules
from liancun.contexts.ledger import api as ledger
from liancun.contexts.work import api as work
from liancun.framework import clock, scope
from liancun.kernel.periods import Quarter

QUARTERS = 4
MOST_FOLLOWED = 8
MOST_ELSEWHERE = 8


@dataclass(frozen=True)
class Numbers:
    """Three numbers, each with its last four quarters, oldest first. `paid` None: no book may be read."""

    raised: tuple[int, ...]
    under_way: int
    published: tuple[Fraction | None, ...]
    bound: tuple[int, ...]
    paid: tuple[Decimal, ...] | None


@dataclass(frozen=True)
class MapArea:
    """A committee's square; `villages` of which it consists, `under_way` its matters not yet ended."""

    id: int
    name: str
    parent: str
    column: int
    row: int
    villages: int
    under_way: int


def numbers(under_way: Mapping[int, int]) -> Numbers:
    """Three statements at most. `under_way`: joint committee → matters not yet ended."""
    quarters = last_quarters(Quarter.of(clock.today()))
    since = quarters[0].first
    raised = affairs.raised_by_quarter(since)
    results = affairs.results_by_quarter(since)
    counts = [results.get(quarter, affairs.Followed()) for quarter in quarters]
    return Numbers(
        raised=tuple(raised.get(quarter, 0) for quarter in quarters),
        under_way=sum(under_way.values()),
        published=tuple(rules.share(count.published, count.bound) for count in counts),
        bound=tuple(count.bound for count in counts),
        paid=_paid(quarters) if _reads_books() else None,
    )


def waiting_on() -> tuple[affairs.Waiting, ...]:
    """The matters under way and who must move in each, the most urgent first."""
    return affairs.waiting_on(MOST_FOLLOWED)


def waiting_elsewhere() -> tuple[work.TaskLine, ...]:
    """For who oversees: the tasks that wait in the villages, most urgent first. One statement."""
    return work.waiting_tasks(MOST_ELSEWHERE)


def under_way() -> Mapping[int, int]:
    """Joint committee → matters not yet ended, as far as the reader may know."""
    return affairs.running_by_joint()


def map_areas(under_way: Mapping[int, int]) -> tuple[MapArea, ...]:
    """Joint bodies in the reader's charge that villages joined or that have a matter, with their squares.

    A union of co-operatives alone has no place among villages. Two statements, whatever their number.
    """
    members = [rules.Member(*cell) for cell in bodies.joined_cells(clock.today())]
    villages = _counted(members)
    shown = villages.keys() | under_way.keys()
    found = [one for one in bodies.joint_bodies_with_place() if one[0].id in shown and _oversees(one[0].id)]
    squares = rules.lay_out([committee.id for committee, _ in found], members)
    return tuple(
        MapArea(
            id=committee.id,
            name=committee.short_name,
            parent=place,
            column=square.column,
            row=square.row,
            villages=villages.get(committee.id, 0),
            under_way=under_way.get(committee.id, 0),
        )
        for (committee, place), square in zip(found, squares, strict=True)
    )


def last_quarters(present: Quarter) -> tuple[Quarter, ...]:
    """The present quarter and those before it, oldest first."""
    found = [present]
    while len(found) < QUARTERS:
        found.append(found[-1].previous())
    return tuple(reversed(found))


def _paid(quarters: tuple[Quarter, ...]) -> tuple[Decimal, ...]:
    months: Mapping[date, Decimal] = ledger.paid_by_month(quarters[0].first)
    return tuple(
        sum((months.get(month.first, Decimal(0)) for month in quarter.months), Decimal(0))
        for quarter in quarters
    )


def _counted(members: list[rules.Member]) -> dict[int, int]:
    found: dict[int, int] = {}
    for member in members:
        found[member.joint_id] = found.get(member.joint_id, 0) + 1
    return found


def _oversees(committee_id: int) -> bool:
    now = scope.current()
    return now is not None and (now[1].everything or committee_id in now[1].bodies)


def _reads_books() -> bool:
    now = scope.current()
    return now is not None and (now[1].everything or bool(now[1].books))
