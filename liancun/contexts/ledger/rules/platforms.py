"""What a province's 三资 platform exports: which column is which, and a row understood.

Platforms agree on nothing: headings differ and may take two rows; number and word stand in one column or two; what
is said once for a voucher is left out on its further lines; amounts below zero are red letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from liancun.kernel import headings
from liancun.kernel.errors import Place, Refusal, mark
from liancun.kernel.headings import tidy
from liancun.kernel.money import yuan

ZERO = Decimal("0.00")
Rows = Sequence[tuple[int, Sequence[str]]]

# Role → what platforms call it, the surest word first.
VOUCHERS: Mapping[str, tuple[str, ...]] = {
    "day": ("凭证日期", "记账日期", "制单日期", "业务日期", "日期"),
    "word": ("凭证字", "凭证类别", "凭证类型", "字", "类别"),
    "number": ("凭证号", "凭证字号", "凭证编号", "凭证号码", "字号", "号"),
    "summary": ("摘要", "凭证摘要", "摘要内容", "业务摘要"),
    "code": ("科目编码", "科目代码", "科目编号", "会计科目编码", "会计科目代码"),
    "name": ("科目名称", "会计科目", "科目全称", "科目全名", "会计科目名称", "科目"),
    "debit": ("借方金额", "借方", "借方发生额", "借方本币", "借方金额(本币)"),
    "credit": ("贷方金额", "贷方", "贷方发生额", "贷方本币", "贷方金额(本币)"),
    "party": ("往来单位", "往来对象", "辅助核算", "核算项目", "往来户", "往来单位或个人", "客商"),
    "attachments": ("附件张数", "附单据数", "附件数", "单据张数", "附件"),
    "preparer": ("制单人", "制单", "填制人", "录入人", "制单人员"),
}
BALANCES: Mapping[str, tuple[str, ...]] = {
    "code": VOUCHERS["code"],
    "name": VOUCHERS["name"],
    "opening_debit": ("期初余额借方", "期初借方余额", "期初借方", "期初借方金额", "月初余额借方"),
    "opening_credit": ("期初余额贷方", "期初贷方余额", "期初贷方", "期初贷方金额", "月初余额贷方"),
    "opening_side": ("期初余额方向", "期初方向", "期初借贷"),
    "opening": ("期初余额金额", "期初余额余额", "期初余额", "期初金额"),
    "debit": ("本期发生额借方", "本期借方发生额", "本期借方", "本月借方", "借方发生额", "本期发生借方", "借方金额"),
    "credit": ("本期发生额贷方", "本期贷方发生额", "本期贷方", "本月贷方", "贷方发生额", "本期发生贷方", "贷方金额"),
    "closing_debit": ("期末余额借方", "期末借方余额", "期末借方", "期末借方金额", "月末余额借方"),
    "closing_credit": ("期末余额贷方", "期末贷方余额", "期末贷方", "期末贷方金额", "月末余额贷方"),
    "closing_side": ("期末余额方向", "期末方向", "方向", "期末借贷", "余额方向"),
    "closing": ("期末余额金额", "期末余额余额", "期末余额", "期末金额", "余额"),
}  # fmt: skip
ROLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {"vouchers": VOUCHERS, "balances": BALANCES}
_TOTALS = ("合计", "总计", "小计", "累计")
_SERIAL_ZERO = date(1899, 12, 30)
_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"([一-鿿]{0,4}?)字?[-_－—\s]*第?\s*0*(\d{1,6})\s*号?")


@dataclass(frozen=True)
class Shape:
    """Which heading stands for what in one of the platform's sheets: role → heading."""

    sheet: str
    heads: Mapping[str, str]

    @property
    def fault(self) -> str:
        """The first thing that is missing or doubled, as a message id; empty where the sheet can be read."""
        chosen = list(self.heads.values())
        if len(set(chosen)) < len(chosen):
            return mark("同一列不能指明两次。")
        return _vouchers_fault(self.heads) if self.sheet == "vouchers" else _balances_fault(self.heads)


def _vouchers_fault(heads: Mapping[str, str]) -> str:
    if "day" not in heads or "number" not in heads:
        return mark("凭证表要指明日期和凭证号两列。")
    if "code" not in heads and "name" not in heads:
        return mark("要指明科目编码或者科目名称。")
    return "" if "debit" in heads and "credit" in heads else mark("借方金额和贷方金额两列都要指明。")


