"""Linked vouchers as each of the two books may see them: the amount and the state, nothing of the other's book."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from liancun.contexts.ledger.models import Pair
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class PairLine:
    """Yuan. `state`: prepared, reserved, posted or released; `payer_ready`, `payee_ready`: that side approved."""

    id: int
    key: str
    purpose: str
    amount: Decimal
    state: str
    payer_book_id: int
    payee_book_id: int
    payer_ready: bool
    payee_ready: bool


def unknown_pair() -> Unknown:
    return Unknown("ledger.no_pair", mark("没有找到这对联动凭证。"))


def side(pair: Pair, book_id: int) -> str:
    return "payer" if pair.payer_id == book_id else "payee"


def pair(pair_id: int) -> PairLine:
    found = Pair.objects.filter(pk=pair_id).first()
    if found is None:
        raise unknown_pair()
    return _line(found)


def pairs_of(book_id: int) -> list[PairLine]:
    """Those of one book, the newest first."""
    found = Pair.objects.filter(payer_id=book_id) | Pair.objects.filter(payee_id=book_id)
    return [_line(one) for one in found.order_by("-id")[:200]]


def _line(one: Pair) -> PairLine:
    return PairLine(
        one.pk,
        one.key,
        one.purpose,
        one.amount,
        one.state,
        one.payer_id,
        one.payee_id,
        one.payer_by_id is not None,
        one.payee_by_id is not None,
    )
