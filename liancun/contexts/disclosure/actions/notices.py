"""Publishing a notice, counting its window again, ending it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import playbook, queries
from liancun.contexts.disclosure.models import Ending, Extension, Notice, NoticeClosing
from liancun.contexts.disclosure.rules import objection, window
from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.framework.workdays import DueDay, add_days, add_workdays
from liancun.kernel.errors import Place, Refusal, mark

SUBJECT = "disclosure.notice"


def lock(notice_id: int) -> None:
    """One at a time: receiving an objection, answering, ending. Notices themselves grant no row lock."""
    with connection.cursor() as cursor:
        cursor.execute("select disclosure_lock(%s)", [notice_id])


@action("disclosure.publish")
def publish(
    actor: Actor,
    *,
    body_id: int,
    kind: str,
    title: str,
    subject: str = "",
    subject_id: int | None = None,
    snapshot: Mapping[str, Any] | snapshots.Snapshot,
    days: int,
    working_days: bool = False,
    answer_days: int | None = None,
) -> queries.NoticeLine:
    """Publishes a frozen snapshot at once; there are no drafts.

    `days` run from the day after today (民法典 art. 201), the last one included. `answer_days` are working
    days, the county's own where none are given.
    Refusals: disclosure.no_title, disclosure.days, disclosure.snapshot, disclosure.unmasked,
    disclosure.identity_number, disclosure.phone, disclosure.bank_card, disclosure.too_long.
    """
    require(actor, "disclosure.publish", body_id)
    return write_notice(
        actor,
        body_id=body_id,
        kind=window.Kind(kind),
        title=title.strip(),
        content=snapshot,
        days=days,
        working_days=working_days,
        answer_days=answer_days,
        subject=subject,
        subject_id=subject_id,
    )


def write_notice(
    actor: Actor,
    *,
    body_id: int,
    kind: window.Kind,
    title: str,
    content: Mapping[str, Any] | snapshots.Snapshot,
    days: int,
    working_days: bool,
    answer_days: int | None = None,
    subject: str = "",
    subject_id: int | None = None,
    category: str = "",
    plan_id: int | None = None,
) -> queries.NoticeLine:
    """The one way a notice comes to be; whoever calls has asked whether the actor may."""
    row = _notice(actor, body_id, kind, title, content, days, working_days)
    row.subject, row.subject_id, row.category, row.plan_id = subject, subject_id, category, plan_id
    row.answer_days = answer_days or playbook.section().objection.answer_days
    row.save(force_insert=True)
    detail = {"kind": row.kind, "fingerprint": row.fingerprint, "closes_on": row.closes_on.isoformat()}
    _record(actor, "disclosure.publish", row, {**detail, **({"plan": plan_id} if plan_id else {})})
    return queries.line(row.pk)


@action("disclosure.withdraw")
def withdraw(actor: Actor, *, notice_id: int, reason: str) -> queries.NoticeLine:
    """Takes a notice back and says why; it stays readable, marked as withdrawn, and nothing may rest on it.

    Refusals: disclosure.unknown, disclosure.no_reason, disclosure.ended.
    """
    row = queries.notice_row(notice_id)
    require(actor, "disclosure.withdraw", row.body_id)
    said = objection.tidy_reason(reason)
    lock(notice_id)
    _end(actor, queries.notice_row(notice_id), Ending.WITHDRAWN, said)
    return queries.line(notice_id)


@action("disclosure.close")
def close(actor: Actor, *, notice_id: int) -> queries.NoticeLine:
    """Records that the window ran out. The window is over by the clock with or without this row.

    Refusals: disclosure.unknown, disclosure.window_open, disclosure.ended.
    """
    row = queries.notice_row(notice_id)
    require(actor, "disclosure.publish", row.body_id)
    lock(notice_id)
    row = queries.notice_row(notice_id)
    window.refuse_closing(queries.lines_of([row])[0].window, clock.today())
    _extend(row)
    _end(actor, row, Ending.CLOSED, "")
    return queries.line(notice_id)


@action("disclosure.recount")
def recount(actor: Actor) -> int:
    """Counts windows again that lean on a year not yet announced; longer ones are written down. Returns how many."""
    require(actor, "disclosure.recount", None)
    return sum(_extend(row) for row in queries.provisional_rows())


def extend_if_later(notice_id: int) -> None:
    """Writes down a later last day, so that the database counts like the program."""
    _extend(queries.notice_row(notice_id))


def _notice(
    actor: Actor,
    body_id: int,
    kind: window.Kind,
    title: str,
    content: Mapping[str, Any] | snapshots.Snapshot,
    days: int,
    working_days: bool,
) -> Notice:
    refuse_title(title)
    window.refuse_days(days)
    parsed = snapshots.parse(content)
    snapshots.refuse_personal_data(title, parsed)
    last = _last(days, working_days)
    office = bodies.get(body_id).name
    stored = snapshots.published(snapshots.Header(kind.value, title, office, clock.today(), last.day), parsed)
    return Notice(
        slug=secrets.token_urlsafe(16),
        kind=kind.value,
        body_id=body_id,
        office=office,
        title=title,
        snapshot=stored,
        fingerprint=snapshots.fingerprint(stored),
        published_at=clock.now(),
        published_by=signature(actor),
        opens_on=clock.today(),
        closes_on=last.day,
        days=days,
        working_days=working_days,
        provisional=last.provisional,
    )


def _last(days: int, working_days: bool) -> DueDay:
    return (add_workdays if working_days else add_days)(clock.today(), days)


def refuse_title(title: str) -> None:
    """Refusal: disclosure.no_title."""
    if not 1 <= len(title) <= 200:
        raise Refusal(
            "disclosure.no_title",
            mark("标题应为 1 至 200 字。"),
            place=Place("field", field="title"),
            remedy=mark("请用一句话写明公开什么。"),
        )


def _extend(row: Notice) -> bool:
    last = queries.last_day(row)
    written = max([row.closes_on, *(extension.closes_on for extension in row.extensions.all())])
    if last.day <= written:
        return False
    Extension.objects.create(
        notice=row, body_id=row.body_id, closes_on=last.day, provisional=last.provisional, at=clock.now()
    )
    return True


def _end(actor: Actor, row: Notice, kind: Ending, reason: str) -> None:
    window.refuse_ended(getattr(row, "closing", None) is not None)
    NoticeClosing.objects.create(
        notice=row, body_id=row.body_id, kind=kind, reason=reason, by_name=signature(actor), at=clock.now()
    )
    _record(actor, f"disclosure.{'close' if kind == Ending.CLOSED else 'withdraw'}", row, {"reason": reason})


def _record(actor: Actor, verb: str, row: Notice, detail: Mapping[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=row.pk, body_id=row.body_id, detail=detail)
