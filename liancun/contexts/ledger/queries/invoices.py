"""Invoices of a claim: what was read from each file, and what somebody added; whether one was used before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from liancun.contexts.ledger.models import Invoice


@dataclass(frozen=True)
class InvoiceLine:
    """`unread`: the parts (number, code, date, amount, seller) that nobody has told yet."""

    id: int
    claim_id: int
    file_id: int | None
    format: str
    number: str
    code: str
    date: date | None
    amount: Decimal | None
    seller: str
    unread: tuple[str, ...]


def _line(i: Invoice) -> InvoiceLine:
    unread = tuple(filter(None, i.unread.split()))
    return InvoiceLine(
        i.pk, i.claim_id, i.file_id, i.format, i.number, i.code, i.date, i.amount, i.seller, unread
    )


def invoices_of(claim_id: int) -> list[InvoiceLine]:
    """One line for each invoice, in the order of filing; what a person added takes the place of what was read."""
    found: dict[object, InvoiceLine] = {}
    for one in Invoice.objects.filter(claim_id=claim_id).order_by("id"):
        found[one.file_id or f"typed{one.pk}"] = _line(one)
    return list(found.values())


def used_elsewhere(marks: Collection[str], claim_id: int) -> set[str]:
    """Those of the marks that stand with another claim, in whichever book of the county; nothing else of it."""
    with connection.cursor() as cursor:
        cursor.execute("select ledger_invoices_used(%s, %s)", [list(marks), claim_id])
        return {row[0] for row in cursor.fetchall()}
