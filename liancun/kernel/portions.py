"""Shares of a whole: dividing so that the parts sum exactly, and thresholds counted in whole heads."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Context, Decimal, Inexact
from fractions import Fraction

from liancun.kernel.errors import Place, Refusal, mark
from liancun.kernel.money import FEN

Weight = Decimal | int | Fraction

_EXACT = Context(prec=60, traps=[Inexact])


def largest_remainder(total: Decimal, weights: Sequence[Weight], unit: Decimal = FEN) -> tuple[Decimal, ...]:
    """Divide `total` in proportion to `weights`, in whole units, by the largest remainder (Hamilton).

    The parts sum exactly to the total, each lies within one unit of its exact share, equal remainders go
    to the earlier index, a zero weight gets nothing. A negative total (a red-letter entry) mirrors the
    positive one. Refusals: portions.unit, portions.total, portions.weight, portions.no_weight.
    """
    count = _units(total, unit)
    shares = tuple(_weight(weight, index) for index, weight in enumerate(weights))
    whole = sum(shares)
    if not whole:
        raise Refusal(
            code="portions.no_weight",
            sentence=mark("没有可以分摊的对象：各方的分摊权重都为零。"),
            remedy=mark("请至少给一方填写大于零的权重。"),
        )
    quotas = [abs(count) * share / whole for share in shares]
    sign = -1 if count < 0 else 1
    return tuple(_EXACT.multiply(Decimal(sign * part), unit) for part in _rounded(quotas, abs(count)))


def _rounded(quotas: list[Fraction], count: int) -> list[int]:
    parts = [math.floor(quota) for quota in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - quotas[index], index))
    for index in by_remainder[: count - sum(parts)]:
        parts[index] += 1
    return parts


def _units(total: Decimal, unit: Decimal) -> int:
    if not (unit.is_finite() and unit > 0):
        raise Refusal(
            code="portions.unit",
            sentence=mark("最小分摊单位“{unit}”必须大于零。"),
            params={"unit": unit},
            remedy=mark("请把最小单位改为大于零的数，例如 0.01 元。"),
        )
    count = Fraction(total) / Fraction(unit) if total.is_finite() else Fraction(1, 2)
    if count.denominator != 1:
        raise Refusal(
            code="portions.total",
            sentence=mark("待分摊的总数“{total}”不是最小单位“{unit}”的整数倍。"),
            params={"total": total, "unit": unit},
            remedy=mark("请先把总数化到最小单位。"),
        )
    return count.numerator


def _weight(weight: Weight, index: int) -> Fraction:
    exact = isinstance(weight, (int, Fraction)) or (isinstance(weight, Decimal) and weight.is_finite())
    if not exact or weight < 0:
        raise Refusal(
            code="portions.weight",
            sentence=mark("第 {number} 个分摊权重“{weight}”无效。"),
            params={"number": index + 1, "weight": weight},
            remedy=mark("权重必须是不小于零的准确数。"),
        )
    return Fraction(weight)


_NARROW = str.maketrans("０１２３４５６７８９．／％", "0123456789./%")
_RATIO = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
_DECIMAL = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(%?)")


def fraction(text: str, place: Place | None = None) -> Fraction:
    """Read a share of a whole as people write it: "2/3", "0.5", "60%". Refusal: portions.fraction."""
    narrow = text.strip().translate(_NARROW)
    if (ratio := _RATIO.fullmatch(narrow)) and int(ratio[2]):
        return Fraction(int(ratio[1]), int(ratio[2]))
    if decimal := _DECIMAL.fullmatch(narrow):
        return Fraction(decimal[1]) / (100 if decimal[2] else 1)
    raise Refusal(
        code="portions.fraction",
        sentence=mark("“{value}”不是比例。"),
        params={"value": text[:40]},
        place=place,
        remedy=mark("请写成“2/3”“0.5”或“60%”的样式。"),
    )


def at_least(fraction: Fraction, of: int) -> int:
    """The smallest count that is at least this fraction of `of` heads (三分之二以上)."""
    return math.ceil(fraction * _heads(of))


def more_than(fraction: Fraction, of: int) -> int:
    """The smallest count that is more than this fraction of `of` heads (超过半数); of nobody it is 1."""
    return math.floor(fraction * _heads(of)) + 1


def _heads(of: int) -> int:
    if of < 0:
        raise Refusal(
            code="portions.heads",
            sentence=mark("总人数不能是负数（{of}）。"),
            params={"of": of},
            remedy=mark("请核对名册人数。"),
        )
    return of
