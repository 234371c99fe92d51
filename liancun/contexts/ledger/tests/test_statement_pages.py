"""Statements of a book on their pages: figures from posted vouchers, and the way down to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.queries import statements
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.demo.small import signed_in
from liancun.framework.testing import as_system
from liancun.kernel.periods import Month, Quarter, Year

D = Decimal
RENT = """
    102 银行存款       30,000.00
    501 经营收入      -30,000.00
"""


@pytest.fixture
def rented(case: Casebook) -> Casebook:
    """Village A received 30,000 of rent on 10 March 2026."""
    draft = case.entry("a", RENT, summary="收到河滩地承包费")
    case.post(draft.id)
    return case


def amounts(
    case: Casebook, key: str, period: Month | Quarter | Year
) -> dict[str, tuple[Decimal | None, ...]]:
    with as_system():
        book = ledger.book(case.books["a"])
        shown = statements.statement(book, key, period)
    assert shown.statement.holds, shown.statement.checks
    return {row.key: row.amounts for row in shown.statement.rows}


def test_the_balance_sheet_has_opening_and_closing_figures(rented: Casebook) -> None:
    rows = amounts(rented, "village-balance", Month(2026, 3))
    assert rows["cash"] == (D("230000.00"), D("200000.00"), D("0.00"))
    assert rows["fixed-net"] == (D("200000.00"), D("200000.00"), D("0.00"))
    assert rows["undistributed"][:2] == (D("30000.00"), D("0.00"))
    assert rows["assets"] == rows["claims"] == (D("430000.00"), D("400000.00"), D("0.00"))


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        (Month(2026, 2), (D("0.00"), D("0.00"), D("0.00"))),
        (Month(2026, 3), (D("30000.00"), D("30000.00"), D("0.00"))),
        (Quarter(2026, 1), (D("30000.00"), D("30000.00"), D("0.00"))),
        (Year(2026), (D("30000.00"), D("0.00"))),
    ],
)
def test_income_stands_in_its_period_beside_last_year(
    rented: Casebook, period: Month | Quarter | Year, wanted: tuple[Decimal, ...]
) -> None:
    assert amounts(rented, "village-income", period)["income"] == wanted


def test_a_figure_opens_to_its_vouchers(rented: Casebook) -> None:
    with as_system():
        book = ledger.book(rented.books["a"])
        shown = statements.statement(book, "village-income", Month(2026, 3))
        result = next(row for row in shown.statement.rows if row.key == "operating-result")
        lines, total = statements.lines_of(book, shown, result, 0, start=0, size=25)
    assert total == 1
    assert [("记" in x.label, x.date, x.summary, x.credit) for x in lines] == [
        (True, date(2026, 3, 10), "收到河滩地承包费", D("30000.00"))
    ]


def test_a_balance_opens_to_the_opening_voucher_and_all_since(rented: Casebook) -> None:
    with as_system():
        book = ledger.book(rented.books["a"])
        shown = statements.statement(book, "village-balance", Month(2026, 3))
        cash = next(row for row in shown.statement.rows if row.key == "cash")
        closing, _ = statements.lines_of(book, shown, cash, 0, start=0, size=25)
        opening, _ = statements.lines_of(book, shown, cash, 1, start=0, size=25)
    assert sum(x.debit - x.credit for x in closing) == D("230000.00")
    assert sum(x.debit - x.credit for x in opening) == D("200000.00")


def test_the_pages_show_the_sheet_with_its_links(rented: Casebook) -> None:
    client = signed_in("kuaiji")
    book = rented.books["a"]
    index = client.get(f"/books/{book}/statements/?period=2026-03").content.decode()
    assert all(word in index for word in ("资产负债表", "收益及收益分配表", "相符"))
    sheet = client.get(f"/books/{book}/statements/village-balance/?period=2026-03").content.decode()
    assert all(word in sheet for word in ("货币资金", "230,000.00"))
    assert (
        f"/books/{book}/statements/village-balance/lines/?period=2026-03&amp;row=cash&amp;column=0" in sheet
    )
    lines = client.get(f"/books/{book}/statements/village-income/lines/?period=2026-03&row=income&column=0")
    assert "收到河滩地承包费" in lines.content.decode()
    assert (
        client.get(f"/books/{book}/statements/village-income/lines/?period=2026-03&row=gold").status_code
        == 404
    )
    assert client.get(f"/books/{book}/statements/company-balance/").status_code == 404


def test_the_ledger_of_an_account_begins_with_what_was_brought_forward(rented: Casebook) -> None:
    book = rented.books["a"]
    with as_system():
        bank = next(a.account_id for a in ledger.trial_balance(book).lines if a.code == "102")
    page = signed_in("kuaiji").get(f"/books/{book}/accounts/{bank}/?period=2026-03").content.decode()
    first, second, third = (page.index(amount) for amount in ("199,000.00", "30,000.00", "229,000.00"))
    assert first < second < third
    assert all(word in page for word in ("期初余额", "本期合计", "本年累计"))


def test_the_budget_stands_beside_what_was_paid_of_it(case: Casebook) -> None:
    authority = case.authority("a", "62000.00", kind="budget", label="种子采购预算")
    case.paid("a", "15500.00", authority.id)
    book, client = case.books["a"], signed_in("kuaiji")
    page = client.get(f"/books/{book}/budget/").content.decode()
    assert all(word in page for word in ("种子采购预算", "62,000.00", "15,500.00", "46,500.00", "25.0%"))
    spent = client.get(f"/books/{book}/budget/{authority.id}/").content.decode()
    assert "15,500.00" in spent
    assert client.get(f"/books/{case.books['b']}/budget/{authority.id}/").status_code == 404
