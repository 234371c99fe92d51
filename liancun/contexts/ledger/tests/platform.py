"""The province's platform as the tests know it: a mirror book and the files that come out of the platform."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests.casebook import Casebook
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.periods import Month

NOTHING = Decimal(0)
FEBRUARY = Month(2026, 2)
JANUARY = Month(2026, 1)
HEADS = (
    "日期",
    "凭证字号",
    "摘要",
    "科目编码",
    "科目名称",
    "借方金额",
    "贷方金额",
    "往来单位",
    "附件张数",
    "制单人",
)
TABLE = (
    ("科目编码", "科目名称", "期初余额", "", "本期发生额", "", "期末余额", ""),
    ("", "", "借方", "贷方", "借方", "贷方", "借方", "贷方"),
)

# A month as the platform exports it: number, day, summary; lines below, amounts with their side.
INCOME = (
    "记-1",
    "2026-01-05",
    "收到承包费",
    (("102", "银行存款", "借", "3000.00"), ("501", "经营收入", "贷", "3000.00")),
)
WAGES = (
    "记-2",
    "2026-01-12",
    "支付办公用品",
    (("51301", "管理费用-办公费", "借", "800.00"), ("102", "银行存款", "贷", "800.00")),
)
OPENING = {"101": ("库存现金", "1000.00"), "102": ("银行存款", "9000.00"), "301": ("资本", "-10000.00")}


def text_file(rows: Iterable[Iterable[object]], name: str = "凭证.csv") -> ledger.GivenFile:
    written = "\n".join(",".join(str(cell) for cell in row) for row in rows)
    return ledger.GivenFile(name, io.BytesIO(written.encode("gb18030")))


def workbook(rows: Iterable[Iterable[object]], name: str = "科目余额表.xlsx") -> ledger.GivenFile:
    book, made = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row])
    book.save(made)
    made.seek(0)
    return ledger.GivenFile(name, made)


def voucher_list(*vouchers: Any) -> ledger.GivenFile:
    """What is said once for a voucher is left out on its further lines, as platforms do."""
    rows: list[tuple[object, ...]] = [("某某村股份经济合作社凭证序时簿",), HEADS]
    for number, day, summary, lines in vouchers:
        for at, (code, name, side, amount) in enumerate(lines):
            said = (day, number, summary) if not at else ("", "", "")
            debit, credit = (amount, "") if side == "借" else ("", amount)
            rows.append((*said, code, name, debit, credit, "", 1 if not at else "", "平台张会计"))
    rows.append(("合计", "", "", "", "", "1", "1", "", "", ""))
    return text_file(rows)


def balance_table(
    opening: dict[str, tuple[str, str]], vouchers: Iterable[Any], name: str = "科目余额表.xlsx"
) -> ledger.GivenFile:
    """The table a platform prints for these vouchers, its headings over two rows."""
    names, moved = _names(opening, vouchers), _moved(vouchers)
    rows: list[tuple[object, ...]] = [("科目余额表",), *TABLE]
    for code in sorted(names):
        before = Decimal(opening[code][1]) if code in opening else NOTHING
        debit, credit = moved.get(code, (NOTHING, NOTHING))
        after = before + debit - credit
        rows.append((code, names[code], *_sides(before), str(debit), str(credit), *_sides(after)))
    return workbook(rows, name)


def _sides(amount: Decimal) -> tuple[str, str]:
    return (str(amount), "") if amount >= 0 else ("", str(-amount))


def closings(opening: dict[str, tuple[str, str]], vouchers: Iterable[Any]) -> dict[str, tuple[str, str]]:
    """What the next month begins with."""
    moved, found = _moved(vouchers), {}
    for code, name in _names(opening, vouchers).items():
        before = Decimal(opening[code][1]) if code in opening else NOTHING
        debit, credit = moved.get(code, (NOTHING, NOTHING))
        found[code] = (name, str(before + debit - credit))
    return found


def _names(opening: dict[str, tuple[str, str]], vouchers: Iterable[Any]) -> dict[str, str]:
    told = {code: name for *_said, lines in vouchers for code, name, _side, _amount in lines}
    return told | {code: name for code, (name, _amount) in opening.items()}


def _moved(vouchers: Iterable[Any]) -> dict[str, tuple[Decimal, Decimal]]:
    moved: dict[str, tuple[Decimal, Decimal]] = {}
    for *_said, lines in vouchers:
        for code, _name, side, amount in lines:
            debit, credit = moved.get(code, (NOTHING, NOTHING))
            more = Decimal(amount)
            moved[code] = (debit + more, credit) if side == "借" else (debit, credit + more)
    return moved


@dataclass
class Mirror:
    """Village C, whose book is kept in the province's platform."""

    case: Casebook
    book: int
    files: dict[str, ledger.GivenFile] = field(default_factory=dict)

    def bring(self, month: Month, *vouchers: Any, table: Any = (), **options: Any) -> ledger.Imported:
        given = {"vouchers": voucher_list(*vouchers), "guess": True, **options}
        if table:
            given["balances"] = balance_table(*table)
        with self.case.signed_in("kuaiji") as accountant:
            return ledger.import_mirror(accountant, book_id=self.book, month=month, **given)

    def january(self) -> ledger.Imported:
        return self.bring(JANUARY, INCOME, WAGES, table=(OPENING, (INCOME, WAGES)))

    def post(self, month: Month = JANUARY) -> int:
        with self.case.signed_in("fuhe") as reviewer:
            return ledger.post_mirror(reviewer, book_id=self.book, month=month)

    def close(self, month: Month = JANUARY) -> None:
        with self.case.signed_in("fuhe") as reviewer:
            ledger.close_month(reviewer, book_id=self.book, month=month)

    def vouchers(self, state: str = "") -> list[ledger.VoucherLine]:
        with as_system():
            return ledger.vouchers(book_id=self.book, state=state, size=200)[0]


def opened_mirror(case: Casebook, letter: str = "c") -> Mirror:
    with as_system():
        book = ledger.open_book(
            SYSTEM, owner_id=case.owner(letter), opening_date=date(2026, 1, 1), kind="mirror"
        )
    case.books[letter] = book.id
    return Mirror(case, book.id)
