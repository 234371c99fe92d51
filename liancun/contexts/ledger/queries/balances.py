"""Trial balances at the end of any past day: the stored totals of the month before, and the lines since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from liancun.contexts.ledger.rules import trial
from liancun.framework import clock
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class _Point:
    """The end of a day: a month whose stored totals count, and whether lines of the next month are added."""

    month: Month
    tail: bool

    @classmethod
    def at(cls, day: date, today: date) -> _Point:
        month = Month.of(day)
        whole = day == month.last or day >= today
        return cls(month if whole else Month.of(month.first - timedelta(days=1)), not whole)


# Of each book the last year that had begun; {books} keeps to one book or leaves all.
_STORED = """
select b.book_id, b.account_id, b.opening,
       b.debit[case when b.year < %({name}_year)s then 12 else %({name}_month)s end] as debit,
       b.credit[case when b.year < %({name}_year)s then 12 else %({name}_month)s end] as credit
from ledger_balance b join (
    select k.id, (select max(y.year) from ledger_balance y where y.book_id = k.id and y.year <= %({name}_year)s) as year
    from ledger_book k where {books} k.opened_on <= %({name}_day)s
) k on k.id = b.book_id and k.year = b.year
"""
_TAIL = """
select l.account_id, sum(l.debit) as debit, sum(l.credit) as credit
from ledger_voucher v join ledger_line l on l.voucher_id = v.id
where {owned} v.state = 'posted' and v.word <> '初'
  and v.date between date_trunc('month', %({name}_day)s::date) and %({name}_day)s
group by l.account_id
"""


def _sum(name: str, point: _Point, column: str) -> str:
    stored = f"coalesce({name}.{column}, 0)"
    return f"({stored} + coalesce({name}_tail.{column}, 0))" if point.tail else stored


def _joined(name: str, point: _Point, one: bool) -> str:
    parts = {
        "name": name,
        "books": "k.id = %(book)s and" if one else "",
        "owned": "v.book_id = %(book)s and" if one else "",
    }
    join = f"left join ({_STORED.format(**parts)}) {name} on {name}.account_id = a.id"
    tail = f" left join ({_TAIL.format(**parts)}) {name}_tail on {name}_tail.account_id = a.id"
    return join + (tail if point.tail else "")


def statement(book_id: int | None, until: date, since: date) -> tuple[str, dict[str, Any]]:
    """The SQL and its values: book, account, code, name, side, balance before `since`, movement until `until`."""
    today, before = clock.today(), since - timedelta(days=1)
    points = {"upto": _Point.at(until, today), "ago": _Point.at(before, today)}
    # In the first days of a year the totals are those of the year before, which a new book does not have.
    opening = "upto" if points["upto"].month.year == until.year else "begun"
    if opening == "begun":
        points["begun"] = _Point(Month.of(until), tail=False)
    values: dict[str, Any] = {"book": book_id, "upto_day": until, "ago_day": before, "begun_day": until}
    for name, point in points.items():
        values |= {f"{name}_year": point.month.year, f"{name}_month": point.month.month}
    upto, ago = points["upto"], points["ago"]
    joins = "\n".join(_joined(name, point, book_id is not None) for name, point in points.items())
    debit, credit = _sum("ago", ago, "debit"), _sum("ago", ago, "credit")
    sql = f"""
        select a.book_id, a.id, a.code, a.name, a.side, coalesce({opening}.opening, 0) + {debit} - {credit},
               {_sum("upto", upto, "debit")} - {debit}, {_sum("upto", upto, "credit")} - {credit}
        from ledger_account a {joins}
        {"where a.book_id = %(book)s" if book_id is not None else ""}
    """
    return sql, values


def _rows(book_id: int | None, on: date | None, since: date | None) -> list[tuple[Any, ...]]:
    until = on or clock.today()
    sql, values = statement(book_id, until, since or Month.of(until).first)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def trial_balance(book_id: int, on: date | None = None, since: date | None = None) -> trial.TrialBalance:
    """科目余额表 up to and including `on` (default today), movements since `since` (default: its month). In yuan."""
    return trial.trial_balance(trial.AccountSums(*row[1:]) for row in _rows(book_id, on, since))


def trial_balances(on: date | None = None, since: date | None = None) -> dict[int, trial.TrialBalance]:
    """The same of every book in scope, by one statement: book id → trial balance."""
    sums: dict[int, list[trial.AccountSums]] = {}
    for book_id, *rest in _rows(None, on, since):
        sums.setdefault(book_id, []).append(trial.AccountSums(*rest))
    return {book_id: trial.trial_balance(found) for book_id, found in sums.items()}


def balances(book_id: int, month: Month) -> dict[str, Decimal]:
    """Account code → debit less credit at the end of a month."""
    rows = _rows(book_id, month.last, month.first)
    return {code: before + debit - credit for _, _, code, _, _, before, debit, credit in rows}
