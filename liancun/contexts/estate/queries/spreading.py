"""Rent that came for several years at once: what of it is not income yet, what the accounts say, what is to be moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liancun.contexts.estate import playbook
from liancun.contexts.estate.models import Contract, RentReceipt, RentSpread
from liancun.contexts.estate.queries import contracts
from liancun.contexts.estate.rules import rent
from liancun.contexts.ledger import api as ledger
from liancun.kernel.errors import Conflict, mark

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class SpreadPart:
    """One contract at the end of a year. `received`: with a posted voucher; `unbooked`: received without one.

    `later`: what of it is for later years; `waiting`: what the accounts hold back already.
    """

    contract: Contract
    received: Decimal
    unbooked: Decimal
    later: Decimal
    waiting: Decimal

    @property
    def amount(self) -> Decimal:
        """To be moved now: above zero out of income, below zero into it."""
        return self.later - self.waiting


def rent_accounts(book: ledger.BookLine) -> playbook.RentAccounts:
    """Conflict, with the reason, where the book spreads no rent: the platform does, or its chart has no account."""
    if book.kind == "mirror":
        raise Conflict("estate.rent_in_platform", mark("这个账套记在省里的平台，租金的分摊在平台记账。"))
    found = playbook.section_of().rent.get(book.chart)
    if found is None:
        raise Conflict(
            "estate.no_advance_account",
            mark("这个账套的科目表没有可以记预收租金的科目，不能拟分摊凭证。"),
            remedy=mark("请县里在 estate.toml 里写明这张科目表用哪个科目。"),
        )
    return found


def spread_parts(book_id: int, last: date) -> list[SpreadPart]:
    """The contracts of a book of which something waits, or should wait, at the end of the year of `last`."""
    rows = Contract.objects.filter(book_id=book_id, receipts__on__lte=last).distinct().order_by("number")
    found = list(rows.select_related("end").prefetch_related("dues", "receipts", "spreads"))
    state = _States([*(r.voucher_id for c in found for r in c.receipts.all())])
    parts = [_part(row, last, state) for row in found]
    return [part for part in parts if part.later or part.waiting]


class _States:
    """What became of vouchers, each asked once."""

    def __init__(self, ids: Iterable[int | None]) -> None:
        self._lines = {id: ledger.voucher(id) for id in {one for one in ids if one is not None}}

    def stands(self, receipt: RentReceipt) -> bool:
        line = self._lines.get(receipt.voucher_id or 0)
        return line is not None and line.state == "posted" and line.corrected_by_id is None


def _part(row: Contract, last: date, state: _States) -> SpreadPart:
    came = [one for one in row.receipts.all() if one.on <= last]
    booked = [one for one in came if state.stands(one)]
    received = sum((one.amount for one in booked), ZERO)
    return SpreadPart(
        row,
        received,
        sum((one.amount for one in came), ZERO) - received,
        rent.later(contracts.dues_of(row), received, last.year),
        sum((one.amount for one in standing(row.spreads.all())), ZERO),
    )


def standing(rows: Iterable[RentSpread]) -> list[RentSpread]:
    """Those whose draft was neither discarded nor taken back in red."""
    return [one for one in rows if _kept(one.voucher_id)]


def _kept(voucher_id: int) -> bool:
    line = ledger.voucher(voucher_id)
    return line.state != "discarded" and line.corrected_by_id is None


def to_move(parts: Sequence[SpreadPart]) -> list[SpreadPart]:
    return [part for part in parts if part.amount]
