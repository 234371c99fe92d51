from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from liancun.contexts.affairs.api import Adoption
from liancun.contexts.evidence import api as evidence
from liancun.contexts.work import actions, queries
from liancun.contexts.work.models import Finish, Task
from liancun.contexts.work.queries import TaskLine
from liancun.contexts.work.rules import Standing
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system, check_constraints_now
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

Adopted = Callable[..., Adoption]
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def task(adoption: Adopted) -> TaskLine:
    with clock.fixed(adoption().since), as_system():
        actions.open_tasks(SYSTEM, adoption=adoption())
        return queries.tasks_of(71)[0]


def paper(task: TaskLine) -> int:
    stored = evidence.store(SYSTEM, body_id=task.body_id, name="合同.pdf", content=PAPER, purpose="work.task")
    return stored.id


def test_it_records_who_when_and_the_papers(task: TaskLine) -> None:
    with clock.fixed(task.due_on), as_system():
        done = actions.finish_task(
            SYSTEM, task_id=task.id, files=(paper(task),), note="合同已签，交货期 4 月 1 日。"
        )
        files = evidence.files_of(actions.EVIDENCE_SUBJECT, task.id)
    assert done.standing is Standing.DONE
    assert [file.name for file in files] == ["合同.pdf"]


def test_it_refuses_to_finish_twice_and_keeps_the_first(task: TaskLine) -> None:
    with clock.fixed(task.due_on), as_system():
        actions.finish_task(SYSTEM, task_id=task.id, files=(paper(task),), note="已签。")
        with pytest.raises(Conflict) as refused:
            actions.finish_task(SYSTEM, task_id=task.id, files=(paper(task),), note="又签。")
        assert refused.value.code == "work.already_done"
        assert queries.record(task.id).note == "已签。"


def test_the_table_keeps_one_finish_even_when_two_race(task: TaskLine) -> None:
    with clock.fixed(task.due_on), as_system():
        row = queries.task_row(task.id)
        actions._write_finish(SYSTEM, row, 0, "甲")
        with pytest.raises(Conflict):
            actions._write_finish(SYSTEM, row, 0, "乙")
        assert Finish.objects.get(task_id=task.id).note == "甲"


def test_it_refuses_without_evidence_and_changes_nothing(task: TaskLine) -> None:
    with clock.fixed(task.due_on), as_system():
        with pytest.raises(Refusal) as refused:
            actions.finish_task(SYSTEM, task_id=task.id, files=(), note="已签。")
        assert refused.value.code == "work.no_evidence"
        assert not Finish.objects.exists()


def test_it_refuses_who_has_no_post_there(task: TaskLine) -> None:
    stranger = Actor(None, None, "外村报账员", "报账员", None, "user")
    with clock.fixed(task.due_on), as_system():
        with pytest.raises(NotAllowed):
            actions.finish_task(stranger, task_id=task.id, files=(1,), note="已签。")
        assert not Finish.objects.exists()


def test_a_task_one_may_not_know_of_does_not_exist(task: TaskLine) -> None:
    stranger = Actor(None, None, "外村报账员", "报账员", None, "user")
    with as_actor(stranger), pytest.raises(Unknown):
        queries.record(task.id)


@pytest.mark.parametrize("change", [{"title": "改"}, {"due_on": "2030-01-01"}])
def test_the_database_refuses_to_change_a_task(task: TaskLine, change: dict[str, str]) -> None:
    with as_system(), pytest.raises(DatabaseError), transaction.atomic():
        Task.objects.filter(pk=task.id).update(**change)


def test_the_database_refuses_a_finish_under_another_village(task: TaskLine) -> None:
    with clock.fixed(task.due_on), as_system():
        row = queries.task_row(task.id)
        other = next(line.body_id for line in queries.tasks_of(71) if line.body_id != task.body_id)
        with pytest.raises(DatabaseError), transaction.atomic():
            _finish_under(row, other)


def _finish_under(task: Task, village: int) -> None:
    now = clock.now()
    Finish.objects.create(
        task=task,
        body_id=village,
        by_name="某人",
        finished_at=now,
        finished_on=now.date(),
        note="已签。",
        files=0,
    )
    check_constraints_now()
