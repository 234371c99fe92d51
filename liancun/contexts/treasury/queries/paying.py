"""Payees, claims that may be paid, batches and their lines. Numbers of accounts come masked, but for the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury.models import Batch, BatchLine, Payee
from liancun.contexts.treasury.rules.payments import Order
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.masks import mask_account

# Claims whose money may be asked of the bank: approved by all, not yet posted.
PAYABLE = ("approved", "accepted", "vouchered")
_MOST = 500


@dataclass(frozen=True)
class PayeeLine:
    id: int
    name: str
    bank: str
    masked: str


@dataclass(frozen=True)
class Payable:
    """A claim or a reserved pair that may go into a payment file, with the newest account kept for its payee.

    `key` names it in the form: `c5` for a claim, `p7` for a pair.
    """

    claim_id: int
    purpose: str
    payee: str
    amount: Decimal
    account: PayeeLine | None
    pair_id: int | None = None

    @property
    def key(self) -> str:
        return f"c{self.claim_id}" if self.pair_id is None else f"p{self.pair_id}"


@dataclass(frozen=True)
class BatchRow:
    """A payment file; `state` made, released, done (all answered) or dropped."""

    id: int
    account_id: int
    owner_id: int
    book_id: int
    count: int
    total: Decimal
    state: str
    made_by: int | None
    maker: str
    made_at: datetime
    releaser: str
    released_at: datetime | None
    digest: str
    waiting: int
    failed: int


@dataclass(frozen=True)
class OrderLine:
    """`claim_id` or `pair_id`: what is paid."""

    claim_id: int | None
    pair_id: int | None
    key: str
    name: str
    bank: str
    masked: str
    amount: Decimal
    purpose: str
    state: str
    reason: str


def at_bank(claim_id: int) -> Literal["", "waiting", "paid"]:
    """Where the money of a claim is: in a payment file the bank has not answered, paid by it, or neither."""
    found = BatchLine.objects.filter(claim_id=claim_id, state__in=("waiting", "paid"))
    state = found.values_list("state", flat=True).first()
    return "paid" if state == "paid" else "waiting" if state else ""


def pair_at_bank(pair_id: int) -> bool:
    """Whether a pair waits for the bank's answer; asked by either of its books, so it is told above their scopes."""
    with entered(Actor.system("treasury")):
        return BatchLine.objects.filter(pair_id=pair_id, state="waiting").exists()


def reserved(book_id: int) -> list[ledger.SideLine]:
    """Payments of this book to others that both sides have approved and that wait for the bank."""
    return [side for side in ledger.sides_of(book_id) if side.pays and side.pair.state == "reserved"]


def payees(book_id: int, words: str = "") -> list[PayeeLine]:
    found = Payee.objects.filter(book_id=book_id).order_by("name", "-id")
    if words:
        found = found.filter(name__icontains=words)
    return [_payee(p) for p in found[:_MOST]]


def _payee(p: Payee) -> PayeeLine:
    return PayeeLine(p.pk, p.name, p.bank, mask_account(p.number or ""))


def payables(book_id: int) -> list[Payable]:
    """Claims to be paid that stand in no file, oldest first."""
    claims = [
        claim
        for state in PAYABLE
        for claim in ledger.claims(book_id=book_id, state=state, size=_MOST)[0]
        if claim.book_id == book_id
    ]
    ids = [claim.id for claim in claims]
    taken = set(
        BatchLine.objects.filter(claim_id__in=ids, state__in=("waiting", "paid")).values_list(
            "claim_id", flat=True
        )
    )
    known = {p.name: p for p in reversed(payees(book_id))}
    found = [
        Payable(c.id, c.purpose, c.payee, c.amount, known.get(c.payee))
        for c in sorted(claims, key=lambda c: c.id)
        if c.id not in taken
    ]
    return found + _linked(book_id, known)


def _linked(book_id: int, known: Mapping[str, PayeeLine]) -> list[Payable]:
    sides = reserved(book_id)
    waiting = BatchLine.objects.filter(
        pair_id__in=[side.pair.id for side in sides], state__in=("waiting", "paid")
    )
    taken = set(waiting.values_list("pair_id", flat=True))
    return [
        Payable(0, s.pair.purpose, s.other_name, s.pair.amount, known.get(s.other_name), s.pair.id)
        for s in sorted(sides, key=lambda s: s.pair.id)
        if s.pair.id not in taken
    ]


def batch_row(batch_id: int) -> Batch:
    found = Batch.objects.filter(pk=batch_id).first()
    if found is None:
        raise Unknown("treasury.no_batch", mark("没有这个付款文件。"))
    return found


def batch(batch_id: int) -> BatchRow:
    return _rows([batch_row(batch_id)])[0]


def batches(account_id: int) -> list[BatchRow]:
    return _rows(list(Batch.objects.filter(account_id=account_id).order_by("-id")[:100]))


def _rows(found: list[Batch]) -> list[BatchRow]:
    states: dict[int, Counter[str]] = {b.pk: Counter() for b in found}
    for batch_id, state in BatchLine.objects.filter(batch__in=found).values_list("batch_id", "state"):
        states[batch_id][state] += 1
    return [_row(b, states[b.pk]) for b in found]


def _row(b: Batch, states: Counter[str]) -> BatchRow:
    if b.dropped_at is not None:
        state = "dropped"
    elif b.released_at is None:
        state = "made"
    else:
        state = "released" if states["waiting"] else "done"
    return BatchRow(
        b.pk,
        b.account_id,
        b.owner_id,
        b.book_id,
        b.count,
        b.total,
        state,
        b.made_by_id,
        b.maker_name,
        clock.local(b.made_at),
        b.releaser_name,
        clock.local(b.released_at) if b.released_at else None,
        b.digest,
        states["waiting"],
        states["failed"],
    )


def order_lines(batch_id: int) -> list[OrderLine]:
    found = BatchLine.objects.filter(batch_id=batch_id).order_by("order")
    return [
        OrderLine(
            x.claim_id,
            x.pair_id,
            x.key,
            x.name,
            x.bank,
            mask_account(x.number or ""),
            x.amount,
            x.purpose,
            x.state,
            x.reason,
        )
        for x in found
    ]


def orders(batch_id: int) -> list[Order]:
    """With whole account numbers: only for the file that goes to the bank."""
    found = BatchLine.objects.filter(batch_id=batch_id).order_by("order")
    return [Order(x.key, x.name, x.bank, x.number or "", x.amount, x.purpose) for x in found]