def _balances_fault(heads: Mapping[str, str]) -> str:
    if "code" not in heads and "name" not in heads:
        return mark("要指明科目编码或者科目名称。")
    if "closing_debit" in heads and "closing_credit" in heads:
        return ""
    if "closing" in heads and "closing_side" in heads:
        return ""
    return mark("期末余额要么是借方、贷方两列，要么是方向和余额两列，请指明其中一种。")


def recognise(sheet: str, heads: Iterable[str]) -> Shape:
    """What the headings say by themselves; the fault of the shape tells what is missing."""
    present = {tidy(head): head for head in reversed([h for h in heads if h.strip()])}
    found: dict[str, str] = {}
    for role, words in ROLES[sheet].items():
        head = next((present[tidy(w)] for w in words if tidy(w) in present), None)
        if head is not None and head not in found.values():
            found[role] = head
    return Shape(sheet, found)


@dataclass(frozen=True)
class Found:
    """The headings of a sheet, the place of the first row below them, the shape: `sure` where somebody told it."""

    first: int
    heads: tuple[str, ...]
    shape: Shape
    sure: bool

    def sample(self, rows: Rows) -> dict[str, str]:
        """Heading → the first value below it, to help whoever says which column is which."""
        made: dict[str, str] = {}
        for _number, cells in rows[self.first : self.first + 10]:
            for head, cell in zip(self.heads, cells, strict=False):
                if head and cell.strip():
                    made.setdefault(head, cell.strip().lstrip("\x00")[:20])
        return made


def find(sheet: str, rows: Rows, remembered: Iterable[Shape] = ()) -> Found | None:
    """A remembered shape whose headings all stand there is taken first, then what says the most by itself."""
    tried = list(headings.candidates(rows))
    for shape in remembered:
        wanted = {tidy(head) for head in shape.heads.values()}
        for first, heads in tried:
            if wanted <= {tidy(head) for head in heads}:
                return Found(first, heads, shape, True)
    best: Found | None = None
    for first, heads in tried:
        shape = recognise(sheet, heads)
        if best is None or len(shape.heads) > len(best.shape.heads):
            best = Found(first, heads, shape, False)
    return best if best is not None and len(best.shape.heads) >= 3 else None


