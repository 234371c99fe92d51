"""What waits for a person: the tasks they may finish."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.work import queries
from liancun.contexts.work.web.views import shapes
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.todo import TodoItem


def waiting(actor: Actor) -> Iterator[TodoItem]:
    """Soonest first. One statement, whatever the number of tasks; none for who may finish none."""
    if not may(actor, "work.finish_task", None):
        return
    allowed: dict[int, bool] = {}
    for line in queries.open_tasks():
        if line.body_id not in allowed:
            allowed[line.body_id] = may(actor, "work.finish_task", line.body_id)
        if allowed[line.body_id]:
            yield TodoItem(
                what=shapes.todo_words(line),
                for_whom=line.body_name,
                due=line.due_on,
                url=reverse("work:task", args=[line.id]),
                button=_("办结"),
                waiting_since=line.opened_on,
            )
