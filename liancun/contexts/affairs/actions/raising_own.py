"""A matter of one body alone: raised by its officers, or on a demand of its people; carrying out, revoking."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal

from liancun.contexts.affairs.actions.raising import (
    Raised,
    no_such_subject,
    no_way,
    raised_before,
    subject_of,
    write,
)
from liancun.contexts.affairs.actions.ways import Way, plan_for, ways
from liancun.contexts.affairs.playbook.schema import Subject
from liancun.contexts.affairs.queries.lives import Loaded, load
from liancun.contexts.affairs.queries.mandates import in_effect
from liancun.contexts.affairs.rules.life import ENDED
from liancun.contexts.affairs.rules.procedure import Plan
from liancun.contexts.affairs.rules.raising import demand_fault, raising_faults
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.kernel.errors import Conflict, Place, Refusal, mark, refuse_any


@action("affairs.raise_own")
def raise_own(
    actor: Actor,
    *,
    body_id: int,
    subject: str,
    title: str,
    purpose: str,
    amount: Decimal = Decimal(0),
    demanded_by: str = "",
    demand_count: int | None = None,
    demand_of: int | None = None,
    within_id: int | None = None,
    revokes_id: int | None = None,
    files: Collection[int] = (),
    key: str = "",
) -> int:
    """Raises a matter that one body decides alone and returns its id. The same key gives the first one back.

    `demanded_by` "villagers" (a tenth of them) or "representatives" (a fifth): on a signed paper, `demand_count` of
    `demand_of`; then the township may enter it where the body's officers do not. `within_id`: the matter in effect
    that this one carries out. `revokes_id`: the earlier one whose place it takes, by that one's own procedure.

    Refusals: affairs.subject, affairs.no_way, affairs.within, affairs.revokes, affairs.demand_count, affairs.papers,
    affairs.title, affairs.amounts.
    """
    require_raising(actor, body_id, demanded=bool(demanded_by))
    repeated = raised_before(body_id, key)
    if repeated is not None:
        return repeated
    kind = subject_of(subject)
    if not kind.own:
        raise no_such_subject()
    plan = plan_for(subject, alone=True)
    earlier = _earlier(body_id, revokes_id) if kind.revokes or revokes_id else None
    if earlier is not None:
        chosen = _same_way(body_id, earlier, plan)
    else:
        chosen = ways(plan, [body_id])
        refuse_any(no_way(chosen))
    if kind.within:
        _refuse_outside(body_id, within_id, amount)
    refuse_any(_faults(kind, body_id, title, amount, files, demanded_by, demand_count, demand_of))
    raised = Raised(body_id, body_id, subject, title, purpose, {body_id: amount}, 1, files, key, plan, chosen)
    return write(
        actor,
        replace(
            raised,
            alone=True,
            revokes=revokes_id,
            within=within_id,
            demanded_by=demanded_by,
            demand_count=demand_count if demanded_by else None,
            demand_of=demand_of if demanded_by else None,
        ),
        "affairs.raise_own",
    )


def require_raising(actor: Actor, body_id: int, *, demanded: bool) -> None:
    """The body's officers; a demand may be entered by the township too."""
    if demanded and may(actor, "affairs.raise_demanded", body_id):
        return
    require(actor, "affairs.raise_own", body_id)


def _faults(
    kind: Subject,
    body_id: int,
    title: str,
    amount: Decimal,
    files: Collection[int],
    demanded_by: str,
    demand_count: int | None,
    demand_of: int | None,
) -> Iterator[Refusal]:
    yield from raising_faults(
        title=title,
        amounts={body_id: amount},
        members=[body_id],
        minimum=1,
        uses_money=kind.uses_money,
        papers=("quotation", "proposal") if files else (),
        wanted=kind.papers,
    )
    fault = demand_fault(demanded_by, demand_count, demand_of)
    if fault is not None:
        yield fault
    if demanded_by and not files:
        yield Refusal(
            "affairs.papers",
            mark("联名提出的，须附签名的原件。"),
            place=Place("field", field="papers"),
            remedy=mark("请上传签名页的照片或者扫描件。"),
        )


def _refuse_outside(body_id: int, within_id: int | None, amount: Decimal) -> None:
    """理事会执行: within a matter in effect of the same village, and what is left of its amount."""
    found = in_effect(body_id)
    chosen = next((one for one in found if one[0] == within_id), None)
    if chosen is None:
        raise Refusal(
            "affairs.within",
            mark("须选定本单位已经生效的决定，在它的计划和金额内执行。"),
            place=Place("field", field="within"),
            remedy=mark("没有这样的决定的，先按程序作出决定。"),
        )
    if amount > chosen[2]:
        raise Refusal(
            "affairs.within",
            mark("金额 {wanted} 元超出原决定余下的 {remaining} 元。"),
            {"wanted": amount, "remaining": chosen[2]},
            Place("field", field="amount"),
            mark("请减少金额；确需增加的，先由原来的会议重新决定。"),
        )


def _earlier(body_id: int, revokes_id: int | None) -> Loaded:
    """Refusal: affairs.revokes unless it is a matter of this body that is in effect and not over."""
    loaded = load(revokes_id) if revokes_id is not None else None
    track = loaded.life.track(body_id) if loaded else None
    ended = loaded is not None and loaded.life.state in ENDED
    if loaded is None or track is None or not track.effective_on or track.revoked_on or ended:
        raise Conflict(
            "affairs.revokes",
            mark("只能撤销对本单位已经生效、还没有办结的决定。"),
            remedy=mark("请从列表中选择要撤销的事项。"),
        )
    return loaded


def _same_way(body_id: int, earlier: Loaded, plan: Plan) -> dict[int, Way]:
    """Whoever decided it decides to revoke it."""
    track, party = earlier.life.track(body_id), earlier.party(body_id)
    assert track
    assert party
    inner = track.inner or plan.inner
    why = mark("撤销先前的决议，按作出该决议的程序办理。")
    return {body_id: Way(body_id, party.name, party.kind, inner, "same", why, party.article)}
