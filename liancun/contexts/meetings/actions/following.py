"""What a meeting gives somebody to do, and what becomes of it; reminders."""

from __future__ import annotations

from datetime import date

from liancun.contexts.audit import api as audit
from liancun.contexts.meetings import queries, rules
from liancun.contexts.meetings.actions.ground import SUBJECT, lock, locked, names_of, permitted, recorded
from liancun.contexts.meetings.models import FollowUp, FollowUpStep, Reminder
from liancun.contexts.meetings.queries import due as dues
from liancun.contexts.meetings.queries import given as reading
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark


@action("meetings.add_follow_up")
def add_follow_up(actor: Actor, *, meeting_id: int, text: str, owner: int, due: date) -> queries.FollowUpLine:
    """Gives `owner` (a person) something to do by a day; it comes back at the next meeting until it is done.

    Refusals: meetings.cancelled, meetings.confirmed, meetings.not_held, meetings.no_task, meetings.due_past,
    meetings.unknown_owner.
    """
    meeting = locked(actor, "meetings.attend", meeting_id)
    state = queries.line_of(meeting).state
    rules.refuse_settled(state)
    if state is rules.State.PLANNED:
        raise Conflict(
            "meetings.not_held",
            mark("会议还没有召开，不能交办事项。"),
            remedy=mark("请先登记到会情况和召开时间。"),
        )
    rules.refuse_follow_up(text, due, clock.today())
    name = names_of(meeting.body_id, [owner], anywhere=True).get(owner)
    if name is None:
        raise Refusal(
            "meetings.unknown_owner",
            mark("查不到责任人。"),
            place=Place("field", field="owner"),
            remedy=mark("请从到会人员或者成员单位的负责人中选择。"),
        )
    row = FollowUp.objects.create(
        meeting=meeting,
        meeting_title=meeting.title,
        kind=meeting.kind,
        body_id=meeting.body_id,
        text=text.strip(),
        owner_id=owner,
        owner_name=name,
        due=due,
        made_at=clock.now(),
        made_by=signature(actor),
    )
    recorded(actor, "meetings.add_follow_up", meeting, {"follow_up": row.pk, "due": due.isoformat()})
    return reading.record(row.pk).line


@action("meetings.take_follow_up_step")
def take_follow_up_step(
    actor: Actor, *, follow_up_id: int, kind: str, note: str, due: date | None = None
) -> queries.FollowUpRecord:
    """Progress, another day, done, or dropped. The owner reports and says it is done; the keepers of the body's
    meetings do that too, and they alone set another day or drop it.

    Refusals: meetings.unknown_follow_up, access.not_allowed, meetings.follow_up_closed, meetings.no_note,
    meetings.due_past, meetings.no_due.
    """
    record = reading.record(follow_up_id)
    step = rules.Step(kind)
    _permitted(actor, record.line, step)
    lock(record.line.meeting_id)
    record = reading.record(follow_up_id)
    rules.refuse_step(not record.line.is_open, step, note)
    if step is rules.Step.MOVED:
        _refuse_no_day(due)
    FollowUpStep.objects.create(
        follow_up_id=follow_up_id,
        body_id=record.line.body_id,
        kind=step.value,
        note=note.strip()[:400],
        due=due if step is rules.Step.MOVED else None,
        taken_at=clock.now(),
        taken_by=signature(actor),
    )
    audit.record(
        actor,
        "meetings.take_follow_up_step",
        subject=SUBJECT,
        subject_id=record.line.meeting_id,
        body_id=record.line.body_id,
        detail={"follow_up": follow_up_id, "step": step.value},
    )
    return reading.record(follow_up_id)


@action("meetings.remind")
def remind(actor: Actor) -> int:
    """Records what today asks to be reminded of, each once: bodies that must meet, things that are late."""
    require(actor, "meetings.remind", None)
    today = clock.today()
    lines = dues.soon(dues.due_of(dues.bodies_met(), today), today)
    rows = [
        Reminder(body_id=one.body.id, kind_key=one.key, by=one.due.by, reminded_at=clock.now())
        for one in lines
        if one.due
    ]
    rows += [
        Reminder(body_id=one.body_id, by=one.due, follow_up_id=one.id, reminded_at=clock.now())
        for one in reading.late(today)
    ]
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return Reminder.objects.count() - before


def _permitted(actor: Actor, line: queries.FollowUpLine, step: rules.Step) -> None:
    reports = step in (rules.Step.PROGRESS, rules.Step.DONE)
    if reports and actor.person_id is not None and actor.person_id == line.owner_id:
        return
    permitted(actor, "meetings.attend", queries.meeting_row(line.meeting_id))


def _refuse_no_day(due: date | None) -> None:
    if due is None:
        raise Refusal(
            "meetings.no_due",
            mark("没有写明新的期限。"),
            place=Place("field", field="due"),
            remedy=mark("请选择新的期限。"),
        )
    rules.refuse_past(due, clock.today())
