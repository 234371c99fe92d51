"""银行存款余额调节表: both sides brought to one balance by what only one of them knows yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Item:
    """A line that only one side has on the day. `net`: yuan into the account. `ref`: the id behind it."""

    ref: int
    day: date
    words: str
    net: Decimal


@dataclass(frozen=True)
class Reconciliation:
    """`opening`: how far bank and book stood apart when the account's first statement began (bank less book)."""

    on: date
    bank: Decimal
    book: Decimal
    opening: Decimal
    only_bank: tuple[Item, ...]
    only_book: tuple[Item, ...]

    @property
    def adjusted_bank(self) -> Decimal:
        """The bank's balance with what the book has already and the bank has not."""
        return self.bank + sum((item.net for item in self.only_book), ZERO)

    @property
    def adjusted_book(self) -> Decimal:
        """The book's balance with what the bank has already and the book has not."""
        return self.book + sum((item.net for item in self.only_bank), ZERO)

    @property
    def difference(self) -> Decimal:
        return self.adjusted_bank - self.adjusted_book

    @property
    def equal(self) -> bool:
        return self.difference == 0


def parts(items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """(money in, money out)."""
    return tuple(i for i in items if i.net > 0), tuple(i for i in items if i.net <= 0)
