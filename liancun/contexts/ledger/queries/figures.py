"""Figures by account over spans of whole months, from monthly totals: few statements, any number of spans.

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
    accounts, totals = _accounts(book_id)
    days = sorted({day for span in spans for day in (span.since - _DAY, span.until)})
    gross = _gross(book_id, days) if any(a.counterparties for a in accounts) else {}
    return _Read(accounts, totals, _closing(book_id, spans), gross, opened_on)


_ACCOUNTS = """
with moved as (
    select l.account_id, extract(year from v.date)::int as year, extract(month from v.date)::int as month,
           sum(l.debit - l.credit) filter (where v.word = '初') as opening,
           coalesce(sum(l.debit) filter (where v.word <> '初'), 0) as debit,
           coalesce(sum(l.credit) filter (where v.word <> '初'), 0) as credit
    from ledger_voucher v join ledger_line l on l.voucher_id = v.id
    where v.book_id = %s and v.state = 'posted' group by 1, 2, 3
), years as (
    select account_id, y as year, m as month from
    (select account_id, min(year) as first from moved group by account_id) f,
    lateral generate_series(f.first, (select max(year) from moved)) y, generate_series(1, 12) m
), running as (
    select y.account_id, y.year, y.month, m.opening,
           sum(coalesce(m.debit, 0)) over (partition by y.account_id order by y.year, y.month) as debit,
           sum(coalesce(m.credit, 0)) over (partition by y.account_id order by y.year, y.month) as credit
    from years y left join moved m using (account_id, year, month)
), b as (
    select account_id, year, coalesce(sum(sum(opening)) over (partition by account_id), 0) as opening,
           array_agg(debit order by month) as debit, array_agg(credit order by month) as credit
    from running group by account_id, year
)
select a.id, a.code, a.name, a.account_class, a.counterparties, b.year, b.opening, b.debit, b.credit
from ledger_account a left join b on b.account_id = a.id
where a.book_id = %s order by a.code, b.year
"""


def _accounts(book_id: int) -> tuple[tuple[_Account, ...], dict[int, _Totals]]:
    found: dict[int, _Account] = {}
    totals: dict[int, _Totals] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, [book_id, book_id])
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
