"""What the stage's villages own, let and have in the bank: made up, handed in by the sheets and files a village has."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from liancun.contexts.estate import api as estate
from liancun.contexts.ledger import api as ledger
from liancun.contexts.treasury import api as treasury
from liancun.demo import sheet
from liancun.demo.county import Seat
from liancun.demo.setting import SYSTEM
from liancun.framework import clock

FEE = Decimal("12.00")
# share of the book's fixed assets, number, category, name, unit, years ago
_THINGS = (
    (60, "GD-0001", "房屋及建筑物", "村部办公楼（示范）", "栋", 6),
    (30, "GD-0002", "农业机械", "玉米联合收割机（示范）", "台", 3),
    (10, "GD-0003", "办公和电子设备", "会议和办公设备（示范）", "套", 2),
)
_PARTIES = ("示范户甲", "示范户乙", "示范家庭农场")


def register(seats: Sequence[Seat]) -> None:
    """Things that make up the books' opening balance, land, contracts of which one is late, a bank's statement."""
    books = [book for seat in seats if (book := ledger.book_of(seat.collective)) is not None]
    sheet.hand_in("estate.assets", "资产登记簿", [row for book in books for row in _assets(book)])
    sheet.hand_in("estate.contracts", "合同", [row for book in books for row in _contracts(book)])
    for number, book in enumerate(books):
        _land(book)
        _pay_rent(book, number)
        _bank(book)


def _assets(book: ledger.BookLine) -> list[dict[str, object]]:
    opening = {line.code: line for line in ledger.trial_balance(book.id, book.opened_on).lines}
    cost, worn = opening["151"].closing_debit, opening["152"].closing_credit
    return [
        {
            "owner": book.owner_name,
            "number": number,
            "category": category,
            "name": name,
            "quantity": 1,
            "unit": unit,
            "place": "村部",
            "acquired_on": date(book.opened_on.year - years, 6, 15),
            "cost": cost * share / 100,
            "worn": worn * share / 100,
        }
        for share, number, category, name, unit, years in _THINGS
    ]


def _contracts(book: ledger.BookLine) -> list[dict[str, object]]:
    """One long lease, one whose rent is late, one that ends within the season."""
    today = clock.today()
    spans = (
        (date(today.year - 2, 1, 1), date(today.year + 7, 12, 31), "18000.00", "机动地 80 亩（示范）"),
        (today - timedelta(days=100), today + timedelta(days=995), "9600.00", "村东林地 120 亩（示范）"),
        (today - timedelta(days=345), today + timedelta(days=20), "6000.00", "旧校舍三间（示范）"),
    )
    return [
        {
            "owner": book.owner_name,
            "number": f"HT-{at:03d}",
            "matter": matter,
            "party": _PARTIES[at - 1],
            "signed_on": since,
            "since": since,
            "until": until,
            "every": "每年",
            "rent": rent,
        }
        for at, (since, until, rent, matter) in enumerate(spans, start=1)
    ]


def _land(book: ledger.BookLine) -> None:
    rows = [
        ("ZY-0001", "cropland", "机动地（示范）", "80.00", "发包"),
        ("ZY-0002", "forest", "村东林地（示范）", "120.00", "发包"),
        ("ZY-0003", "water", "村西水塘（示范）", "15.50", "自用"),
    ]
    estate.register_resources(
        SYSTEM,
        resources=[
            estate.NewResource(book.id, number, kind, name, Decimal(area), book.opened_on, use=use)
            for number, kind, name, area, use in rows
        ],
    )


def _pay_rent(book: ledger.BookLine, number: int) -> None:
    """The long lease and the old school have paid; the wood's rent is late."""
    found, _total = estate.contracts(on=clock.today(), words=book.owner_name, size=50)
    for one in found:
        if one.arrears and "林地" not in one.matter:
            estate.record_receipt(
                SYSTEM,
                contract_id=one.id,
                on=clock.today(),
                amount=one.arrears,
                key=f"demo/{number}",
                note="示范",
            )


def _bank(book: ledger.BookLine) -> None:
    """The bank tells what the book tells a day later, and a fee that nobody has booked."""
    banks = ledger.bank_accounts(book.id)
    if not banks:
        return
    account = treasury.open_account(SYSTEM, book_id=book.id, bank_id=banks[0].id)
    lines = ledger.money_lines(book.id, "102")
    stand = ledger.money_balance(book.id, "102", book.opened_on - timedelta(days=1))
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(["交易日期", "摘要", "对方户名", "收入", "支出", "余额"])
    today = clock.today()
    for line in lines:
        stand += line.net
        # The first on its own day: what the book has before a first statement is not compared.
        day = line.day if line is lines[0] else min(line.day + timedelta(days=1), today)
        amounts = (line.net, "") if line.net > 0 else ("", -line.net)
        writer.writerow([day, line.summary, line.payee, *amounts, stand])
    writer.writerow([today, "账户管理费", "", "", FEE, stand - FEE])
    treasury.import_statement(
        SYSTEM, account_id=account, name="示范流水.csv", content=io.BytesIO(told.getvalue().encode("gb18030"))
    )
