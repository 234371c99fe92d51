"""Papers of a purchase, recorded before its money is authorised."""

from __future__ import annotations

from decimal import Decimal

from liancun.contexts.affairs.actions.ground import locked
from liancun.contexts.affairs.models import PurchasePaper
from liancun.contexts.affairs.policy import verbs_for
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded
from liancun.contexts.affairs.rules.acts import Act
from liancun.contexts.affairs.rules.buying import QUOTATION
from liancun.contexts.affairs.rules.life import ENDED
from liancun.contexts.audit import api as audit
from liancun.contexts.evidence import api as evidence
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import may, require
from liancun.kernel.errors import Conflict, Place, Refusal, mark


@action("affairs.record_purchase_paper")
def record_purchase_paper(
    actor: Actor, *, matter_id: int, kind: str, supplier: str, file_id: int, amount: Decimal | None = None
) -> int:
    """Records one paper of the way this matter must buy by its amount; returns its id.

    `supplier`: who offers, or the trading centre; one quotation of each. `amount`: yuan to the fen, as asked for.
    By the officers of a body concerned, or of the joint body.
    Refusals: affairs.unknown, affairs.ended, affairs.paper_kind, affairs.supplier, affairs.supplier_again,
    affairs.amount.
    """
    loaded = locked(matter_id)
    body = _whose(actor, loaded)
    buying = loaded.life.buying
    if loaded.life.state in ENDED:
        raise Conflict("affairs.ended", mark("这件事已经办结，不能再办理。"))
    if buying is None or kind not in buying.wanted:
        raise _refusal("paper_kind", "kind", mark("这件事按金额不需要这种采购材料。"))
    name = " ".join(supplier.split())
    _refuse_faults(loaded, kind, name, amount)
    row = PurchasePaper.objects.create(
        matter_id=matter_id,
        body_id=loaded.row.body_id,
        kind=kind,
        supplier=name,
        amount=amount,
        file_id=file_id,
        recorded_by_id=actor.person_id,
        recorded_by=signature(actor),
        recorded_at=clock.now(),
    )
    evidence.link([file_id], SUBJECT, matter_id)
    detail = {"kind": kind, "amount": str(amount) if amount is not None else ""}
    audit.record(
        actor,
        "affairs.record_purchase_paper",
        subject=SUBJECT,
        subject_id=matter_id,
        body_id=body,
        detail=detail,
    )
    return row.pk


def may_record(actor: Actor, loaded: Loaded) -> int | None:
    """The body as whose officer the actor may; None for others."""
    pairs = [
        (track.village, verb)
        for track in loaded.life.tracks
        for verb in verbs_for(Act.TAKE_STEP, loaded.life, track)
    ]
    pairs.append((loaded.row.body_id, "convene_committee"))
    return next((body for body, verb in pairs if may(actor, f"affairs.{verb}", body)), None)


def _whose(actor: Actor, loaded: Loaded) -> int:
    body = may_record(actor, loaded)
    if body is None:
        require(actor, "affairs.take_village_step", loaded.row.village_id)
    return body or loaded.row.village_id


def _refuse_faults(loaded: Loaded, kind: str, supplier: str, amount: Decimal | None) -> None:
    if not 1 <= len(supplier) <= 80:
        raise _refusal("supplier", "supplier", mark("请写明供应商或者交易机构的名称。"))
    if any((paper.kind, paper.supplier) == (kind, supplier) for paper in loaded.whole.papers):
        raise _refusal("supplier_again", "supplier", mark("这一家的材料已经登记，须是另一家的。"))
    if amount is None and kind == QUOTATION:
        raise _refusal("amount", "amount", mark("请填写报价金额。"))
    if amount is not None and (amount <= 0 or amount != amount.quantize(Decimal("0.01"))):
        raise _refusal("amount", "amount", mark("金额须大于零，最多两位小数。"))


def _refusal(code: str, field: str, sentence: str) -> Refusal:
    remedy = mark("请改正后重新提交。")
    return Refusal(f"affairs.{code}", sentence, place=Place("field", field=field), remedy=remedy)
