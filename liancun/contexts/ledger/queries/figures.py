"""Figures by account over spans of whole months, from the stored totals: few statements, any number of spans.

Balances of accounts kept by counterparty come gross, from their lines: a claim and a debt are never netted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from liancun.contexts.ledger.rules.spans import Span
from liancun.contexts.ledger.rules.statements import ZERO, Figures, Standing

_DAY = timedelta(days=1)
Point = tuple[int, int]


@dataclass(frozen=True)
class _Account:
    id: int
    code: str
    name: str
    account_class: str
    counterparties: bool


@dataclass
class _Totals:
    """One account: its opening voucher and, by year, twelve running totals of debit and credit."""

    opening: Decimal
    years: dict[int, tuple[list[Decimal], list[Decimal]]]

    def until(self, day: date) -> tuple[Decimal, Decimal]:
        """Everything posted up to the end of the month of `day`, the opening voucher excluded."""
        known = [year for year in self.years if year <= day.year]
        if not known:
            return ZERO, ZERO
        debit, credit = self.years[max(known)]
        at = day.month - 1 if max(known) == day.year else 11
        return debit[at], credit[at]


@dataclass(frozen=True)
class _Read:
    accounts: tuple[_Account, ...]
    totals: dict[int, _Totals]
    closing: dict[int, list[tuple[date, Decimal, Decimal]]]
    gross: dict[tuple[int, date], Standing]
    opened_on: date


def figures(book_id: int, opened_on: date, spans: Sequence[Span]) -> dict[Span, tuple[Figures, ...]]:
    """The figures of every account for each span. Three statements."""
    wanted = sorted(set(spans))
    read = _read(book_id, opened_on, wanted)
    return {span: tuple(_figures(account, span, read) for account in read.accounts) for span in wanted}


def _read(book_id: int, opened_on: date, spans: Sequence[Span]) -> _Read:
    days = sorted({day for span in spans for day in (span.since - _DAY, span.until)})
    accounts, totals = _accounts(book_id, days)
    gross = _gross(book_id, days) if any(a.counterparties for a in accounts) else {}
    return _Read(accounts, totals, _closing(book_id, spans), gross, opened_on)


# The stored totals of every year that is asked for, and of the last one before where none began in it.
_ACCOUNTS = """
select a.id, a.code, a.name, a.account_class, a.counterparties, b.year, b.opening, b.debit, b.credit
from ledger_account a
left join ledger_balance b on b.account_id = a.id and b.book_id = a.book_id and b.year <= %(last)s and b.year >= (
    select coalesce(max(y.year), 0) from ledger_balance y where y.book_id = %(book)s and y.year <= %(first)s)
where a.book_id = %(book)s order by a.code, b.year
"""


def _accounts(book_id: int, days: Sequence[date]) -> tuple[tuple[_Account, ...], dict[int, _Totals]]:
    found: dict[int, _Account] = {}
    totals: dict[int, _Totals] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, {"book": book_id, "first": days[0].year, "last": days[-1].year})
        for row in cursor.fetchall():
            account = found.setdefault(row[0], _Account(*row[:5]))
            kept = totals.setdefault(account.id, _Totals(ZERO, {}))
            if row[5] is not None:
                kept.opening = row[6]
                kept.years[row[5]] = (row[7], row[8])
    return tuple(found.values()), totals


_CLOSING = """
select l.account_id, v.date, l.debit, l.credit
from ledger_voucher v join ledger_line l on l.voucher_id = v.id
where v.book_id = %s and v.state = 'posted' and v.closing <> '' and v.date between %s and %s
"""


def _closing(book_id: int, spans: Sequence[Span]) -> dict[int, list[tuple[date, Decimal, Decimal]]]:
    """What vouchers that close a year moved: it is no income and no expense."""
    found: dict[int, list[tuple[date, Decimal, Decimal]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CLOSING, [book_id, min(s.since for s in spans), max(s.until for s in spans)])
        for account_id, day, debit, credit in cursor.fetchall():
            found.setdefault(account_id, []).append((day, debit, credit))
    return found


_GROSS = """
with held as (
    select d.day, l.account_id, sum(l.debit - l.credit) as net
    from ledger_account a
    join ledger_line l on l.account_id = a.id
    join ledger_voucher v on v.id = l.voucher_id and v.state = 'posted'
    join unnest(%s::date[]) as d(day) on v.date <= d.day or v.word = '初'
    where a.book_id = %s and a.counterparties
    group by d.day, l.account_id, l.counterparty_id
)
select account_id, day, sum(greatest(net, 0)), sum(greatest(-net, 0)) from held group by account_id, day
"""


def _gross(book_id: int, days: Sequence[date]) -> dict[tuple[int, date], Standing]:
    with connection.cursor() as cursor:
        cursor.execute(_GROSS, [list(days), book_id])
        rows = cursor.fetchall()
    return {(account, day): Standing(debit - credit, debit, credit) for account, day, debit, credit in rows}


def _figures(account: _Account, span: Span, read: _Read) -> Figures:
    totals = read.totals[account.id]
    debit, credit = _moved(totals, account, span, read)
    return Figures(
        account.id,
        account.code,
        account.name,
        account.account_class,
        _standing(account, totals, span.since - _DAY, span, read),
        _standing(account, totals, span.until, span, read),
        debit,
        credit,
    )


def _moved(totals: _Totals, account: _Account, span: Span, read: _Read) -> tuple[Decimal, Decimal]:
    after, before = totals.until(span.until), totals.until(span.since - _DAY)
    ended = [(d, c) for day, d, c in read.closing.get(account.id, ()) if span.since <= day <= span.until]
    return (
        after[0] - before[0] - sum((d for d, _ in ended), ZERO),
        after[1] - before[1] - sum((c for _, c in ended), ZERO),
    )


def _standing(account: _Account, totals: _Totals, day: date, span: Span, read: _Read) -> Standing:
    """A balance at a day. The opening voucher counts as brought forward in the span in which the book began."""
    if span.until < read.opened_on:
        return Standing()
    if account.counterparties:
        return read.gross.get((account.id, day), Standing())
    debit, credit = totals.until(day)
    net = totals.opening + debit - credit
    return Standing(net, max(net, ZERO), max(-net, ZERO))
