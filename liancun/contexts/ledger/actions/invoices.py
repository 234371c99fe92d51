"""Invoices of a claim: read from the files when they are filed, completed by hand, never used twice in the county."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.evidence import api as evidence
from liancun.contexts.ledger.models import Claim, Invoice
from liancun.contexts.ledger.queries import books, claims, invoices
from liancun.contexts.ledger.rules import claims as claim_rules
from liancun.contexts.ledger.rules import invoices as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.crypto import blind_index
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark
from liancun.kernel.money import yuan


def keep_read(actor: Actor, claim: Claim, files: Collection[int]) -> None:
    """Reads the electronic invoices among the files of a claim. Refusal: ledger.invoice_twice."""
    for id in files:
        line = evidence.file(id)
        if line.kind in rules.FORMATS:
            read = rules.read(evidence.content(id), line.kind)
            if line.kind != "pdf" or read.number or read.code:  # other papers come as PDF too
                _keep(actor, claim, read, id)


def _keep(actor: Actor, claim: Claim, read: rules.Invoice, file_id: int | None, format: str = "") -> None:
    sign = mark_of(read.number, read.code)
    if sign and invoices.used_elsewhere([sign], claim.pk):
        raise _twice(read.number)
    if sign and Invoice.objects.filter(mark=sign).exists():
        return  # the same invoice as another form of file, or filed again after a return
    try:
        with transaction.atomic():
            Invoice.objects.create(
                book_id=claim.book_id,
                claim=claim,
                file_id=file_id,
                format=format or read.format,
                number=read.number,
                code=read.code,
                date=read.date,
                amount=read.amount,
                seller=read.seller,
                unread=" ".join(read.unread),
                mark=sign or None,
                noted_by_id=actor.person_id,
                noted_at=clock.now(),
            )
    except IntegrityError as error:  # somebody else filed it in the same moment
        raise _twice(read.number) from error


def mark_of(number: str, code: str) -> str:
    """The keyed digest by which an invoice is known in the county; "" where number and code do not say which."""
    told = rules.identity(number, code)
    return blind_index(told, "invoice").hex() if told else ""


def _twice(number: str) -> Conflict:
    return Conflict(
        "ledger.invoice_twice",
        mark("发票 {number} 已经在本县报过账，同一张发票不能报两次。"),
        {"number": number},
        Place("field", field="papers"),
        mark("请核对票据；退回重报的，请在原来的报账单上修改。"),
    )


@action("ledger.note_invoice")
def note_invoice(
    actor: Actor,
    *,
    claim_id: int,
    number: str,
    day: date,
    amount: Decimal,
    seller: str,
    code: str = "",
    file_id: int | None = None,
) -> list[invoices.InvoiceLine]:
    """A paper invoice, or what could not be read of an electronic one, told by the 报账员 or the accountant.

    Refusals: ledger.invoice_number, ledger.invoice_twice, ledger.claim_moved_on (the voucher is made).
    """
    book = books.locked(claims.claim(claim_id).book_id)
    require(actor, "ledger.note_invoice", book.owner_id)
    claim = claims.locked_claim(claim_id)
    if claim.state in (claim_rules.VOUCHERED, claim_rules.PAID):
        raise Conflict("ledger.claim_moved_on", mark("这张报账单已经制成凭证，不能再登记发票。"))
    if file_id is not None and file_id not in {line.file_id for line in invoices.invoices_of(claim_id)}:
        raise claims.unknown_claim()
    if not rules.identity(number, code) or (len(number) == 8 and len(code) not in (10, 12)):
        raise Refusal(
            "ledger.invoice_number",
            mark("发票号码应是 20 位数字；旧式发票是 8 位号码，并填写 10 位或 12 位代码。"),
            place=Place("field", field="number"),
            status=422,
        )
    _keep(actor, claim, rules.Invoice("pdf", number, code, day, yuan(amount), seller), file_id, "typed")
    audit.record(
        actor,
        "ledger.note_invoice",
        subject="ledger.claim",
        subject_id=claim_id,
        body_id=book.owner_id,
        detail={},
    )
    return invoices.invoices_of(claim_id)