@dataclass(frozen=True)
class Sheet:
    """A file as people know it, with its rows and its headings."""

    file: str
    rows: Rows
    found: Found

    def told(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and role → text of every row below the headings that says anything."""
        at = {tidy(head): place for place, head in reversed(list(enumerate(self.found.heads))) if head}
        places = {role: at[tidy(head)] for role, head in self.found.shape.heads.items()}
        for number, cells in self.rows[self.found.first :]:
            told = {
                role: cells[p].strip().lstrip("\x00") if p < len(cells) else "" for role, p in places.items()
            }
            if any(told.values()) and not _is_total(told, cells):
                yield number, told

    def fault(self, row: int, role: str, sentence: str, **params: object) -> Refusal:
        """The refusal of a whole file for one of its cells."""
        column = self.found.shape.heads.get(role, "")
        return Refusal(
            "ledger.mirror_row",
            sentence,
            {"file": self.file, "row": row, "column": column, **params},
            Place("row", row=row, column=column or None),
            mark("请核对文件的这一行，更正后再导入；整个文件都没有保存。"),
            422,
        )


def _is_total(told: Mapping[str, str], cells: Sequence[str]) -> bool:
    if told.get("code"):
        return False
    first = next((tidy(cell) for cell in cells if cell.strip()), "")
    words = (first, tidy(told.get("name", "")), tidy(told.get("summary", "")))
    return any(word.endswith(_TOTALS) for word in words if word)


@dataclass(frozen=True)
class VoucherRow:
    """A line of the platform's voucher list. Amounts as written, red letters below zero; in yuan."""

    row: int
    day: date
    word: str
    number: int
    summary: str
    code: str
    name: str
    debit: Decimal
    credit: Decimal
    party: str = ""
    attachments: int = 0
    preparer: str = ""


@dataclass(frozen=True)
class BalanceRow:
    """A line of the platform's balance table: debit less credit; none where the table has no such column."""

    row: int
    code: str
    name: str
    opening: Decimal | None
    debit: Decimal | None
    credit: Decimal | None
    closing: Decimal

    @property
    def empty(self) -> bool:
        return not any((self.opening, self.debit, self.credit, self.closing))


def voucher_rows(sheet: Sheet) -> tuple[VoucherRow, ...]:
    """Every line with an amount. Refusals name file, row and column."""
    made: list[VoucherRow] = []
    for row, told in sheet.told():
        before = made[-1] if made else None
        day, word, number = _of_voucher(sheet, row, told, before)
        debit, credit = (_money(sheet, row, role, told) or ZERO for role in ("debit", "credit"))
        if not debit and not credit:
            continue
        if debit and credit:
            raise sheet.fault(
                row, "debit", mark("“{file}”第 {row} 行借方和贷方都有金额，每行只能有一个金额。")
            )
        same = before is not None and (before.day, before.word, before.number) == (day, word, number)
        made.append(
            VoucherRow(
                row,
                day,
                word,
                number,
                told.get("summary", "")[:200] or (before.summary if same and before else ""),
                _code(told.get("code", "")),
                told.get("name", "")[:100],
                debit,
                credit,
                told.get("party", "")[:60],
                _count(told.get("attachments", "")),
                told.get("preparer", "")[:40],
            )
        )
    return tuple(made)


def _of_voucher(
    sheet: Sheet, row: int, told: Mapping[str, str], before: VoucherRow | None
) -> tuple[date, str, int]:
    """Day, word and number; a further line of a voucher may leave them out."""
    written = told.get("number", "")
    if not written and before is not None and not (told.get("day") and "day" not in told):
        return before.day, before.word, before.number
    word, number = number_of(sheet, row, written, told.get("word", ""))
    if not told.get("day") and before is not None and (before.word, before.number) == (word, number):
        return before.day, word, number
    return day_of(sheet, row, told.get("day", "")), word, number


def number_of(sheet: Sheet, row: int, written: str, word: str) -> tuple[str, int]:
    """记-0012, 记字第12号, or 12 with the word in a column of its own."""
    found = _NUMBER.fullmatch(re.sub(r"^\d{4}[-.年]\d{1,2}(?:月|[-.])", "", written.strip()))
    if found is None:
        raise sheet.fault(
            row, "number", mark("“{file}”第 {row} 行“{column}”：“{text}”不是凭证号。"), text=written[:30]
        )
    plain = word.strip().removesuffix("字").removesuffix("凭证") or found[1].removesuffix("字") or "记"
    return plain[:4], int(found[2])


def book_word(word: str) -> str:
    """The word of the book's own series for a platform's (银付, 现收, 记账)."""
    return next((sign for sign in "收付转" if sign in word), "记")


def day_of(sheet: Sheet, row: int, text: str) -> date:
    """A day as platforms write it. What can be read two ways is refused."""
    try:
        if found := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
            return date(*(int(part) for part in found.groups()))
        if re.fullmatch(r"[2-7]\d{4}", text):
            return _SERIAL_ZERO + timedelta(days=int(text))
    except ValueError:
        pass
    raise sheet.fault(row, "day", mark("“{file}”第 {row} 行“{column}”：“{text}”不是日期。"), text=text[:30])


def _money(sheet: Sheet, row: int, role: str, told: Mapping[str, str]) -> Decimal | None:
    if role not in told:
        return None
    plain = told[role].removesuffix("元").strip().lstrip("¥￥")
    if plain in ("", "-", "--", "—"):
        return ZERO
    try:
        return yuan(plain)
    except Refusal:
        raise sheet.fault(
            row, role, mark("“{file}”第 {row} 行“{column}”：“{text}”不是金额。"), text=plain[:30]
        ) from None


def _code(text: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text)[:20]


def _count(text: str) -> int:
    found = re.search(r"\d{1,4}", text)
    return int(found[0]) if found else 0


def balance_rows(sheet: Sheet) -> tuple[BalanceRow, ...]:
    """Every account of the table that holds or moved anything."""
    made = []
    for row, told in sheet.told():
        if not told.get("code") and not told.get("name"):
            continue
        line = BalanceRow(
            row,
            _code(told.get("code", "")),
            told.get("name", "")[:100],
            _balance(sheet, row, "opening", told),
            _money(sheet, row, "debit", told),
            _money(sheet, row, "credit", told),
            _balance(sheet, row, "closing", told) or ZERO,
        )
        if not line.empty:
            made.append(line)
    return tuple(made)


def _balance(sheet: Sheet, row: int, name: str, told: Mapping[str, str]) -> Decimal | None:
    debit, credit = (_money(sheet, row, f"{name}_{side}", told) for side in ("debit", "credit"))
    if debit is not None and credit is not None:
        return debit - credit
    amount, side = _money(sheet, row, name, told), told.get(f"{name}_side", "").strip()
    if amount is None or f"{name}_side" not in told:
        return None
    if side in ("贷", "贷方"):
        return -amount
    if side in ("借", "借方") or not amount:
        return amount
    raise sheet.fault(row, f"{name}_side", mark("“{file}”第 {row} 行“{column}”要写“借”或者“贷”。"))
