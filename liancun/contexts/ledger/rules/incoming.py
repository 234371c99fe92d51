"""A voucher list judged row by row before it comes in, so that every fault is told at once and not only the first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liancun.contexts.ledger.rules.importing import IncomingLine
from liancun.contexts.ledger.rules.numbers import month_of

ORDINARY = ("记", "收", "付", "转")


@dataclass(frozen=True)
class AccountFacts:
    money: bool
    counterparties: bool
    closed_on: date | None = None


@dataclass(frozen=True)
class BookFacts:
    """What a book says of rows: its accounts, days, closed months, the last number of each (word, month)."""

    accounts: Mapping[str, AccountFacts]
    opened_on: date
    today: date
    closed: Collection[date]
    last: Mapping[tuple[str, date], int]
    outstanding: Collection[str] = ()


def faults(rows: Sequence[IncomingLine], book: BookFacts) -> dict[int, str]:
    """Place of a row → key of its fault, as `importing.FAULTS` names them. `outstanding`: names of the vouchers whose
    payments may be recorded without authority.
    """
    found: dict[int, str] = {}
    vouchers: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        vouchers.setdefault(row.voucher, []).append(at)
        if fault := _line_fault(row, book):
            found[at] = fault
    for places in vouchers.values():
        if not any(at in found for at in places) and (
            fault := _voucher_fault([rows[a] for a in places], book)
        ):
            found[places[0]] = fault
    for at in _out_of_order(rows, vouchers, book):
        found.setdefault(at, "number")
    return found


def _line_fault(row: IncomingLine, book: BookFacts) -> str:
    account = book.accounts.get(row.account)
    if account is None or (account.closed_on is not None and account.closed_on < row.day):
        return "account"
    if account.counterparties and not row.counterparty:
        return "party"
    if (row.debit > 0) == (row.credit > 0) or min(row.debit, row.credit) < 0:
        return "side"
    return ""


def _voucher_fault(rows: Sequence[IncomingLine], book: BookFacts) -> str:
    first = rows[0]
    if len(rows) < 2 or any((r.day, r.word, r.number) != (first.day, first.word, first.number) for r in rows):
        return "lines"
    if sum(r.debit for r in rows) != sum(r.credit for r in rows):
        return "balance"
    if not book.opened_on <= first.day <= book.today or month_of(first.day) in book.closed:
        return "day"
    spent = sum((r.credit - r.debit for r in rows if book.accounts[r.account].money), Decimal(0))
    without = first.authority_id is None and first.voucher not in book.outstanding
    return "authority" if spent > 0 and without else ""


def _out_of_order(
    rows: Sequence[IncomingLine], vouchers: Mapping[str, Sequence[int]], book: BookFacts
) -> Iterator[int]:
    """The first row of each voucher whose number does not follow the one before it in its series."""
    series: dict[tuple[str, date], list[tuple[int, int]]] = {}
    for places in vouchers.values():
        row = rows[places[0]]
        if row.word not in ORDINARY:
            yield places[0]
        else:
            series.setdefault((row.word, month_of(row.day)), []).append((row.number or 0, places[0]))
    for key, numbered in series.items():
        expected = book.last.get(key, 0)
        for number, at in sorted(numbered):
            if number != expected + 1:
                yield at
            expected = number
