"""A village's bank account, its statements, and what its accountant books beside them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.contexts.ledger.tests.casebook import opened as books
from liancun.contexts.treasury import api as treasury
from liancun.demo.world import World
from liancun.framework.testing import as_system

# The book holds 199,000.00 in the bank on 1 January 2026.
FEBRUARY = """交易日期,摘要,对方户名,对方账号,收入,支出,余额,流水号
2026-02-03,承包费,王建国,6228480000000001234,"12,000.00",,"211,000.00",a1
2026-02-10,手续费,,,,15.00,"210,985.00",a2
2026-02-20,货款,铁岭种业有限公司,210400000000123456,,"8,000.00","202,985.00",a3
"""
NUMBER = "622848000000012345"


def csv(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def excel(rows: list[list[Any]]) -> io.BytesIO:
    book, made = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(made)
    made.seek(0)
    return made


@dataclass
class Bank:
    case: Casebook
    account: int

    @property
    def book(self) -> int:
        return self.case.books["a"]

    def take(self, text: str = FEBRUARY, name: str = "流水.csv", **options: Any) -> treasury.Imported:
        with self.case.signed_in("kuaiji") as accountant:
            return treasury.import_statement(
                accountant, account_id=self.account, name=name, content=csv(text), **options
            )

    def booked(self, day: date, lines: str, summary: str) -> None:
        """A posted voucher of ledger text."""
        draft = self.case.entry("a", lines, day=day, summary=summary, key=f"{day}{summary}")
        self.case.post(draft.id)

    def usual(self) -> None:
        """The rent received and the seeds paid, as the book tells them; the bank's fee is not booked yet."""
        self.booked(date(2026, 2, 4), "102 银行存款 12,000.00\n501 经营收入 -12,000.00", "收王建国承包费")
        with as_system():
            owner = self.case.owner("a")
        authority = self.case.authority("a", "8000.00")
        assert authority.owner_id == owner
        draft = self.case.entry(
            "a",
            "121 库存物资 8,000.00\n102 银行存款 -8,000.00",
            day=date(2026, 2, 20),
            summary="付铁岭种业有限公司货款",
            key="seeds",
            authority_id=authority.id,
        )
        self.case.post(draft.id)


def opened(world: World) -> Bank:
    case = books(world)
    with case.signed_in("kuaiji") as accountant:
        line = ledger.add_bank_account(
            accountant, book_id=case.books["a"], bank="铁岭县农村信用社", number=NUMBER
        )
        account = treasury.open_account(accountant, book_id=case.books["a"], bank_id=line.id)
    return Bank(case, account)


def opening() -> Decimal:
    return Decimal("199000.00")
