"""The two stages in which a year ends (年末结转): what each voucher would hold, before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from liancun.contexts.ledger.rules.lines import ZERO

EARNED = ("income", "expense")


@dataclass(frozen=True)
class Held:
    """What an account holds at the end of the year: debit less credit, in yuan."""

    code: str
    name: str
    account_class: str
    net: Decimal


@dataclass(frozen=True)
class ClosingLine:
    """A line of a closing voucher, on exactly one side."""

    code: str
    name: str
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Stage:
    """`key`: result (income and expense into the year's result) or distribution (that into what is undistributed)."""

    key: str
    lines: tuple[ClosingLine, ...]

    @property
    def total(self) -> Decimal:
        return sum((line.debit for line in self.lines), ZERO)


def stages(
    held: Iterable[Held], *, result: str, undistributed: str, distribution: Collection[str]
) -> tuple[Stage, ...]:
    """The vouchers that are still to be made; none where everything is closed already."""
    accounts = tuple(held)
    earned = [a for a in accounts if a.account_class in EARNED]
    by_code = {a.code: a for a in accounts}
    taken, left = by_code[result], by_code[undistributed]
    spread = [
        a
        for a in accounts
        if a.account_class not in EARNED
        and a.code not in (result, undistributed)
        and a.code.startswith(tuple(distribution) or ("-",))
    ]
    gained = sum((a.net for a in earned), ZERO)
    carried = taken.net + gained
    moved = carried + sum((a.net for a in spread), ZERO)
    first = [*_emptied(earned), _line(taken, gained)]
    second = [_line(taken, -carried), *_emptied(spread), _line(left, moved)]
    found = (Stage("result", _kept(first)), Stage("distribution", _kept(second)))
    return tuple(stage for stage in found if stage.lines)


def _emptied(accounts: Iterable[Held]) -> list[ClosingLine]:
    return [_line(a, -a.net) for a in sorted(accounts, key=lambda a: a.code)]


def _line(account: Held, net: Decimal) -> ClosingLine:
    return ClosingLine(account.code, account.name, max(net, ZERO), max(-net, ZERO))


def _kept(lines: Iterable[ClosingLine]) -> tuple[ClosingLine, ...]:
    return tuple(line for line in lines if line.debit or line.credit)
