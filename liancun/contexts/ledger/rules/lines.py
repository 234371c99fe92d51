"""Lines of a voucher: what may stand together in one (借贷记账法, 有借必有贷, 借贷必相等)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from liancun.kernel.errors import Place, Refusal, mark

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Entry:
    """One line: an account by its code and an amount in yuan on exactly one side.

    Only a red-letter voucher carries negative amounts. `counterparty`: its id, where the account asks for one;
    `quantity` in `unit`; `summary`: the text of this line where it has one of its own.
    """

    code: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    counterparty: int | None = None
    quantity: Decimal | None = None
    unit: str = ""
    summary: str = ""

    @property
    def net(self) -> Decimal:
        """Debit less credit."""
        return self.debit - self.credit


@dataclass(frozen=True)
class Template:
    """A usual business by its name; `money` says whether money goes out, comes in or stays."""

    key: str
    name: str
    money: str
    debit: str
    credit: str


def from_template(template: Template, amount: Decimal) -> tuple[Entry, Entry]:
    """The two lines of a usual business."""
    return Entry(template.debit, debit=amount), Entry(template.credit, credit=amount)


def negated(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The lines of the red-letter voucher that takes these back: same sides, amounts below zero."""
    return tuple(
        replace(
            e,
            debit=-e.debit if e.debit else ZERO,
            credit=-e.credit if e.credit else ZERO,
            quantity=None if e.quantity is None else -e.quantity,
        )
        for e in entries
    )


def money_out(entries: Iterable[Entry], money: Collection[str]) -> Decimal:
    """The yuan that leave cash and bank together; below zero where money comes in."""
    return -sum((e.net for e in entries if e.code in money), ZERO)


def texts(entries: Iterable[Entry]) -> list[str]:
    """The text of each line, nothing at all where no line has one of its own."""
    found = [e.summary for e in entries]
    return found if any(found) else []


def totals(entries: Iterable[Entry]) -> tuple[Decimal, Decimal]:
    """The sums of both sides."""
    lines = tuple(entries)
    return sum((e.debit for e in lines), ZERO), sum((e.credit for e in lines), ZERO)


def check(
    entries: Sequence[Entry],
    accounts: Collection[str],
    *,
    red: bool = False,
    parties: Collection[str] = (),
) -> None:
    """Raises the first fault: too few lines, an unknown account, a wrong amount, a missing name, an unequal sum.

    `accounts`: those that take lines; `parties`: those whose every line names a counterparty.
    """
    if len(entries) < 2:
        raise Refusal("ledger.too_few_lines", mark("一张凭证至少要有两行分录：一借一贷。"), status=422)
    for row, entry in enumerate(entries, start=1):
        _check_line(entry, accounts, row, red)
        _check_party(entry, parties, row)
    _check_balance(entries)


def _check_line(entry: Entry, accounts: Collection[str], row: int, red: bool) -> None:
    place = Place("row", row=row)
    if entry.code not in accounts:
        raise Refusal(
            "ledger.unknown_account",
            mark("本账套没有科目“{code}”。"),
            {"code": entry.code},
            place,
            mark("请从本账套的科目中选择；需要新科目时由会计在科目表中增设明细。"),
            422,
        )
    amounts = [a for a in (entry.debit, entry.credit) if a != 0]
    if len(amounts) != 1:
        raise Refusal(
            "ledger.one_side",
            mark("每行只能在借方或贷方填一个金额，不能两边都填或都不填。"),
            place=place,
            status=422,
        )
    if (amounts[0] < 0) != red:
        raise Refusal(
            "ledger.sign",
            mark("更正凭证的金额必须是红字（负数）。") if red else mark("金额必须大于零。"),
            place=place,
            remedy="" if red else mark("要冲销已记账的凭证，请打开那张凭证，使用“红字更正”。"),
            status=422,
        )


def _check_party(entry: Entry, parties: Collection[str], row: int) -> None:
    if entry.code in parties and entry.counterparty is None:
        raise Refusal(
            "ledger.no_counterparty",
            mark("科目“{code}”每一行都要写明往来对象。"),
            {"code": entry.code},
            Place("row", row=row),
            mark("请选择成员、农户或者单位；借方余额和贷方余额分别列示，不互相抵销。"),
            422,
        )


def _check_balance(entries: Sequence[Entry]) -> None:
    debit, credit = totals(entries)
    if debit != credit:
        raise Refusal(
            "ledger.unbalanced",
            mark("借方合计 {debit} 元，贷方合计 {credit} 元，相差 {gap} 元，凭证没有保存。"),
            {"debit": debit, "credit": credit, "gap": abs(debit - credit)},
            remedy=mark("请核对每行金额，使借贷相等。"),
            status=422,
        )
