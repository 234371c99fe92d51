"""What statements and trial balances read from stored totals is what the lines say, on any day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.queries import balances
from liancun.contexts.ledger.queries.figures import figures
from liancun.contexts.ledger.rules.spans import Span
from liancun.contexts.ledger.tests.casebook import OPENING, Casebook, entries, sql
from liancun.framework.testing import SYSTEM, as_system

BEGUN = date(2023, 11, 1)
# Nothing was booked in 2024: totals of 2023 are read for it.
DAYS = (BEGUN, date(2023, 12, 31), date(2025, 2, 28), date(2025, 11, 3), date(2026, 1, 1), date(2026, 3, 9))
ASKED = (
    *DAYS,
    *(day - timedelta(days=1) for day in DAYS),
    date(2023, 5, 5),
    date(2024, 6, 30),
    date(2024, 12, 31),
    date(2026, 3, 10),
)
MONTHS = tuple(
    Span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    for first in (date(year, month, 1) for year in (2023, 2024, 2025) for month in (1, 2, 6, 11, 12))
)
SPANS = (
    *MONTHS,
    Span(date(2024, 1, 1), date(2024, 12, 31)),
    Span(date(2025, 1, 1), date(2025, 12, 31)),
    Span(date(2023, 10, 1), date(2026, 3, 31)),
)

_SUMS = """
select a.code,
       coalesce(sum(l.debit - l.credit) filter (where v.word = '初' and v.date <= %s or v.date < %s and v.word <> '初'), 0),
       coalesce(sum(l.debit) filter (where v.word <> '初' and v.date between %s and %s), 0),
       coalesce(sum(l.credit) filter (where v.word <> '初' and v.date between %s and %s), 0)
from ledger_line l join ledger_voucher v on v.id = l.voucher_id join ledger_account a on a.id = l.account_id
where v.book_id = %s and v.state = 'posted' group by a.code
"""
Sums = dict[str, tuple[Decimal, Decimal, Decimal]]


@pytest.fixture
def book(case: Casebook) -> int:
    """Village C's book of more than two years, with a voucher at each edge of its months."""
    with as_system():
        made = ledger.open_book(SYSTEM, owner_id=case.owner("c"), opening_date=BEGUN, kind="own").id
    case.books["c"] = made
    with case.signed_in("kuaiji") as accountant:
        draft = ledger.load_opening(accountant, book_id=made, lines=entries(OPENING))
    case.post(draft.id)
    for place, day in enumerate(DAYS, start=1):
        text = f"102 银行存款 {place}00.10\n501 经营收入 -{place}00.10"
        case.post(case.entry("c", text, day=day, key=f"in-{place}").id)
        text = f"101 库存现金 {place}.01\n102 银行存款 -{place}.01"
        case.post(case.entry("c", text, day=day, key=f"out-{place}").id)
    return made


def summed(book_id: int, since: date, until: date) -> Sums:
    """Before, debit and credit of each account from its lines; the opening counts as brought forward."""
    days = (until.isoformat(), since.isoformat(), *(since.isoformat(), until.isoformat()) * 2)
    rows = sql(_SUMS, *days, book_id)
    return {row[0]: row[1:] for row in rows if any(row[1:])}


def test_a_trial_balance_of_any_day_is_the_sum_of_its_lines(book: int) -> None:
    with as_system():
        for until in ASKED:
            for since in (until.replace(day=1), until.replace(month=1, day=1), until):
                wanted = {} if until < BEGUN else summed(book, since, until)
                rows = {row[2]: row[5:8] for row in balances._rows(book, until, since)}
                assert {code: row for code, row in rows.items() if any(row)} == wanted, (until, since)


def test_all_books_at_once_say_what_each_says(case: Casebook, book: int) -> None:
    with as_system():
        for until in ASKED:
            found = ledger.trial_balances(until)
            for one in case.books.values():
                alone = [x for x in ledger.trial_balance(one, until).lines if any(_amounts(x))]
                together = found[one].lines if one in found else ()
                assert [x for x in together if any(_amounts(x))] == alone, (until, one)


def _amounts(line: object) -> tuple[Decimal, ...]:
    names = ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit")
    return tuple(getattr(line, name) for name in names)


def test_the_figures_of_statements_are_the_sums_of_lines(book: int) -> None:
    with as_system():
        read = figures(book, BEGUN, SPANS)
        for span in SPANS:
            wanted = {} if span.until < BEGUN else summed(book, span.since, span.until)
            found = {f.code: (f.opening.net, f.debit, f.credit) for f in read[span]}
            assert {code: row for code, row in found.items() if any(row)} == wanted, span
            for f in read[span]:
                before, debit, credit = wanted.get(f.code, (Decimal(0),) * 3)
                assert f.closing.net == before + debit - credit
