"""Beginning and ending an inspection."""

from __future__ import annotations

from datetime import timedelta

from liancun.contexts.access.models import Inspection
from liancun.contexts.access.queries import inspectable
from liancun.contexts.access.rules import inspections as rules
from liancun.contexts.audit import api as audit
from liancun.framework import clock, scope
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import NotAllowed, Place, Refusal, Unknown, mark


@action("access.inspect")
def inspect(actor: Actor, *, body_id: int, reason: str, hours: int) -> int:
    """Opens a village (with all below it) for reading. Gives the id.

    Refusals: access.inspection_reason, access.inspection_hours, access.inspection_needless, access.not_allowed.
    """
    require(actor, "access.inspect", None)
    if actor.person_id is None or body_id not in inspectable(actor):
        raise NotAllowed(
            "access.not_allowed",
            mark("您的职务不能申请查看这个村。"),
            remedy=mark("请由负责这个村的人员查看。"),
        )
    rules.refuse_hollow(reason, hours)
    now = scope.current()
    if now is not None and {body_id} <= set(now[1].people) & set(now[1].books) & set(now[1].bodies):
        raise Refusal(
            "access.inspection_needless",
            mark("您已经可以查看这个村的数据。"),
            place=Place("field", field="body"),
            remedy=mark("请直接打开要看的页面。"),
        )
    begun = clock.now()
    row = Inspection(
        person_id=actor.person_id,
        name=actor.name,
        post=actor.post,
        body_id=body_id,
        reason=reason.strip(),
        since=begun,
        until=begun + timedelta(hours=hours),
    )
    row.save(force_insert=True)
    _trace(actor, "access.inspect", row)
    return row.pk


@action("access.end_inspection")
def end_inspection(actor: Actor, *, inspection_id: int) -> None:
    """One's own; ending it again changes nothing."""
    row = Inspection.objects.filter(pk=inspection_id, person_id=actor.person_id or 0).first()
    if row is None:
        raise Unknown("access.no_inspection", mark("没有这次查看。"), remedy=mark("请刷新页面。"))
    if Inspection.objects.filter(pk=row.pk, closed_at=None).update(closed_at=clock.now()):
        _trace(actor, "access.end_inspection", row)


def _trace(actor: Actor, verb: str, row: Inspection) -> None:
    detail = {"until": row.until.isoformat()}
    audit.record(
        actor, verb, subject="access.inspection", subject_id=row.pk, body_id=row.body_id, detail=detail
    )
