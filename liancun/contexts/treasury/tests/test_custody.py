"""A custody account: every line goes to one book, and the tables hold it there."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.treasury import api as treasury
from liancun.contexts.treasury.models import Account, StatementLine
from liancun.contexts.treasury.tests.bank import Bank, csv
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, Refusal

A, B = "31050001000000001", "31050001000000002"
FILE = f"""交易日期,子账号,收入,支出,余额,摘要
2026-02-03,{A},1000.00,,1000.00,补助
2026-02-04,{B},400.00,,1400.00,租金
2026-02-05,{A},,300.00,1100.00,货款
"""


@pytest.fixture
def custody(bank: Bank) -> int:
    with bank.case.signed_in("kuaiji") as accountant:
        made = treasury.open_custody(
            accountant, body_id=bank.case.world.agency, bank="农商行营业部", number="31050001000000000"
        )
        for letter, number in (("a", A), ("b", B)):
            treasury.open_account(accountant, book_id=bank.case.books[letter], custody_id=made, number=number)
    return made


def balances(custody: int) -> dict[str, Decimal]:
    with as_system():
        found = Account.objects.filter(custody_id=custody).select_related("owner")
        return {
            "ab"[at]: StatementLine.objects.filter(account=account).order_by("-order")[0].balance
            for at, account in enumerate(found.order_by("id"))
        }


def test_a_file_is_parted_among_the_books(bank: Bank, custody: int) -> None:
    with bank.case.signed_in("kuaiji") as accountant:
        done = treasury.import_custody(accountant, custody_id=custody, name="z.csv", content=csv(FILE))
        again = treasury.import_custody(accountant, custody_id=custody, name="z.csv", content=csv(FILE))
    assert [one.fresh for one in done] == [2, 1]
    assert all(one.again for one in again)
    assert balances(custody) == {"a": Decimal("700.00"), "b": Decimal("400.00")}


@pytest.mark.parametrize("wrong", ["", "99999999999999999"])
def test_it_refuses_money_that_is_nobodys(bank: Bank, custody: int, wrong: str) -> None:
    with bank.case.signed_in("kuaiji") as accountant, pytest.raises(Refusal) as refusal:
        treasury.import_custody(
            accountant, custody_id=custody, name="z.csv", content=csv(FILE.replace(B, wrong))
        )
    assert refusal.value.code == "treasury.whose_money"
    with as_system():
        assert not StatementLine.objects.filter(account__custody_id=custody).exists()


def test_a_book_has_one_part_and_a_number_one_book(bank: Bank, custody: int) -> None:
    with bank.case.signed_in("kuaiji") as accountant:
        for letter, number in (("a", "31050001000000003"), ("b", A)):
            with pytest.raises(Conflict):
                treasury.open_account(
                    accountant, book_id=bank.case.books[letter], custody_id=custody, number=number
                )
    with as_system():
        assert Account.objects.filter(custody_id=custody).count() == 2


def test_the_tables_keep_two_books_apart(bank: Bank, custody: int) -> None:
    """Below the forms: a line under another book's account is refused, whoever writes it."""
    bank.take()
    statement = """
        insert into treasury_statementline (owner_id, book_id, account_id, statement_id, "order", day, income,
          outgo, balance, payer, summary, serial, key)
        select s.owner_id, %s, s.account_id, s.id, 99, '2026-02-28', 1, 0, 1, '', '', '', 'x'
        from treasury_statement s
    """
    with as_system(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        with pytest.raises(DatabaseError, match="treasury_line_account"):
            cursor.execute(statement, [bank.case.books["b"]])
        transaction.set_rollback(True)


def test_a_line_never_changes(bank: Bank) -> None:
    bank.take()
    for statement in ("update treasury_statementline set income = 1", "delete from treasury_statementline"):
        with as_system(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_numbers_lie_sealed(bank: Bank, custody: int) -> None:
    bank.take()
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select number from treasury_account where number is not null")
        assert all(A.encode() not in bytes(row[0]) for row in cursor.fetchall())
        line = next(one for one in treasury.accounts(bank.case.books["a"]) if one.kind == "sub")
    assert line.masked.endswith(A[-4:])
    assert A not in line.masked
