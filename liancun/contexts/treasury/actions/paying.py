"""Payment files: made from approved claims by one person, handed out by another, answered by the bank."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO
from uuid import uuid4

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury import playbook
from liancun.contexts.treasury.actions.importing import rows_of
from liancun.contexts.treasury.models import Account, Batch, BatchLine, Payee
from liancun.contexts.treasury.queries import accounts
from liancun.contexts.treasury.queries import paying as reads
from liancun.contexts.treasury.rules import payments as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark

SUBJECT = "treasury.batch"


@dataclass(frozen=True)
class PaymentFile:
    """What is carried to the bank."""

    name: str
    content: bytes


@action("treasury.make_batch")
def make_batch(
    actor: Actor,
    *,
    account_id: int,
    payees: Mapping[int, int],
    key: str,
    pairs: Mapping[int, int] | None = None,
) -> int:
    """A payment file of claims and of reserved pairs, each to one payee: claim or pair id → payee id.

    From then on a pair waits for the bank's answer, which posts both its sides or releases them. Repeating the key gives
    the first file back. Refusals: treasury.claim_not_payable, treasury.pair_not_payable, treasury.no_payee,
    treasury.claim_in_batch and those of the bank's limits.
    """
    account = accounts.locked(account_id)
    require(actor, "treasury.make_batch", account.owner_id)
    known = Batch.objects.filter(account=account, key=key).first()
    if known is not None:
        return known.pk
    ledger.lock_book(account.book_id)  # no claim of it is given back meanwhile
    section = playbook.section_of()
    orders = [_order(account, claim_id, payee_id) for claim_id, payee_id in payees.items()]
    orders += _linked(account, pairs or {})
    rules.check_batch([order.amount for order in orders], section.limits)
    made = Batch.objects.create(
        owner_id=account.owner_id,
        book_id=account.book_id,
        account=account,
        driver=section.driver.name,
        key=key,
        total=sum(order.amount for order in orders),
        count=len(orders),
        made_by_id=actor.person_id,
        maker_name=signature(actor),
        made_at=clock.now(),
    )
    _write(made, orders)
    audit.record(
        actor,
        "treasury.make_batch",
        subject=SUBJECT,
        subject_id=made.pk,
        body_id=account.owner_id,
        detail={"count": made.count, "total": str(made.total)},
    )
    return made.pk


@dataclass(frozen=True)
class _Asked:
    """A payment to be asked of the bank: for a claim or for a pair."""

    claim_id: int | None
    pair_id: int | None
    payee: Payee
    amount: Decimal
    purpose: str


def _order(account: Account, claim_id: int, payee_id: int) -> _Asked:
    claim = ledger.claim(claim_id)
    if claim.book_id != account.book_id or claim.state not in reads.PAYABLE:
        raise Refusal(
            "treasury.claim_not_payable",
            mark("报账单“{purpose}”不在可以付款的状态。"),
            {"purpose": claim.purpose},
            remedy=mark("审批同意、还没有付款的报账单才能放进付款文件。"),
            status=422,
        )
    payee = _payee(account, payee_id, claim.payee)
    if payee.name != claim.payee:
        raise Refusal(
            "treasury.other_payee",
            mark("报账单写的收款人是“{claim}”，不能付给“{payee}”。"),
            {"claim": claim.payee, "payee": payee.name},
            status=422,
        )
    return _Asked(claim.id, None, payee, claim.amount, claim.purpose)


def _linked(account: Account, pairs: Mapping[int, int]) -> list[_Asked]:
    """Payments to other books that both sides approved and reserved."""
    if not pairs:
        return []
    known = {side.pair.id: side for side in reads.reserved(account.book_id)}
    return [_pair(account, known.get(pair_id), payee_id) for pair_id, payee_id in pairs.items()]


def _pair(account: Account, side: ledger.SideLine | None, payee_id: int) -> _Asked:
    if side is None:
        raise Refusal(
            "treasury.pair_not_payable",
            mark("其中有联动凭证没有预留，或者不由本方付款。"),
            remedy=mark("两边都复核同意、已经预留的联动付款才能放进付款文件。"),
            status=422,
        )
    payee = _payee(account, payee_id, side.other_name)
    if payee.name != side.other_name:
        raise Refusal(
            "treasury.other_payee",
            mark("联动凭证的对方是“{owner}”，不能付给“{payee}”。"),
            {"owner": side.other_name, "payee": payee.name},
            status=422,
        )
    return _Asked(None, side.pair.id, payee, side.pair.amount, side.pair.purpose)


def _payee(account: Account, payee_id: int, name: str) -> Payee:
    payee = Payee.objects.filter(pk=payee_id, book_id=account.book_id).first()
    if payee is None:
        raise Refusal(
            "treasury.no_payee",
            mark("“{payee}”还没有登记收款账户。"),
            {"payee": name},
            remedy=mark("请先在“收款人”里登记开户行和账号。"),
            status=422,
        )
    return payee


def _write(batch: Batch, orders: Sequence[_Asked]) -> None:
    lines = [
        BatchLine(
            owner_id=batch.owner_id,
            book_id=batch.book_id,
            batch=batch,
            order=number,
            key=f"{batch.pk}-{number}-{uuid4().hex[:8]}",
            claim_id=order.claim_id,
            pair_id=order.pair_id,
            name=order.payee.name,
            bank=order.payee.bank,
            number=order.payee.number,
            amount=order.amount,
            purpose=order.purpose[:60],
        )
        for number, order in enumerate(orders, start=1)
    ]
    try:
        with transaction.atomic():
            BatchLine.objects.bulk_create(lines)
    except IntegrityError as error:
        raise Conflict(
            "treasury.claim_in_batch",
            mark("其中有报账单或联动凭证已经在别的付款文件里，不能付两次。"),
            remedy=mark("请刷新页面后重新选择。"),
        ) from error


@action("treasury.release_batch")
def release_batch(actor: Actor, *, batch_id: int) -> PaymentFile:
    """Gives the file out, by somebody else than who made it; giving it out again gives the same file.

    Refusals: treasury.same_person, treasury.dropped.
    """
    batch = reads.batch_row(batch_id)
    accounts.lock("treasury.account", batch.account_id)
    require(actor, "treasury.release_batch", batch.owner_id)
    if batch.dropped_at is not None:
        raise Conflict("treasury.dropped", mark("这个付款文件已经作废。"))
    if batch.made_by_id is not None and batch.made_by_id == actor.person_id:
        raise Conflict(
            "treasury.same_person", mark("付款文件由一个人编制，另一个人复核导出，不能是同一个人。")
        )
    ending, content = playbook.section_of().driver.write(reads.orders(batch_id))
    if batch.released_at is None:
        batch.released_by_id, batch.releaser_name = actor.person_id, signature(actor)
        batch.released_at = clock.now()
        batch.digest = hashlib.sha256(content).hexdigest()
        batch.save(update_fields=["released_by", "releaser_name", "released_at", "digest"])
    audit.record(
        actor,
        "treasury.release_batch",
        subject=SUBJECT,
        subject_id=batch_id,
        body_id=batch.owner_id,
        detail={
            "count": batch.count,
            "total": str(batch.total),
            "digest": hashlib.sha256(content).hexdigest(),
        },
    )
    return PaymentFile(f"付款文件-{batch_id}.{ending}", content)


@action("treasury.drop_batch")
def drop_batch(actor: Actor, *, batch_id: int) -> None:
    """Takes a file back before it is given out; its claims are free again."""
    batch = reads.batch_row(batch_id)
    accounts.lock("treasury.account", batch.account_id)
    require(actor, "treasury.make_batch", batch.owner_id)
    if batch.released_at is not None or batch.dropped_at is not None:
        raise Conflict(
            "treasury.released",
            mark("付款文件已经导出或者作废，不能再作废。"),
            remedy=mark("没有付成的，请等银行返回结果后登记失败。"),
        )
    batch.dropped_at = clock.now()
    batch.save(update_fields=["dropped_at"])
    BatchLine.objects.filter(batch_id=batch_id).update(state="dropped")
    audit.record(
        actor, "treasury.drop_batch", subject=SUBJECT, subject_id=batch_id, body_id=batch.owner_id, detail={}
    )


@action("treasury.record_results")
def record_results(actor: Actor, *, batch_id: int, name: str, content: IO[bytes]) -> tuple[int, int]:
    """Reads the bank's answer: lines are paid or failed (paid, failed). What was answered before stays.

    Refusals: treasury.not_released, treasury.unknown_key, treasury.other_amount, treasury.answer_changes.
    """
    batch = reads.batch_row(batch_id)
    accounts.lock("treasury.account", batch.account_id)
    require(actor, "treasury.record_results", batch.owner_id)
    if batch.released_at is None:
        raise Conflict("treasury.not_released", mark("付款文件还没有导出，不会有银行的结果。"))
    answers = playbook.section_of().driver.read([cells for _, cells in rows_of(name, content)])
    lines = {line.key: line for line in BatchLine.objects.filter(batch_id=batch_id)}
    waited = {line.key for line in lines.values() if line.state == rules.WAITING}
    for answer in answers:
        _take(lines, answer)
    _answer_pairs(actor, batch, [line for line in lines.values() if line.key in waited])
    BatchLine.objects.bulk_update(lines.values(), ["state", "reason", "answered_at"])
    told = {state: sum(a.state == state for a in answers) for state in (rules.PAID, rules.FAILED)}
    audit.record(
        actor,
        "treasury.record_results",
        subject=SUBJECT,
        subject_id=batch_id,
        body_id=batch.owner_id,
        detail=told,
    )
    return told[rules.PAID], told[rules.FAILED]


def _answer_pairs(actor: Actor, batch: Batch, answered: Sequence[BatchLine]) -> None:
    """Linked payments follow the bank: paid, both sides are posted; refused, both are let go."""
    told = {
        state: [line.pair_id for line in answered if line.pair_id is not None and line.state == state]
        for state in (rules.PAID, rules.FAILED)
    }
    if any(told.values()):
        ledger.answer_pairs(actor, book_id=batch.book_id, paid=told[rules.PAID], failed=told[rules.FAILED])


def _take(lines: Mapping[str, BatchLine], answer: rules.Answer) -> None:
    line = lines.get(answer.key)
    place = Place("field", field="file")
    if line is None:
        raise Refusal(
            "treasury.unknown_key",
            mark("结果里的业务编号“{key}”不在这个付款文件里。"),
            {"key": answer.key},
            place,
            mark("请核对是不是另一个付款文件的结果；整个文件都没有保存。"),
            422,
        )
    if answer.amount is not None and answer.amount != line.amount:
        params = {"key": answer.key, "told": answer.amount, "asked": line.amount}
        sentence = mark("业务编号“{key}”的金额是 {told} 元，付款文件里是 {asked} 元。")
        raise Refusal("treasury.other_amount", sentence, params, place, status=422)
    if line.state != rules.WAITING and line.state != answer.state:
        sentence = mark("业务编号“{key}”以前登记的结果不同。")
        raise Refusal("treasury.answer_changes", sentence, {"key": answer.key}, place, status=422)
    if line.state == rules.WAITING:
        line.state, line.reason, line.answered_at = answer.state, answer.reason, clock.now()
