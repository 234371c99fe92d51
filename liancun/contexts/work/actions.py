"""What changes tasks: opening them for a binding resolution, finishing one, reminding."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import IntegrityError, transaction

from liancun.contexts.affairs.api import Adoption
from liancun.contexts.audit import api as audit
from liancun.contexts.evidence import api as evidence
from liancun.contexts.work import queries, rules
from liancun.contexts.work.models import Finish, Reminder, Task
from liancun.contexts.work.playbook import WorkSection
from liancun.framework import clock, playbook
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.framework.scope import entered
from liancun.framework.workdays import add_days, add_workdays
from liancun.kernel.errors import Conflict, Place, Refusal, mark

EVIDENCE_SUBJECT = "work.task"


@action("work.open_tasks")
def open_tasks(actor: Actor, *, adoption: Adoption) -> int:
    """Opens the catalogue's tasks for every bound village that has them not yet; returns how many.

    A consequence of the resolution and no act of the person who happened to complete it,
    so it runs as the program itself: that person may not see the other villages.
    """
    with entered(Actor.system("work")):
        return _open(adoption, actor)


def on_adopted(actor: Actor, adoption: Adoption) -> None:
    """What `affairs` calls whenever a resolution comes to bind villages."""
    open_tasks(actor, adoption=adoption)


@action("work.finish_task")
def finish_task(actor: Actor, *, task_id: int, files: Collection[int], note: str) -> queries.TaskLine:
    """Records that a task is done, with its evidence (ids of stored files).

    Refusals: work.unknown, work.already_done, work.no_evidence, work.no_note.
    """
    task = queries.task_row(task_id)
    require(actor, "work.finish_task", task.body_id)
    fault = rules.finish_fault(
        needed="none" if task.evidence == "none" else "photo_or_paper",
        files=len(files),
        note=note,
        done=hasattr(task, "finish"),
    )
    if fault is not None:
        raise _refusal(fault, task)
    _write_finish(actor, task, len(files), note.strip())
    if files:
        evidence.link(tuple(files), EVIDENCE_SUBJECT, task.pk)
    detail = {"files": len(files), "due_on": task.due_on.isoformat()}
    audit.record(
        actor,
        "work.finish_task",
        subject=EVIDENCE_SUBJECT,
        subject_id=task.pk,
        body_id=task.body_id,
        detail=detail,
    )
    return queries.line_of(queries.task_row(task_id))


@action("work.remind")
def remind(actor: Actor) -> int:
    """Records the reminders that today asks for, each once; returns how many. Only the worker does this."""
    require(actor, "work.remind", None)
    now, today = clock.now(), clock.today()
    rows = []
    for task, already in queries.to_remind(today):
        kind = rules.reminder(task.due_on, today, already, soon_days=task.soon_days)
        if kind is not None:
            rows.append(Reminder(task=task, body_id=task.body_id, kind=kind, reminded_at=now))
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _open(adoption: Adoption, actor: Actor) -> int:
    section: WorkSection = playbook.version(adoption.playbook_id).section("work")
    standing = queries.kinds_open(adoption.matter_id, adoption.villages)
    planned = rules.plan(
        section.catalogue, subject=adoption.subject, villages=adoption.villages, standing_tasks=standing
    )
    Task.objects.bulk_create(_rows(adoption, planned, section.reminder.soon_days))
    for village in {plan.body_id for plan in planned}:
        titles = [plan.task.key for plan in planned if plan.body_id == village]
        audit.record(
            actor,
            "work.open_tasks",
            subject="affairs.matter",
            subject_id=adoption.matter_id,
            body_id=village,
            detail={"tasks": titles},
        )
    return len(planned)


def _rows(adoption: Adoption, planned: Iterable[rules.PlannedTask], soon_days: int) -> list[Task]:
    now = clock.now()
    rows = []
    for plan in planned:
        add = add_workdays if plan.task.working_days else add_days
        due = add(adoption.since, plan.task.days)
        rows.append(
            Task(
                matter_id=adoption.matter_id,
                matter_title=adoption.matter_title,
                body_id=plan.body_id,
                kind=plan.task.key,
                title=plan.task.name,
                instructions=plan.task.instructions,
                evidence=plan.task.evidence,
                opened_on=adoption.since,
                opened_at=now,
                due_on=due.day,
                due_provisional=due.provisional,
                soon_days=soon_days,
                playbook_id=adoption.playbook_id,
            )
        )
    return rows


def _write_finish(actor: Actor, task: Task, files: int, note: str) -> None:
    try:
        with transaction.atomic():
            Finish.objects.create(
                task=task,
                body_id=task.body_id,
                by_person_id=actor.person_id,
                by_name=signature(actor),
                finished_at=clock.now(),
                finished_on=clock.today(),
                note=note,
                files=files,
            )
    except IntegrityError as error:
        # Two people pressed the button at once: the table keeps the first.
        raise _refusal(rules.FinishFault.ALREADY_DONE, task) from error


def _refusal(fault: rules.FinishFault, task: Task) -> Refusal:
    if fault is rules.FinishFault.ALREADY_DONE:
        return Conflict(
            "work.already_done",
            mark("任务“{task}”已经办结，不能重复办结。"),
            {"task": task.title},
            remedy=mark("请打开任务查看是谁、何时办结的。"),
        )
    if fault is rules.FinishFault.NO_NOTE:
        return Refusal(
            "work.no_note",
            mark("还没有写办理情况。"),
            place=Place("field", field="note"),
            remedy=mark("请用一两句话写明办了什么、结果如何。"),
        )
    return Refusal(
        "work.no_evidence",
        mark("任务“{task}”办结时必须附照片或纸质材料。"),
        {"task": task.title},
        place=Place("field", field="papers"),
        remedy=mark("请拍照或选择文件后再提交。"),
    )
