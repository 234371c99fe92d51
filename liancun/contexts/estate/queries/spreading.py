"""Rent that came for several years at once: what of it is not income yet, what the accounts say, what is to be moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
# What became of vouchers, by their ids.
Told = Mapping[int, ledger.VoucherLine]


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
    told = _told(found)
    parts = [_part(row, last, told) for row in found]
    return [part for part in parts if part.later or part.waiting]


def _told(found: Sequence[Contract]) -> Told:
    receipts = {one.voucher_id for row in found for one in row.receipts.all()}
    spreads = {one.voucher_id for row in found for one in row.spreads.all()}
    return ledger.voucher_lines({id for id in receipts | spreads if id is not None})


def _part(row: Contract, last: date, told: Told) -> SpreadPart:
    came = [one for one in row.receipts.all() if one.on <= last]
    received = sum((one.amount for one in came if _is_booked(one, told)), ZERO)
    return SpreadPart(
        row,
        received,
        sum((one.amount for one in came), ZERO) - received,
        rent.later(contracts.dues_of(row), received, last.year),
        sum((one.amount for one in row.spreads.all() if _stands(one, told)), ZERO),
    )


def _is_booked(receipt: RentReceipt, told: Told) -> bool:
    line = told.get(receipt.voucher_id or 0)
    return line is not None and line.state == "posted" and line.corrected_by_id is None


def _stands(spread: RentSpread, told: Told) -> bool:
    """Whether its draft was neither discarded nor taken back in red."""
    line = told[spread.voucher_id]
    return line.state != "discarded" and line.corrected_by_id is None


def to_move(parts: Sequence[SpreadPart]) -> list[SpreadPart]:
    return [part for part in parts if part.amount]
