"""One village of the demonstration keeps its book in the province's platform: two months of made-up exports come in.

The first month agrees and is closed. In the second the platform's table has a payment that its voucher list lacks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from liancun.contexts.ledger import api as ledger
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.scope import entered
from liancun.kernel.periods import Month

# code, name, amount: debit above zero
Lines = tuple[tuple[str, str, str], ...]
_OPENING: Lines = (
    ("101", "库存现金", "620.00"),
    ("102", "银行存款", "0"),
    ("10201", "银行存款-农商行", "86400.00"),
    ("151", "固定资产", "210000.00"),
    ("152", "累计折旧", "-63000.00"),
    ("301", "资本", "-180000.00"),
    ("311", "公积公益金", "-54020.00"),
)
# day of the month, summary, payee, lines
_FIRST: tuple[tuple[int, str, str, Lines], ...] = (
    (4, "收到机动地承包费", "", (("10201", "银行存款-农商行", "18000.00"), ("501", "经营收入", "-18000.00"))),
    (
        11,
        "支付村部电费",
        "县供电公司（示范）",
        (("51301", "管理费用-水电费", "684.30"), ("10201", "银行存款-农商行", "-684.30")),
    ),
    (18, "提取现金备用", "", (("101", "库存现金", "1000.00"), ("10201", "银行存款-农商行", "-1000.00"))),
    (
        26,
        "购买办公用品",
        "县文具店（示范）",
        (("51302", "管理费用-办公费", "236.00"), ("101", "库存现金", "-236.00")),
    ),
)
_SECOND: tuple[tuple[int, str, str, Lines], ...] = (
    (9, "收到村东林地租金", "", (("10201", "银行存款-农商行", "9600.00"), ("501", "经营收入", "-9600.00"))),
    (
        16,
        "支付村部电费",
        "县供电公司（示范）",
        (("51301", "管理费用-水电费", "701.15"), ("10201", "银行存款-农商行", "-701.15")),
    ),
)
_LATE = (
    29,
    "支付保洁员工资",
    "示范户甲",
    (("51303", "管理费用-保洁费", "1500.00"), ("10201", "银行存款-农商行", "-1500.00")),
)
_HEADS = (
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
_TABLE = ("科目编码", "科目名称", "期初借方", "期初贷方", "本期借方", "本期贷方", "期末借方", "期末贷方")


def keep_in_platform(played: World) -> None:
    """The third village's book, through the same actions as the agency's officers use."""
    last = Month.of(clock.today()).previous()
    first = last.previous()
    accountant, reviewer = played.actor("kuaiji"), played.actor("fuhe")
    with entered(accountant):
        if ledger.book_of(played.c.collective) is not None:
            return
        book = ledger.open_book(
            accountant, owner_id=played.c.collective, opening_date=first.first, kind="mirror"
        )
        vouchers, table = _list(first, _FIRST), _balances(_OPENING, _FIRST)
        ledger.import_mirror(
            accountant, book_id=book.id, month=first, vouchers=vouchers, balances=table, guess=True
        )
    with entered(reviewer):
        ledger.post_mirror(reviewer, book_id=book.id, month=first)
        ledger.close_month(reviewer, book_id=book.id, month=first)
    with entered(accountant):
        ledger.import_mirror(
            accountant,
            book_id=book.id,
            month=last,
            vouchers=_list(last, _SECOND),
            balances=_balances(_carried(_OPENING, _FIRST), (*_SECOND, _LATE)),
            guess=True,
        )


def _list(month: Month, vouchers: Sequence[tuple[int, str, str, Lines]]) -> ledger.GivenFile:
    rows: list[Sequence[object]] = [_HEADS]
    for number, (day, summary, payee, lines) in enumerate(vouchers, start=1):
        for at, (code, name, amount) in enumerate(lines):
            said = (date(month.year, month.month, day), f"记-{number}", summary) if not at else ("", "", "")
            rows.append((*said, code, name, *_sides(Decimal(amount)), payee, 1, "平台代理会计（示范）"))
    return _file(f"凭证序时簿{month}.csv", rows)


def _sides(amount: Decimal) -> tuple[object, object]:
    return (amount, "") if amount >= 0 else ("", -amount)


def _file(name: str, rows: Iterable[Sequence[object]]) -> ledger.GivenFile:
    told = io.StringIO()
    csv.writer(told).writerows(rows)
    return ledger.GivenFile(name, io.BytesIO(told.getvalue().encode("gb18030")))


def _balances(opening: Lines, vouchers: Sequence[tuple[int, str, str, Lines]]) -> ledger.GivenFile:
    names = {code: name for code, name, _amount in opening}
    moved: dict[str, tuple[Decimal, Decimal]] = {}
    for _day, _summary, _payee, lines in vouchers:
        for code, name, written in lines:
            names.setdefault(code, name)
            debit, credit = moved.get(code, (Decimal(0), Decimal(0)))
            amount = Decimal(written)
            moved[code] = (debit + max(amount, Decimal(0)), credit + max(-amount, Decimal(0)))
    held = {code: Decimal(amount) for code, _name, amount in opening}
    rows: list[Sequence[object]] = [_TABLE]
    for code in sorted(names):
        if code == "102":
            continue
        debit, credit = moved.get(code, (Decimal(0), Decimal(0)))
        before = held.get(code, Decimal(0))
        rows.append((code, names[code], *_sides(before), debit, credit, *_sides(before + debit - credit)))
    return _file("科目余额表.csv", rows)


def _carried(opening: Lines, vouchers: Sequence[tuple[int, str, str, Lines]]) -> Lines:
    names: dict[str, str] = {}
    held: dict[str, Decimal] = {}
    for lines in (opening, *(found for _day, _summary, _payee, found in vouchers)):
        for code, name, amount in lines:
            names[code] = name
            held[code] = held.get(code, Decimal(0)) + Decimal(amount)
    return tuple((code, names[code], str(amount)) for code, amount in held.items())
