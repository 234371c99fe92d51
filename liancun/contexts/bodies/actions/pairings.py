"""Pairing helpers with those they help, setting goals, writing down results, closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.models import Pairing, PairingGoal, PairingResult
from liancun.contexts.bodies.queries import get, lines
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark


@dataclass(frozen=True)
class NewPairing:
    """`helper_id` helps `helped_id` from a day on, in a kind the playbook names."""

    kind: str
    helper_id: int
    helped_id: int
    since: date
    until: date | None = None


@action("bodies.pair")
def pair(actor: Actor, *, kind: str, helper_id: int, helped_id: int, since: date) -> int:
    """Gives the pairing's id. Refusals as for `pair_many`."""
    return pair_many(actor, pairings=[NewPairing(kind, helper_id, helped_id, since)])[0]


@action("bodies.pair_many")
def pair_many(actor: Actor, *, pairings: Sequence[NewPairing]) -> list[int]:
    """A whole list, all or none; gives their ids.

    Refusals: bodies.unknown, pairing_kind, wrong_pair, self_pair, backward, paired_already.
    """
    helped = {one.helped_id for one in pairings}
    if not helped:
        require(actor, "bodies.pair", None)
    for id in sorted(helped):
        require(actor, "bodies.pair", id)
    asked = helped | {one.helper_id for one in pairings}
    kinds = {id: line.kind for id, line in lines(asked).items()}
    for id in asked - kinds.keys():
        get(id)  # says which refusal an unknown body is
    rows = [_row(one, kinds[one.helper_id], kinds[one.helped_id]) for one in pairings]
    _insert(rows)
    acts = [
        audit.Act("bodies.pair", "bodies.pairing", row.pk, row.helped_id, {"helper": row.helper_id})
        for row in rows
    ]
    audit.record_all(actor, acts)
    return [row.pk for row in rows]


def _row(one: NewPairing, helper: str, helped: str) -> Pairing:
    kind = playbook.facts_section().pairing.get(one.kind)
    if kind is None:
        raise Unknown("bodies.pairing_kind", mark("方案里没有这类结对。"), remedy=mark("请另选结对类别。"))
    rules.pairings.refuse_self(one.helper_id, one.helped_id)
    rules.pairings.refuse_wrong_pair(kind.helper, kind.helped, helper, helped)
    rules.refuse_backward(one.since, one.until)
    return Pairing(
        kind=one.kind,
        helper_id=one.helper_id,
        helped_id=one.helped_id,
        since=one.since,
        until=one.until,
        sole=kind.one_helper,
    )


def _insert(rows: list[Pairing]) -> None:
    try:
        with transaction.atomic():
            Pairing.objects.bulk_create(rows, batch_size=2000)
    except IntegrityError as error:
        raise Conflict(
            "bodies.paired_already",
            mark("这段时间已经有同类的结对。"),
            place=Place("field", field="since"),
            remedy=mark("请先结束原来的结对，或另选日期。"),
        ) from error


@action("bodies.set_goal")
def set_goal(
    actor: Actor,
    *,
    pairing_id: int,
    measure: str,
    due_on: date,
    target: Decimal | None = None,
    unit: str = "",
    line: str = "",
) -> int:
    """What the two want to reach; gives the goal's id. Refusals: bodies.pairing_unknown, pairing_closed, goal_line."""
    row = _running(actor, pairing_id, "bodies.pair")
    kind = playbook.facts_section().pairing.get(row.kind)
    if line and (kind is None or line not in kind.lines):
        raise Refusal(
            "bodies.goal_line",
            mark("这类结对没有这一条工作线。"),
            place=Place("field", field="line"),
            remedy=mark("请从所列的选项中选择。"),
        )
    goal = PairingGoal.objects.create(
        pairing=row, line=line, measure=measure, target=target, unit=unit, due_on=due_on
    )
    _trace(actor, "bodies.set_goal", row, {"goal": goal.pk})
    return goal.pk


@action("bodies.record_result")
def record_result(
    actor: Actor,
    *,
    pairing_id: int,
    note: str,
    reached_on: date,
    goal_id: int | None = None,
    quantity: Decimal | None = None,
) -> int:
    """What was reached on a day; gives its id. Refusals: bodies.pairing_unknown, pairing_closed, goal_unknown, result_ahead."""
    row = _running(actor, pairing_id, "bodies.record_result")
    if goal_id is not None and not PairingGoal.objects.filter(pk=goal_id, pairing=row).exists():
        raise Unknown("bodies.goal_unknown", mark("没有这个目标。"), remedy=mark("请返回结对页重新选择。"))
    if reached_on > clock.today() or reached_on < row.since:
        raise Refusal(
            "bodies.result_ahead",
            mark("成效日期应在结对开始之后、不晚于今天。"),
            place=Place("field", field="reached_on"),
            remedy=mark("请核对日期。"),
        )
    result = PairingResult.objects.create(
        pairing=row,
        goal_id=goal_id,
        reached_on=reached_on,
        quantity=quantity,
        note=note,
        recorded_by_name=actor.name,
        recorded_at=clock.now(),
    )
    _trace(actor, "bodies.record_result", row, {"result": result.pk})
    return result.pk


@action("bodies.close_pairing")
def close_pairing(actor: Actor, *, pairing_id: int, until: date, outcome: str) -> None:
    """Ends a pairing: `until` is the first day that no longer counts, `outcome` what came of it.

    Refusals: bodies.pairing_unknown, pairing_closed, backward, no_outcome.
    """
    row = _running(actor, pairing_id, "bodies.pair")
    rules.refuse_backward(row.since, until)
    if not outcome.strip():
        raise Refusal(
            "bodies.no_outcome",
            mark("请写明结对的成效。"),
            place=Place("field", field="outcome"),
            remedy=mark("例如：目标完成情况、今后怎样联系。"),
        )
    row.until, row.outcome = until, outcome.strip()
    row.save(update_fields=["until", "outcome"])
    _trace(actor, "bodies.close_pairing", row, {"until": until.isoformat()})


def _running(actor: Actor, id: int, verb: str) -> Pairing:
    row = Pairing.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise Unknown("bodies.pairing_unknown", mark("没有这一结对。"), remedy=mark("请返回列表重新选择。"))
    require(actor, verb, row.helped_id)
    if row.until is not None:
        raise Conflict(
            "bodies.pairing_closed", mark("这一结对已经结束。"), remedy=mark("以前的记录不变，不能再登记。")
        )
    return row


def _trace(actor: Actor, verb: str, row: Pairing, detail: dict[str, object]) -> None:
    audit.record(
        actor, verb, subject="bodies.pairing", subject_id=row.pk, body_id=row.helped_id, detail=detail
    )
