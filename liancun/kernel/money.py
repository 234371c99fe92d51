"""Amounts of money: yuan as `Decimal`, exact to the fen, never a float.

Capital form: 支付结算办法 附一《正确填写票据和结算凭证的基本规定》. Where it allows a 零 to be written
or left out, `capital` follows the first form the rule prints; `parse_capital` reads all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import product

from liancun.kernel.errors import Place, Refusal, mark

FEN = Decimal("0.01")
LIMIT = Decimal(10) ** 13

# A context of our own: a caller's lower precision must never round money.
_EXACT = Context(prec=40)
_NARROW = str.maketrans("０１２３４５６７８９．，－−＋￥", "0123456789.,--+¥")
_WRITTEN = re.compile(r"(?:[+-]?¥?|¥[+-])((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)")
_SHOWN = 40


def yuan(value: str | int | Decimal, place: Place | None = None) -> Decimal:
    """The amount with exactly two decimals, from a number or from text as people write it.

    Text may have full-width digits, thousands separators in their right places and a leading ¥.
    Refusals: money.float, money.not_a_number, money.too_fine (parts of a fen), money.too_large (≥ 10^13).
    """
    number = _number(value, place)
    if number.copy_abs() >= LIMIT:
        raise _refusal("money.too_large", mark("金额超出系统可记的范围（小于十万亿元）。"), place)
    exact = number.quantize(FEN, context=_EXACT)
    if exact != number:
        raise _refusal("money.too_fine", mark("金额“{value}”的小数超过两位，不能精确到分。"), place, value)
    return exact if exact else Decimal("0.00")


def _number(value: object, place: Place | None) -> Decimal:
    if isinstance(value, float):
        raise _refusal("money.float", mark("金额不能用浮点数表示。"), place)
    if isinstance(value, str):
        return _written(value, place)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    raise _not_a_number(value, place)


def _written(text: str, place: Place | None) -> Decimal:
    narrow = text.strip().translate(_NARROW)
    match = _WRITTEN.fullmatch(narrow)
    if match is None:
        raise _not_a_number(text, place)
    number = Decimal(match[1].replace(",", ""))
    return number.copy_negate() if "-" in narrow else number


def _not_a_number(value: object, place: Place | None) -> Refusal:
    return _refusal("money.not_a_number", mark("“{value}”不是金额。"), place, value)


def _refusal(code: str, sentence: str, place: Place | None, value: object = "") -> Refusal:
    return Refusal(
        code=code,
        sentence=sentence,
        params={"value": str(value)[:_SHOWN]},
        place=place,
        remedy=mark("请按“186,000.00”的样式填写，单位为元，最多两位小数。"),
    )


def plain(amount: Decimal) -> str:
    """The amount for reading: 186,000.00. Refused as by `yuan` where it is not exact to the fen."""
    return f"{yuan(amount):,f}"


def ten_thousands(amount: Decimal) -> str:
    """The amount in units of 万元 with two decimals, halves away from zero, without the unit: 18.60."""
    shown = _EXACT.divide(yuan(amount), Decimal(_WAN)).quantize(FEN, ROUND_HALF_UP, _EXACT)
    return f"{shown if shown else shown.copy_abs():,f}"


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_WAN = 10_000
_YI = 100_000_000


def capital(amount: Decimal) -> str:
    """The amount in Chinese capitals: 壹拾捌万陆仟元整; 负 before a negative one; 零元整 for nothing."""
    return _capital(yuan(amount), between=False, after_yuan=True)


def _capital(amount: Decimal, *, between: bool, after_yuan: bool) -> str:
    """`between`, `after_yuan`: write the 零 that the rule leaves free between groups, and after 元."""
    fen = int(amount.copy_abs().scaleb(2, context=_EXACT))
    whole, rest = divmod(fen, 100)
    if not fen:
        return "零元整"
    words = f"{_whole(whole, between)}元" if whole else ""
    lead = "零" if whole and (rest < 10 or (whole % 10 == 0 and after_yuan)) else ""
    return ("负" if amount < 0 else "") + words + (lead + _small(rest) if rest else "整")


def _small(fen: int) -> str:
    jiao, left = divmod(fen, 10)
    tenths = f"{_DIGITS[jiao]}角" if jiao else ""
    return tenths + (f"{_DIGITS[left]}分" if left else "整")


def _whole(number: int, between: bool) -> str:
    for size, unit in ((_YI, "亿"), (_WAN, "万")):
        if number >= size:
            high, low = divmod(number, size)
            return _whole(high, between) + unit + _following(high, low, size, between)
    return _below_ten_thousand(number)


def _following(high: int, low: int, size: int, between: bool) -> str:
    if not low:
        return ""
    gap = low < size // 10 or (between and high % 10 == 0)
    return ("零" if gap else "") + _whole(low, between)


def _below_ten_thousand(number: int) -> str:
    digits = f"{number:04d}"
    pairs = zip(digits, _PLACES, strict=True)
    words = (_DIGITS[int(digit)] + (unit if digit != "0" else "") for digit, unit in pairs)
    return re.sub("零+", "零", "".join(words)).strip("零")


_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_CAPITAL = re.compile(r"(负?)(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?(?:(.)角)?零?(?:(.)分)?(整?)")


def parse_capital(text: str, place: Place | None = None) -> Decimal:
    """Read a capital form back, also with 人民币, 圆 or 正. Refusal: money.not_capital."""
    tidy = text.strip().removeprefix("人民币").replace("圆", "元").replace("正", "整")
    amount = _read_capital(tidy)
    if amount is None or tidy.removesuffix("整") not in {form.removesuffix("整") for form in _forms(amount)}:
        raise Refusal(
            code="money.not_capital",
            sentence=mark("“{value}”不是规范的大写金额。"),
            params={"value": text[:_SHOWN]},
            place=place,
            remedy=mark("请按“壹拾捌万陆仟元整”的样式书写。"),
        )
    return amount


def _read_capital(text: str) -> Decimal | None:
    match = _CAPITAL.fullmatch(text)
    if match is None or (match[4] and match[5]):
        return None
    jiao, fen = (_DIGITS.find(match[group] or "零") for group in (3, 4))
    total = _read_whole(match[2] or "") * 100 + jiao * 10 + fen
    amount = Decimal(-total if match[1] else total).scaleb(-2, context=_EXACT)
    return amount if amount.copy_abs() < LIMIT else None


def _read_whole(words: str) -> int:
    for unit, size in (("亿", _YI), ("万", _WAN)):
        high, found, low = words.rpartition(unit)
        if found:
            return _read_whole(high) * size + _read_whole(low)
    total = digit = 0
    for word in words:
        if word in _UNITS:
            total, digit = total + digit * _UNITS[word], 0
        else:
            digit = _DIGITS.index(word)
    return total + digit


def _forms(amount: Decimal) -> Iterator[str]:
    for between, after_yuan in product((False, True), repeat=2):
        yield _capital(amount, between=between, after_yuan=after_yuan)
