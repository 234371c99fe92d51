"""Counts of matters for those who look over many: within the reader's scope, one statement each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from liancun.contexts.affairs.rules.life import ENDED
from liancun.kernel.periods import Quarter


@dataclass(frozen=True)
class Followed:
    """Of the villages that came to be bound in a quarter: how many, and how many have their result published."""

    bound: int = 0
    published: int = 0


def running_by_joint() -> dict[int, int]:
    """Joint committee → number of its matters under way."""
    return dict(_rows(_RUNNING, [[state.value for state in ENDED]]))


_RUNNING = "select body_id, count(*) from affairs_matter where state <> all(%s) group by 1"


def raised_by_quarter(since: date) -> dict[Quarter, int]:
    """How many matters were raised in each quarter from the day on."""
    return _summed((Quarter.of(day), number) for day, number in _rows(_RAISED, [since]))


_RAISED = "select raised_on, count(*) from affairs_matter where raised_on >= %s group by 1"


def results_by_quarter(since: date) -> dict[Quarter, Followed]:
    """By the quarter in which villages came to be bound."""
    counted = [(Quarter.of(day), published, number) for day, published, number in _rows(_RESULTS, [since])]
    bound = _summed((quarter, number) for quarter, _, number in counted)
    told = _summed((quarter, number) for quarter, published, number in counted if published)
    return {quarter: Followed(number, told.get(quarter, 0)) for quarter, number in bound.items()}


_RESULTS = """
select e.since, exists (
    select from affairs_publication p
    where p.matter_id = e.matter_id and p.village_id = e.village_id and p.which = 'result'
  ), count(*)
from affairs_effect e where e.since >= %s group by 1, 2
"""


def _rows(statement: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def _summed(pairs: Iterable[tuple[Quarter, int]]) -> dict[Quarter, int]:
    found: dict[Quarter, int] = {}
    for quarter, number in pairs:
        found[quarter] = found.get(quarter, 0) + number
    return found
