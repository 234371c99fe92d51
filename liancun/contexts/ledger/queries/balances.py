"""Trial balances at the end of any past day: the stored totals of the month before, and the lines since."""

from __future__ import annotations

from collections.abc import Mapping
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


# Of each book the last year that had begun. Points of one year are read from one row of stored totals.
_STORED = """
select b.account_id{columns}
from (
    select k.id, k.opened_on, y.year from ledger_book k cross join lateral (
        select y.year from ledger_balance y where y.book_id = k.id and y.year <= {year} order by y.year desc limit 1
    ) y {books}
) k join ledger_balance b on b.book_id = k.id and b.year = k.year
"""
_OPENING = ", case when k.opened_on <= %(upto_day)s then b.opening else 0 end as opening"
_TOTAL = """,
    case when k.opened_on <= %({name}_day)s
         then b.{side}[case when k.year < {year} then 12 else {month} end] else 0 end as {name}_{side}"""
# Book by book, so that each walks its own few days by the index.
_TAIL = """
select m.account_id, m.debit, m.credit from ledger_book k cross join lateral (
    select l.account_id, sum(l.debit) as debit, sum(l.credit) as credit
    from ledger_voucher v join ledger_line l on l.voucher_id = v.id
    where v.book_id = k.id and v.state = 'posted' and v.word <> '初'
      and v.date between %({name}_first)s and %({name}_day)s
    group by l.account_id
) m {books}
"""


def _years(points: Mapping[str, _Point], one: bool, opening: int) -> str:
    """Joins one row of stored totals for each year that a point falls in. In the first days of a year the
    totals are those of the year before, which a new book does not have: its `opening` stands in its own year."""
    joins, books = [], "where k.id = %(book)s" if one else ""
    for year in sorted({opening, *(point.month.year for point in points.values())}):
        told = [(name, point.month.month) for name, point in points.items() if point.month.year == year]
        columns = _OPENING if year == opening else ""
        for name, month in told:
            for side in ("debit", "credit"):
                columns += _TOTAL.format(name=name, side=side, year=year, month=month)
        stored = _STORED.format(columns=columns, year=year, books=books)
        joins.append(f"left join ({stored}) y{year} on y{year}.account_id = a.id")
    for name, point in points.items():
        if point.tail:
            tail = _TAIL.format(name=name, books=books)
            joins.append(f"left join ({tail}) {name}_tail on {name}_tail.account_id = a.id")
    return "\n".join(joins)


def _sum(name: str, point: _Point, side: str) -> str:
    stored = f"coalesce({name}_{side}, 0)"
    return f"({stored} + coalesce({name}_tail.{side}, 0))" if point.tail else stored


def statement(book_id: int | None, until: date, since: date) -> tuple[str, dict[str, Any]]:
    """The SQL and its values: book, account, code, name, side, balance before `since`, movement until `until`,
    whether it is money.

    Of one book every account; of all books those on which anything ever stood.
    """
    today, before = clock.today(), since - timedelta(days=1)
    points = {"upto": _Point.at(until, today), "ago": _Point.at(before, today)}
    upto, ago = points["upto"], points["ago"]
    debit, credit = _sum("ago", ago, "debit"), _sum("ago", ago, "credit")
    moved_debit, moved_credit = _sum("upto", upto, "debit"), _sum("upto", upto, "credit")
    one = book_id is not None
    wanted = (
        "a.book_id = %(book)s"
        if one
        else f"(coalesce(opening, 0), {moved_debit}, {moved_credit}) <> (0, 0, 0)"
    )
    sql = f"""
        select a.book_id, a.id, a.code, a.name, a.side, coalesce(opening, 0) + {debit} - {credit},
               {moved_debit} - {debit}, {moved_credit} - {credit}, a.money
        from ledger_account a {_years(points, one, until.year)}
        where {wanted}
    """
    first = {"upto_first": until.replace(day=1), "ago_first": before.replace(day=1)}
    return sql, {"book": book_id, "upto_day": until, "ago_day": before, **first}


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
    """The same of every book in scope, by one statement: book id → trial balance, of accounts ever used."""
    sums: dict[int, list[trial.AccountSums]] = {}
    for book_id, *rest in _rows(None, on, since):
        sums.setdefault(book_id, []).append(trial.AccountSums(*rest))
    return {book_id: trial.trial_balance(found) for book_id, found in sums.items()}


def balances(book_id: int, month: Month) -> dict[str, Decimal]:
    """Account code → debit less credit at the end of a month."""
    rows = _rows(book_id, month.last, month.first)
    return {code: before + debit - credit for _, _, code, _, _, before, debit, credit, _ in rows}
