"""Reads of tasks, inside the reader's scope; the number of statements never grows with the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet

from liancun.contexts.work.models import Reminder, Task
from liancun.contexts.work.rules import ReminderKind, Standing, days_left, standing
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark

LONGEST_NOTICE = timedelta(days=60)
"""The most a playbook may ask to be reminded before the due day."""


@dataclass(frozen=True)
class TaskLine:
    """A task as lists show it; `done_on` None while it is open."""

    id: int
    matter_id: int
    matter_title: str
    body_id: int
    body_name: str
    title: str
    opened_on: date
    due_on: date
    due_provisional: bool
    standing: Standing
    days_left: int
    done_on: date | None


@dataclass(frozen=True)
class ReminderLine:
    kind: ReminderKind
    at: datetime


@dataclass(frozen=True)
class TaskRecord:
    """A task with all that happened to it."""

    line: TaskLine
    instructions: str
    evidence: str
    opened_at: datetime
    finished_at: datetime | None
    finished_by: str
    note: str
    reminders: tuple[ReminderLine, ...]


@dataclass(frozen=True)
class TaskPage:
    lines: tuple[TaskLine, ...]
    total: int


def tasks_of(matter_id: int) -> tuple[TaskLine, ...]:
    """All tasks of a matter the reader may know of, by village and due day. One statement."""
    return _lines(_tasks().filter(matter_id=matter_id).order_by("body__code", "due_on", "id"))


def open_tasks(most: int = 500) -> tuple[TaskLine, ...]:
    """Tasks in the reader's scope still to do, soonest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [most])
        return tuple(_open_line(*row) for row in cursor.fetchall())


_OPEN = """
select t.id, t.matter_id, t.matter_title, t.body_id, coalesce(nullif(b.short_name, ''), b.name), t.title,
  t.opened_on, t.due_on, t.due_provisional, t.soon_days
from work_task t join bodies_body b on b.id = t.body_id
where not exists (select from work_finish f where f.task_id = t.id)
order by t.due_on, t.id limit %s
"""


def listed(*, state: str = "", search: str = "", first: int = 0, size: int = 25) -> TaskPage:
    """A page of the register: what is open by due day, then what is done, newest first. Two statements."""
    found = _matching(_tasks(), state, search)
    order = (F("finish__finished_on").desc(nulls_first=True), "due_on", "id")
    return TaskPage(_lines(found.order_by(*order)[first : first + size]), found.count())


def record(task_id: int) -> TaskRecord:
    """Refusal: work.unknown (404) where the reader may not know of the task."""
    task = task_row(task_id)
    finish = getattr(task, "finish", None)
    reminders = Reminder.objects.filter(task_id=task_id).order_by("reminded_at", "id")
    return TaskRecord(
        line=line_of(task),
        instructions=task.instructions,
        evidence=task.evidence,
        opened_at=task.opened_at,
        finished_at=finish.finished_at if finish else None,
        finished_by=finish.by_name if finish else "",
        note=finish.note if finish else "",
        reminders=tuple(ReminderLine(ReminderKind(r.kind), r.reminded_at) for r in reminders),
    )


def task_row(task_id: int) -> Task:
    task = _tasks().filter(pk=task_id).first()
    if task is None:
        raise Unknown("work.unknown", mark("没有这项任务。"), remedy=mark("请从“工作任务”列表重新打开。"))
    return task


def kinds_open(matter_id: int, villages: Iterable[int]) -> dict[int, set[str]]:
    """Which kinds of task each village already has for the matter."""
    rows = Task.objects.filter(matter_id=matter_id, body_id__in=tuple(villages)).values_list(
        "body_id", "kind"
    )
    kinds: dict[int, set[str]] = {}
    for body_id, kind in rows:
        kinds.setdefault(body_id, set()).add(kind)
    return kinds


def to_remind(today: date) -> list[tuple[Task, set[ReminderKind]]]:
    """Open tasks whose due day is near or past and whose passing is not yet recorded. Two statements."""
    near = Task.objects.filter(finish=None, due_on__lte=today + LONGEST_NOTICE)
    waiting = list(near.exclude(reminders__kind=ReminderKind.OVERDUE).prefetch_related("reminders"))
    return [(task, {ReminderKind(r.kind) for r in task.reminders.all()}) for task in waiting]


def line_of(task: Task) -> TaskLine:
    finish = getattr(task, "finish", None)
    done_on = finish.finished_on if finish else None
    today = clock.today()
    return TaskLine(
        id=task.pk,
        matter_id=task.matter_id,
        matter_title=task.matter_title,
        body_id=task.body_id,
        body_name=task.body.short_name or task.body.name,
        title=task.title,
        opened_on=task.opened_on,
        due_on=task.due_on,
        due_provisional=task.due_provisional,
        standing=standing(task.due_on, done_on, today, soon_days=task.soon_days),
        days_left=days_left(task.due_on, today),
        done_on=done_on,
    )


def _open_line(
    id: int,
    matter_id: int,
    matter_title: str,
    body_id: int,
    body_name: str,
    title: str,
    opened_on: date,
    due_on: date,
    due_provisional: bool,
    soon_days: int,
) -> TaskLine:
    today = clock.today()
    stands = standing(due_on, None, today, soon_days=soon_days)
    left = days_left(due_on, today)
    return TaskLine(
        id,
        matter_id,
        matter_title,
        body_id,
        body_name,
        title,
        opened_on,
        due_on,
        due_provisional,
        stands,
        left,
        None,
    )


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("body", "finish")


def _lines(tasks: Iterable[Task]) -> tuple[TaskLine, ...]:
    return tuple(line_of(task) for task in tasks)


def _matching(tasks: QuerySet[Task], state: str, search: str) -> QuerySet[Task]:
    if state == "done":
        tasks = tasks.exclude(finish=None)
    elif state == "overdue":
        tasks = tasks.filter(finish=None, due_on__lt=clock.today())
    elif state == "open":
        tasks = tasks.filter(finish=None)
    words = search.strip()
    if words:
        where = Q(title__icontains=words) | Q(matter_title__icontains=words) | Q(body__name__icontains=words)
        tasks = tasks.filter(where | Q(body__name_pinyin__startswith=words.lower()))
    return tasks
