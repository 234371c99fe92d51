"""Declaring near relatives among those in office, and ending a declaration."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.access.models import NearRelative
from liancun.contexts.audit import api as audit
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark


@action("access.declare_kin")
def declare_kin(actor: Actor, *, body_id: int, person_id: int, relative_id: int, kind: str) -> int:
    """`body_id`: the village. Refusals: access.kin_same, access.kin_known, access.not_allowed."""
    require(actor, "access.declare_kin", body_id)
    if person_id == relative_id:
        raise Refusal(
            "access.kin_same",
            mark("请选两个不同的人。"),
            place=Place("field", field="relative"),
            remedy=mark("请重新选择。"),
        )
    first, second = sorted((person_id, relative_id))
    row = NearRelative(person_id=first, relative_id=second, kind=kind, body_id=body_id, since=clock.today())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "access.kin_known", mark("这两个人的关系已经申报。"), remedy=mark("不必重复申报。")
        ) from error
    _trace(actor, "access.declare_kin", row)
    return row.pk


@action("access.end_kin")
def end_kin(actor: Actor, *, kin_id: int, until: date | None = None) -> None:
    """The tie no longer holds, or was declared by mistake: `until` is the first day without it."""
    row = NearRelative.objects.select_for_update().filter(pk=kin_id, until=None).first()
    if row is None:
        raise Unknown("access.no_kin", mark("没有这项申报。"), remedy=mark("请刷新页面。"))
    require(actor, "access.declare_kin", row.body_id)
    NearRelative.objects.filter(pk=kin_id).update(until=until or clock.today())
    _trace(actor, "access.end_kin", row)


def _trace(actor: Actor, verb: str, row: NearRelative) -> None:
    detail = {"person": row.person_id, "relative": row.relative_id, "kind": row.kind}
    audit.record(actor, verb, subject="access.kin", subject_id=row.pk, body_id=row.body_id, detail=detail)
