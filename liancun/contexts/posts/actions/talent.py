"""Recording what somebody became, on which day and by which paper; striking what was mistaken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import TalentEvent
from liancun.contexts.posts.queries import talent as queries
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark

SUBJECT = "posts.talent"


@dataclass(frozen=True)
class NewTalent:
    """`origin`: where from, such as the school of a student who came back."""

    kind: str
    person_id: int
    body_id: int
    on: date
    basis: str
    origin: str = ""


@action("posts.record_talent")
def record_talent(actor: Actor, *, events: Sequence[NewTalent]) -> int:
    """One event or a whole list, all or none; gives how many.

    Refusals: posts.unknown_talent, posts.no_basis, posts.future, posts.talent_once.
    """
    for body_id in {one.body_id for one in events}:
        require(actor, "posts.record_talent", body_id)
    for one in events:
        _check(one)
    rows = [
        TalentEvent(
            kind=one.kind,
            person_id=one.person_id,
            body_id=one.body_id,
            on=one.on,
            basis=one.basis.strip(),
            origin=one.origin.strip(),
            recorded_by_name=signature(actor),
            recorded_at=clock.now(),
        )
        for one in events
    ]
    try:
        with transaction.atomic():
            TalentEvent.objects.bulk_create(rows, batch_size=1000)
    except IntegrityError as error:
        raise Conflict(
            "posts.talent_once",
            mark("这个人同一天的这项记载已经有了。"),
            place=Place("field", field="person"),
            remedy=mark("请在人才名录中查看。"),
        ) from error
    _trace(actor, "posts.record_talent", rows)
    return len(rows)


def _check(one: NewTalent) -> None:
    if one.kind not in playbook.section().talent:
        raise Unknown("posts.unknown_talent", mark("制度里没有这类人才。"), remedy=mark("请从列表中选择。"))
    if not one.basis.strip():
        raise Refusal("posts.no_basis", mark("请写明依据。"), place=Place("field", field="basis"), status=422)
    if one.on > clock.today():
        raise Refusal(
            "posts.future",
            mark("日期不能晚于今天。"),
            place=Place("field", field="on"),
            remedy=mark("请核对日期。"),
        )


@action("posts.strike_talent")
def strike_talent(actor: Actor, *, event_id: int, reason: str) -> None:
    """A mistaken event counts no more and stays readable. Refusals: posts.no_reason, posts.over."""
    line = queries.event(event_id)
    require(actor, "posts.record_talent", line.body_id)
    if not reason.strip():
        raise Refusal(
            "posts.no_reason", mark("更正要写明原因。"), place=Place("field", field="reason"), status=422
        )
    row = TalentEvent.objects.select_for_update().get(pk=event_id)
    if row.struck_at is not None:
        raise Conflict("posts.over", mark("这一项已经结束。"), remedy=mark("请刷新页面查看。"))
    row.struck_at, row.struck_by, row.struck_reason = clock.now(), signature(actor), reason.strip()
    row.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    _trace(actor, "posts.strike_talent", [row])


def _trace(actor: Actor, verb: str, rows: Sequence[TalentEvent]) -> None:
    acts = [
        audit.Act(verb, SUBJECT, row.pk, row.body_id, {"person": row.person_id, "kind": row.kind})
        for row in rows
    ]
    audit.record_all(actor, acts)
