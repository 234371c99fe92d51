"""The reminder as the real worker runs it, on committed data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liancun.contexts.affairs.api import Adoption
from liancun.contexts.work import actions, jobs, queries
from liancun.contexts.work.models import Reminder
from liancun.contexts.work.queries import TaskLine
from liancun.demo.world import World
from liancun.framework import clock, playbook
from liancun.framework.jobs import run_waiting
from liancun.framework.testing import SYSTEM, as_system

SINCE = date(2026, 3, 10)


@pytest.fixture
def task(cloned_world: World) -> TaskLine:
    with clock.fixed(SINCE), as_system():
        version = playbook.current().id
        adoption = Adoption(71, "三村统购种子", "joint-purchase", (cloned_world.a.village,), SINCE, version)
        actions.open_tasks(SYSTEM, adoption=adoption)
        return queries.tasks_of(71)[0]


def remind_through_the_queue() -> None:
    with as_system():
        jobs.remind.defer(timestamp=0)
    run_waiting()


def recorded(task: TaskLine) -> list[str]:
    with as_system():
        return list(Reminder.objects.filter(task_id=task.id).order_by("pk").values_list("kind", flat=True))


def test_the_worker_records_the_near_and_the_passed_limit_once_each(task: TaskLine) -> None:
    with clock.fixed(task.due_on - timedelta(days=1)) as now:
        remind_through_the_queue()
        assert recorded(task) == ["soon"]
        now.advance(days=2)
        remind_through_the_queue()
        remind_through_the_queue()
    assert recorded(task) == ["soon", "overdue"]
