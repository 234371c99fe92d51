"""What must be published by fixed days, and whether it was."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import playbook
from liancun.contexts.disclosure.models import Notice
from liancun.contexts.disclosure.queries.lines import TurnLine
from liancun.contexts.disclosure.rules.calendar import present
from liancun.framework import clock


def calendar(body_ids: Collection[int]) -> tuple[TurnLine, ...]:
    """For each of these bodies and each category with fixed days, the turn to look at. Two statements."""
    rules = playbook.section()
    fixed = {key: one for key, one in rules.category.items() if one.months}
    if not fixed or not body_ids:
        return ()
    today, known = clock.today(), bodies.lines(body_ids)
    published = _published(body_ids, today - timedelta(days=800))
    found = []
    for line in sorted(known.values(), key=lambda one: (one.name, one.id)):
        for key, category in fixed.items():
            if line.kind not in category.bodies or category.fixed is None:
                continue
            days = published.get((line.id, key), ())
            turn, where = present(category.fixed, days, today, rules.reminder.fixed_days)
            found.append(TurnLine(line.id, line.name, key, category.name, turn.due_on, where))
    return tuple(found)


def _published(body_ids: Collection[int], since: date) -> dict[tuple[int, str], list[date]]:
    rows = Notice.objects.filter(body_id__in=set(body_ids), opens_on__gte=since).exclude(category="")
    rows = rows.exclude(closing__kind="withdrawn")
    days: dict[tuple[int, str], list[date]] = {}
    for body_id, category, day in rows.values_list("body_id", "category", "opens_on"):
        days.setdefault((body_id, category), []).append(day)
    return days
