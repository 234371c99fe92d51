"""Statements of banks in their several shapes: which column is which, and a row understood.

Banks agree on nothing: heads differ, the amount is one signed column, one column with a word for its side, or two
columns; days come as 2024-05-30, 20240530, 2024年5月30日, 30/05/2024 or a spreadsheet's number of days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from liancun.kernel.errors import Place, Refusal, mark
from liancun.kernel.money import yuan

DAY, INCOME, OUTGO, AMOUNT, SIDE = "day", "income", "outgo", "amount", "side"
BALANCE, PAYER, PAYER_NUMBER, SUMMARY, SERIAL = "balance", "payer", "payer_number", "summary", "serial"
OWN = "own"
ROLES = (DAY, INCOME, OUTGO, AMOUNT, SIDE, BALANCE, PAYER, PAYER_NUMBER, SUMMARY, SERIAL, OWN)
# What banks call them, the surest word first.
_KNOWN: Mapping[str, tuple[str, ...]] = {
    DAY: ("交易日期", "记账日期", "入账日期", "交易时间", "日期", "发生日期", "记账日"),
    INCOME: ("贷方发生额", "收入金额", "收入", "贷方金额", "转入金额", "存入金额", "存入", "贷方", "贷方发生额(收入)"),
    OUTGO: ("借方发生额", "支出金额", "支出", "借方金额", "转出金额", "支取金额", "支取", "借方", "借方发生额(支取)"),
    AMOUNT: ("交易金额", "发生额", "金额", "发生金额"),
    SIDE: ("借贷标志", "借贷方向", "收支标志", "借/贷", "借贷", "收/支", "收支方向", "交易方向"),
    BALANCE: ("余额", "账户余额", "本次余额", "交易后余额", "可用余额", "联机余额"),
    PAYER: ("对方户名", "对方名称", "对方账户名称", "交易对手名称", "对方单位名称", "收(付)方名称", "交易对方", "对手户名"),
    PAYER_NUMBER: ("对方账号", "对方账户", "交易对手账号", "收(付)方账号", "对手账号", "对方帐号"),
    SUMMARY: ("摘要", "用途", "附言", "备注", "交易摘要", "摘要说明"),
    SERIAL: ("交易流水号", "流水号", "核心流水号", "凭证号", "交易序号", "凭证号码"),
    OWN: ("子账号", "分户账号", "本方子账户", "二级账号", "子账户"),
}  # fmt: skip
_OUT = frozenset(["借", "支", "出", "付", "D", "d", "-", "支出", "借方", "转出", "支取"])
_IN = frozenset(["贷", "收", "入", "C", "c", "+", "收入", "贷方", "转入", "存入"])
_SERIAL_ZERO = date(1899, 12, 30)
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6}|[ T].*)?")
_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?")
_TOTALS = ("合计", "总计", "小计", "本页合计", "期初余额", "期末余额", "承前页", "过次页")
HEAD_WITHIN = 25
_LEAST_HEADS = 3

Cells = Sequence[str]


@dataclass(frozen=True)
class Shape:
    """Which heading stands for what: role → heading, as remembered for an account."""

    heads: Mapping[str, str]

    @property
    def fault(self) -> str:
        """The first thing that is missing or doubled, as a message id; empty where the shape can be read."""
        if DAY not in self.heads:
            return mark("没有指明哪一列是交易日期。")
        two, one = INCOME in self.heads or OUTGO in self.heads, AMOUNT in self.heads
        if two == one:
            return mark("金额要么是一列，要么是收入、支出两列，请指明其中一种。")
        if two and not (INCOME in self.heads and OUTGO in self.heads):
            return mark("收入和支出两列都要指明。")
        chosen = list(self.heads.values())
        return mark("同一列不能指明两次。") if len(set(chosen)) < len(chosen) else ""


@dataclass(frozen=True)
class Move:
    """A row of a statement. Exactly one of `income` and `outgo` is not zero, unless the bank took one back (below
    zero). `own`: the sub-account a custody statement names."""

    row: int
    day: date
    income: Decimal
    outgo: Decimal
    balance: Decimal | None = None
    payer: str = ""
    payer_number: str = ""
    summary: str = ""
    serial: str = ""
    own: str = ""

    @property
    def net(self) -> Decimal:
        return self.income - self.outgo


def tidy(head: str) -> str:
    """A heading without what banks put around it: blanks, units, full-width brackets."""
    plain = head.replace("（", "(").replace("）", ")").replace("\ufeff", "")
    return re.sub(r"[\s*：:]|\((?:元|RMB|人民币|CNY|yuan)\)", "", plain)


def recognise(heads: Iterable[str]) -> Shape:
    """What the headings say by themselves; the fault of the shape tells what is missing."""
    present = {tidy(head): head for head in reversed([h for h in heads if h.strip()])}
    found: dict[str, str] = {}
    for role, words in _KNOWN.items():
        for word in words:
            head = present.get(tidy(word))
            if head is not None and head not in found.values():
                found[role] = head
                break
    if INCOME in found and OUTGO in found:
        found.pop(AMOUNT, None)
        found.pop(SIDE, None)
    return Shape(found)


def find_head(
    rows: Sequence[tuple[int, Cells]], remembered: Iterable[Shape] = ()
) -> tuple[int, Shape] | None:
    """The place of the heading row among the first rows and its shape; None where no row looks like one.

    A remembered shape whose headings all stand in a row is taken before what the words say by themselves.
    """
    for at, (_number, cells) in enumerate(rows[:HEAD_WITHIN]):
        here = {tidy(cell) for cell in cells}
        for shape in remembered:
            if {tidy(head) for head in shape.heads.values()} <= here:
                return at, shape
    best: tuple[int, Shape] | None = None
    for at, (_number, cells) in enumerate(rows[:HEAD_WITHIN]):
        shape = recognise(cells)
        if best is None or len(shape.heads) > len(best[1].heads):
            best = at, shape
    return best if best is not None and len(best[1].heads) >= _LEAST_HEADS else None


def likely_head(rows: Sequence[tuple[int, Cells]]) -> tuple[str, ...]:
    """The row with the most filled cells: what to show when somebody must say which column is which."""
    first = rows[:HEAD_WITHIN]
    fullest = max(first, key=lambda row: sum(bool(cell.strip()) for cell in row[1]), default=(0, ()))
    return tuple(dict.fromkeys(cell.strip() for cell in fullest[1] if cell.strip()))


def moves(rows: Sequence[tuple[int, Cells]], head: int, shape: Shape) -> tuple[Move, ...]:
    """The rows below the heading, totals and empty ones left out. Raises the first refusal with its row."""
    places = {tidy(cell): at for at, cell in reversed(list(enumerate(rows[head][1])))}
    at = {role: places[tidy(name)] for role, name in shape.heads.items() if tidy(name) in places}
    made = []
    for number, cells in rows[head + 1 :]:
        told = {role: cells[place].strip() if place < len(cells) else "" for role, place in at.items()}
        if not any(told.values()) or _is_total(cells):
            continue
        made.append(_move(number, told))
    return tuple(made)


def _is_total(cells: Cells) -> bool:
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return first.rstrip(":：").startswith(_TOTALS)


def _move(row: int, told: Mapping[str, str]) -> Move:
    income, outgo = _amounts(row, told)
    if income == outgo == 0:
        raise _fault(row, "no_amount", mark("这一行没有金额。"))
    balance = told.get(BALANCE, "")
    return Move(
        row=row,
        day=day_of(told.get(DAY, ""), row),
        income=income,
        outgo=outgo,
        balance=_money(row, balance) if balance else None,
        payer=told.get(PAYER, "")[:120],
        payer_number=re.sub(r"\s", "", told.get(PAYER_NUMBER, ""))[:40].lstrip("\x00"),
        summary=told.get(SUMMARY, "")[:200],
        serial=told.get(SERIAL, "")[:60].lstrip("\x00"),
        own=re.sub(r"\s", "", told.get(OWN, "")).lstrip("\x00"),
    )


def _amounts(row: int, told: Mapping[str, str]) -> tuple[Decimal, Decimal]:
    zero = Decimal("0.00")
    if AMOUNT not in told:
        return _money(row, told.get(INCOME, "")), _money(row, told.get(OUTGO, ""))
    amount = _money(row, told[AMOUNT])
    side = told.get(SIDE, "").strip()
    if not side:
        return (amount, zero) if amount >= 0 else (zero, -amount)
    if side in _OUT:
        return zero, abs(amount) if amount < 0 else amount
    if side in _IN:
        return amount, zero
    raise _fault(row, "side", mark("“{side}”看不出是收入还是支出。"), side=side)


def _money(row: int, text: str) -> Decimal:
    plain = text.strip().lstrip("\x00")
    if plain in ("", "-", "--", "—"):
        return Decimal("0.00")
    try:
        return yuan(plain.removesuffix("元").strip())
    except Refusal:
        raise _fault(row, "amount", mark("“{text}”不是金额。"), text=plain[:30]) from None


def day_of(text: str, row: int) -> date:
    """A day as banks write it. A day that could be read two ways (05/06/2024) is refused, never guessed."""
    text = text.strip().lstrip("\x00")
    try:
        if found := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
            return date(*(int(part) for part in found.groups()))
        if found := _LAST.fullmatch(text):
            return _month_or_day_first(*(int(part) for part in found.groups()), row=row)
        if re.fullmatch(r"[2-7]\d{4}", text):
            return _SERIAL_ZERO + timedelta(days=int(text))
    except ValueError:
        pass
    raise _fault(row, "day", mark("“{text}”不是日期。"), text=text[:30])


def _month_or_day_first(first: int, second: int, year: int, *, row: int) -> date:
    if first <= 12 and second <= 12 and first != second:
        raise Refusal(
            "treasury.day_two_ways",
            mark("“{text}”分不清哪个是月、哪个是日。"),
            {"text": f"{first}/{second}/{year}"},
            Place("row", row=row),
            mark("请在表格软件里把日期列改成“2024-05-30”的样式，再导入。"),
            422,
        )
    day, month = (first, second) if first > 12 else (second, first)
    return date(year, month, day)


def _fault(row: int, code: str, sentence: str, **params: object) -> Refusal:
    remedy = mark("请核对文件的这一行，更正后再导入；整个文件都没有保存。")
    return Refusal(f"treasury.{code}", sentence, params, Place("row", row=row), remedy, 422)
