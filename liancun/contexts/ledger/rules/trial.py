"""The trial balance (科目余额表): opening, movement and closing by account; both sides must agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from liancun.kernel.errors import Refusal, mark

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class AccountSums:
    """One account's balance before the period (debit less credit) and its movement in it, in yuan."""

    account_id: int
    code: str
    name: str
    side: str
    before: Decimal
    debit: Decimal
    credit: Decimal
    money: bool = False

    @property
    def closing(self) -> Decimal:
        return self.before + self.debit - self.credit


@dataclass(frozen=True)
class TrialLine:
    """As printed: three pairs of columns. A balance stands on the side where it is."""

    account_id: int
    code: str
    name: str
    opening_debit: Decimal
    opening_credit: Decimal
    debit: Decimal
    credit: Decimal
    closing_debit: Decimal
    closing_credit: Decimal


@dataclass(frozen=True)
class TrialBalance:
    """`money`: what is in cash and at banks at the end."""

    lines: tuple[TrialLine, ...]
    total: TrialLine
    money: Decimal = ZERO

    @property
    def balances(self) -> bool:
        t = self.total
        pairs = (
            (t.opening_debit, t.opening_credit),
            (t.debit, t.credit),
            (t.closing_debit, t.closing_credit),
        )
        return all(left == right for left, right in pairs)

    def closing_of(self, code: str) -> Decimal:
        """Debit less credit of one account at the end; nothing moved means zero."""
        return sum((x.closing_debit - x.closing_credit for x in self.lines if x.code == code), ZERO)


def trial_balance(sums: Iterable[AccountSums]) -> TrialBalance:
    """The lines in the order of the codes, with the totals of each column."""
    given = sorted(sums, key=lambda s: s.code)
    lines = tuple(_line(s) for s in given)
    return TrialBalance(lines, _total(lines), sum((s.closing for s in given if s.money), ZERO))


def _line(s: AccountSums) -> TrialLine:
    return TrialLine(
        s.account_id, s.code, s.name, *_sides(s.before, s.side), s.debit, s.credit, *_sides(s.closing, s.side)
    )


def _sides(balance: Decimal, side: str) -> tuple[Decimal, Decimal]:
    """A balance against its normal side is shown there below zero (红字); both-sided accounts choose."""
    if side == "debit" or (side == "both" and balance >= 0):
        return balance, ZERO
    return ZERO, -balance


def _total(lines: tuple[TrialLine, ...]) -> TrialLine:
    def add(column: str) -> Decimal:
        return sum((getattr(line, column) for line in lines), ZERO)

    columns = ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit")
    return TrialLine(0, "", "", *(add(column) for column in columns))


def require_opening_balance(debit: Decimal, credit: Decimal) -> None:
    """Opening balances come in only when they balance (试算平衡)."""
    if debit != credit:
        raise Refusal(
            "ledger.opening_unbalanced",
            mark("期初余额试算不平衡：借方 {debit} 元，贷方 {credit} 元，相差 {gap} 元，没有保存。"),
            {"debit": debit, "credit": credit, "gap": abs(debit - credit)},
            remedy=mark("请按上年末的科目余额表逐项核对后再导入。"),
            status=422,
        )
