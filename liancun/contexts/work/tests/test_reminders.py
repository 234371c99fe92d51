from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liancun.contexts.affairs.api import Adoption
from liancun.contexts.work import actions, queries
from liancun.contexts.work.models import Reminder
from liancun.contexts.work.queries import TaskLine
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import NotAllowed

Adopted = Callable[..., Adoption]


@pytest.fixture
def task(adoption: Adopted) -> TaskLine:
    with clock.fixed(adoption().since), as_system():
        actions.open_tasks(SYSTEM, adoption=adoption(villages=adoption().villages[:1]))
        return queries.tasks_of(71)[0]


def kinds(task: TaskLine) -> list[str]:
    return list(Reminder.objects.filter(task_id=task.id).order_by("id").values_list("kind", flat=True))


def test_each_reminder_is_recorded_once_however_often_the_job_runs(task: TaskLine) -> None:
    with clock.fixed(task.due_on - timedelta(days=2)) as now, as_system():
        actions.remind(SYSTEM)
        actions.remind(SYSTEM)
        assert kinds(task) == ["soon"]
        now.advance(days=3)
    with clock.fixed(task.due_on + timedelta(days=1)), as_system():
        actions.remind(SYSTEM)
        actions.remind(SYSTEM)
        assert kinds(task) == ["soon", "overdue"]


def test_a_finished_task_is_not_reminded_of(task: TaskLine) -> None:
    with clock.fixed(task.due_on), as_system():
        actions._write_finish(SYSTEM, queries.task_row(task.id), 1, "已签。")
    with clock.fixed(task.due_on + timedelta(days=1)), as_system():
        actions.remind(SYSTEM)
        assert kinds(task) == []


def test_only_the_worker_reminds(task: TaskLine) -> None:
    someone = Actor(None, None, "某人", "", task.body_id, "user")
    with clock.fixed(task.due_on), as_actor(someone), pytest.raises(NotAllowed):
        actions.remind(someone)


def test_the_number_of_statements_does_not_grow_with_the_tasks(adoption: Adopted) -> None:
    with clock.fixed(adoption().since), as_system():
        counts = []
        for matter in range(80, 100, 10):
            for number in range(matter, matter + (1 if matter == 80 else 8)):
                actions.open_tasks(SYSTEM, adoption=adoption(matter_id=number))
            with CaptureQueriesContext(connection) as asked:
                queries.listed(state="open")
                queries.open_tasks()
            counts.append(len(asked))
    assert counts[0] == counts[1]
