"""What a page asks of the database: each statement with its time, and its plan with and without row policies."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections

_REPEATS = 3
# Below this both times are the noise of planning; a ratio says nothing.
_FLOOR = 2.0
# A function of the policies met while rows are looked at, or the array of a scope walked for each of them; what is
# computed once stands in the plan as an InitPlan, and a scope as a hashed SubPlan.
_PER_ROW = re.compile(r"liancun_\w+\(|current_setting\(|ANY \(\(InitPlan")
_CONDITIONS = ("Filter", "Index Cond", "Recheck Cond", "Join Filter", "Hash Cond", "One-Time Filter")


@dataclass(frozen=True)
class Statement:
    sql: str
    given: Any
    milliseconds: float

    @property
    def reads_people(self) -> bool:
        return "people_" in self.sql and self.sql.lstrip().lower().startswith("select")


@dataclass
class Recorder:
    statements: list[Statement] = field(default_factory=list)

    def __call__(
        self, execute: Callable[..., object], sql: str, given: Any, many: bool, context: Any
    ) -> object:
        begun = time.perf_counter()
        try:
            return execute(sql, given, many, context)
        finally:
            self.statements.append(Statement(sql, given, (time.perf_counter() - begun) * 1000))


@contextmanager
def recorded() -> Iterator[Recorder]:
    """Counted at the connection itself: Django's log of queries is emptied whenever a request begins."""
    recorder = Recorder()
    with connection.execute_wrapper(recorder):
        yield recorder


@dataclass(frozen=True)
class Cost:
    """`per_row`: conditions that call a function of the policies for each row. `ratio`: with policies / without."""

    per_row: int
    ratio: float
    milliseconds: float


def cost(statement: Statement) -> Cost:
    """Inside the transaction of an actor: the statement under the policies, and as owner without them."""
    plan, with_policies = _explained(connection, statement)
    _, without = _explained(connections["owner"], statement)
    ratio = max(with_policies, _FLOOR) / max(without, _FLOOR)
    return Cost(len(per_row(plan)), ratio, with_policies)


def per_row(plan: dict[str, Any]) -> list[str]:
    """The conditions of a plan that ask the policies anew for every row they look at."""
    found = [text for key in _CONDITIONS if _PER_ROW.search(text := str(plan.get(key, "")))]
    return found + [text for below in plan.get("Plans", ()) for text in per_row(below)]


def plan_of(statement: Statement) -> dict[str, Any]:
    """How it would be answered for whoever is in scope now."""
    with connection.cursor() as cursor:
        cursor.execute("explain (format json) " + statement.sql, statement.given)
        return _first(cursor.fetchone())["Plan"]  # type: ignore[no-any-return]


def _first(row: Any) -> dict[str, Any]:
    (told,) = row
    (answer,) = json.loads(told) if isinstance(told, str) else told
    return answer  # type: ignore[no-any-return]


def _explained(link: Any, statement: Statement) -> tuple[dict[str, Any], float]:
    taken = []
    with link.cursor() as cursor:
        for _ in range(_REPEATS):
            cursor.execute("explain (analyze, timing off, format json) " + statement.sql, statement.given)
            answer = _first(cursor.fetchone())
            taken.append(answer["Execution Time"])
    plan: dict[str, Any] = answer["Plan"]
    return plan, sorted(taken)[_REPEATS // 2]
