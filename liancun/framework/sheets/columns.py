"""A column of a sheet: what it is called, what may stand in it, and how its text is understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

from liancun.kernel.errors import Place, Refusal, mark

Kind = Literal["text", "integer", "amount", "date", "choice", "code", "yes_no"]
Personal = Literal["", "name", "identity", "phone", "account", "text"]
Value = str | int | Decimal | date | bool | None
Check = Callable[[str], str]

# Stands before a number of so many digits that the spreadsheet has rounded it.
ROUNDED = "\x00"
_YES = {"是": True, "否": False, "有": True, "无": False, "y": True, "n": False, "1": True, "0": False}
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_SERIAL_ZERO = date(1899, 12, 30)
_SPREADSHEET_FAULTS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_MOST_DIGITS = 15


@dataclass(frozen=True)
class Column:
    """`heading`, `help` and `group` are Chinese message ids; `group` is a merged heading over neighbours.

    `choices`: code → word, asked when needed. `place`: a name of a place, which may come in traditional
    characters. `check` tidies a code or refuses it. `personal`: masked when shown. `most`: characters or digits.
    `also`: what other programs call the column in their exports, read like the heading.
    """

    key: str
    heading: str
    kind: Kind = "text"
    required: bool = False
    choices: Callable[[], Mapping[str, str]] | None = None
    example: str = ""
    help: str = ""
    group: str = ""
    place: bool = False
    check: Check | None = None
    personal: Personal = ""
    most: int = 200
    least: int | None = None
    also: tuple[str, ...] = ()
    width: int = field(default=0)

    def words(self) -> Mapping[str, str]:
        return self.choices() if self.choices else {}

    @property
    def is_code(self) -> bool:
        return self.kind == "code"


def refusal(code: str, sentence: str, remedy: str, column: Column | None = None, **params: object) -> Refusal:
    place = Place("field", field=column.key) if column else None
    return Refusal(f"sheets.{code}", sentence, params, place, remedy)


def parse(column: Column, text: str) -> Value:
    """The value of a cell whose text has been repaired; None for an empty one.

    Refusals: sheets.missing, sheets.formula, sheets.rounded and those of the column's kind.
    """
    if not text:
        if column.required:
            raise refusal("missing", mark("这一格必须填写。"), mark("请补上这一格。"), column)
        return None
    if text in _SPREADSHEET_FAULTS:
        raise refusal("formula", mark("这一格是算错的公式。"), mark("请改正公式，或直接填写结果。"), column)
    if text.startswith(ROUNDED):
        text = _unrounded(column, text[1:])
    return _PARSERS[column.kind](column, text)


def _unrounded(column: Column, text: str) -> str:
    if column.kind not in ("integer", "amount"):
        raise refusal(
            "rounded",
            mark("这一格被当成数字保存，后几位已经丢失。"),
            mark("请先把这一列设为“文本”格式，再重新填写号码。"),
            column,
        )
    return text


def _text(column: Column, text: str) -> Value:
    if len(text) > column.most:
        raise refusal(
            "too_long",
            mark("这一格有 {count} 个字，最多 {most} 个。"),
            mark("请缩短。"),
            column,
            count=len(text),
            most=column.most,
        )
    return column.check(text) if column.check else text


def _integer(column: Column, text: str) -> Value:
    plain = text.replace(",", "").replace("，", "")
    if re.fullmatch(r"-?\d{1,15}(\.0+)?", plain) is None:
        raise refusal("integer", mark("这一格应是整数。"), mark("请只写数字，不带单位。"), column)
    return _within(column, int(plain.split(".")[0]))


def _amount(column: Column, text: str) -> Value:
    plain = text.replace(",", "").replace("，", "").lstrip("¥￥").removesuffix("元").strip()
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= Decimal(10) ** _MOST_DIGITS:
        raise refusal(
            "amount", mark("这一格应是以元为单位的金额。"), mark("请写成 62000.00 这样的数字。"), column
        )
    fen = value.quantize(Decimal("0.01"))
    # A spreadsheet keeps 0.30 as 0.30000000000000004.
    if abs(fen - value) > Decimal("0.000001"):
        raise refusal("fen", mark("金额最多到分。"), mark("请保留两位小数。"), column)
    return _within(column, fen)


def _within(column: Column, value: int | Decimal) -> Value:
    if column.least is not None and value < column.least:
        raise refusal(
            "too_small",
            mark("这一格不能小于 {least}。"),
            mark("请核对这个数字。"),
            column,
            least=column.least,
        )
    return value


def _date(column: Column, text: str) -> Value:
    found = _DATE.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
        if re.fullmatch(r"[2-7]\d{4}", text):  # a date that lost its format: days since 1899-12-30
            return _SERIAL_ZERO + timedelta(days=int(text))
    except ValueError:
        pass
    raise refusal("date", mark("这一格应是一个日期。"), mark("请写成 2024-05-30 或 2024年5月30日。"), column)


def _choice(column: Column, text: str) -> Value:
    words = column.words()
    found = next((code for code, word in words.items() if text in (word, code)), None)
    if found is None:
        few = "、".join(list(words.values())[:12]) + ("……" if len(words) > 12 else "")
        raise refusal(
            "choice",
            mark("这一格应从所列的词中选一个。"),
            mark("可以写：{words}。"),
            column,
            words=few,
        )
    return found


def _yes_no(column: Column, text: str) -> Value:
    known = _YES.get(text.lower())
    if known is None:
        raise refusal("yes_no", mark("这一格应写“是”或“否”。"), mark("请改成“是”或“否”。"), column)
    return known


_PARSERS: Mapping[Kind, Callable[[Column, str], Value]] = {
    "text": _text,
    "code": _text,
    "integer": _integer,
    "amount": _amount,
    "date": _date,
    "choice": _choice,
    "yes_no": _yes_no,
}


def written(value: Value) -> str:
    """The text that `parse` reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)
