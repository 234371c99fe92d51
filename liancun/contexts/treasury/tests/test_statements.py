"""Statements come in: whatever their shape, whole or not at all, once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from liancun.contexts.treasury import api as treasury
from liancun.contexts.treasury.models import Statement, StatementLine
from liancun.contexts.treasury.queries import accounts
from liancun.contexts.treasury.tests.bank import FEBRUARY, Bank, csv, excel
from liancun.framework.testing import as_system
from liancun.kernel.errors import NotAllowed, Refusal


def kept(bank: Bank) -> list[tuple[date, Decimal, Decimal]]:
    with as_system():
        rows = StatementLine.objects.filter(account_id=bank.account).order_by("order")
        return [(row.day, row.income - row.outgo, row.balance) for row in rows]


EXPECTED = [
    (date(2026, 2, 3), Decimal("12000.00"), Decimal("211000.00")),
    (date(2026, 2, 10), Decimal("-15.00"), Decimal("210985.00")),
    (date(2026, 2, 20), Decimal("-8000.00"), Decimal("202985.00")),
]
ONE_COLUMN = """银行流水明细,,,
户名：示范村,,,
记账日期,借贷标志,交易金额,账户余额,对方名称
20260220,借,8000.00,202985.00,铁岭种业有限公司
20260210,借,15.00,210985.00,
20260203,贷,12000.00,211000.00,王建国
合计,,,,
"""
SIGNED = """日期,金额,余额,备注
2026年2月3日,12000,211000,承包费
2026年2月10日,-15,210985,手续费
2026年2月20日,-8000,202985,货款
"""


@pytest.mark.parametrize("text", [FEBRUARY, ONE_COLUMN, SIGNED], ids=["two columns", "side word", "signed"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_it_reads_what_banks_write(bank: Bank, text: str, encoding: str) -> None:
    with bank.case.signed_in("kuaiji") as accountant:
        done = treasury.import_statement(
            accountant, account_id=bank.account, name="a.csv", content=csv(text, encoding)
        )
    assert (done.rows, done.fresh) == (3, 3)
    assert kept(bank) == EXPECTED


def test_it_reads_a_spreadsheet_newest_first(bank: Bank) -> None:
    rows: list[list[Any]] = [
        ["交易时间", "收入金额(元)", "支出金额(元)", "余额"],
        ["2026/2/20 10:11:12", None, 8000, 202985],
        ["2026/2/10 09:00:00", None, 15, 210985],
        ["2026/2/3 08:00:00", 12000, None, 211000],
    ]
    with bank.case.signed_in("kuaiji") as accountant:
        treasury.import_statement(accountant, account_id=bank.account, name="a.xlsx", content=excel(rows))
    assert kept(bank) == EXPECTED


def test_the_same_file_changes_nothing(bank: Bank) -> None:
    first = bank.take()
    again = bank.take()
    assert again.again
    assert again.statement_id == first.statement_id
    assert kept(bank) == EXPECTED


def test_a_later_file_brings_only_what_is_new(bank: Bank) -> None:
    bank.take()
    text = FEBRUARY + '2026-03-02,利息,,,85.50,,"203,070.50",a4\n'
    assert bank.take(text).fresh == 1
    assert kept(bank)[-1] == (date(2026, 3, 2), Decimal("85.50"), Decimal("203070.50"))


def refused(bank: Bank, text: str) -> str:
    before = kept(bank)
    with as_system():
        statements = Statement.objects.count()
    with pytest.raises(Refusal) as refusal:
        bank.take(text)
    assert kept(bank) == before
    with as_system():
        assert Statement.objects.count() == statements
    return refusal.value.code


def test_it_refuses_a_statement_with_a_hole(bank: Bank) -> None:
    assert (
        refused(bank, FEBRUARY.replace('2026-02-10,手续费,,,,15.00,"210,985.00",a2\n', "")) == "treasury.gap"
    )


def test_it_refuses_a_file_that_does_not_join(bank: Bank) -> None:
    bank.take()
    text = FEBRUARY.splitlines()[0] + '\n2026-03-02,利息,,,85.50,,"203,170.50",a4\n'
    assert refused(bank, text) == "treasury.not_connected"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2026-13-03,x,,,1.00,,1.00,b", "treasury.day"),
        ("03/02/2026,x,,,1.00,,1.00,b", "treasury.day_two_ways"),
        ("2026-02-03,x,,,壹元,,1.00,b", "treasury.amount"),
        ("2026-02-03,x,,,,,1.00,b", "treasury.no_amount"),
    ],
)
def test_it_refuses_a_row_it_cannot_read(bank: Bank, line: str, code: str) -> None:
    assert refused(bank, f"{FEBRUARY.splitlines()[0]}\n{line}\n") == code


def test_it_needs_to_know_where_the_account_stood(bank: Bank) -> None:
    text = "日期,收入,支出\n2026-02-03,12000,\n"
    assert refused(bank, text) == "treasury.no_balance"
    assert bank.take(text, opening=Decimal("199000.00")).fresh == 1
    assert kept(bank) == EXPECTED[:1]


def test_it_remembers_which_column_is_which(bank: Bank) -> None:
    strange = "什么时候,进,出,剩\n2026-02-03,12000,,211000\n"
    with pytest.raises(treasury.UnknownShape) as asked:
        bank.take(strange)
    assert asked.value.heads == ("什么时候", "进", "出", "剩")
    with bank.case.signed_in("kuaiji") as accountant:
        treasury.remember_shape(
            accountant,
            account_id=bank.account,
            heads={"day": "什么时候", "income": "进", "outgo": "出", "balance": "剩"},
        )
    assert bank.take(strange).fresh == 1
    assert bank.take(strange + "2026-02-10,,15,210985\n").fresh == 1


def test_only_the_accountant_of_the_book_hands_in(bank: Bank) -> None:
    for name in ("baozhang-a", "fuhe"):
        with bank.case.signed_in(name) as other, pytest.raises(NotAllowed):
            treasury.import_statement(other, account_id=bank.account, name="a.csv", content=csv(FEBRUARY))
    with bank.case.signed_in("baozhang-b"), pytest.raises(Refusal) as refusal:
        accounts.account(bank.account)
    assert refusal.value.code == "treasury.no_account"
    assert kept(bank) == []
