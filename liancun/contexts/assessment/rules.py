"""From a figure to points, exactly, with every step kept. True on paper; no Django.

All arithmetic is on fractions; the only rounding is the one named in the score sheet:
the points of an indicator, half up, to a hundredth. The total is the sum of the rounded
points, so that the sheet adds up as printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from liancun.kernel.errors import mark

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Linear:
    """Nothing at or below `zero_at`, everything at or above `full_at`, straight between.

    `full_at` may be the smaller of the two, for figures where less is better.
    """

    zero_at: Fraction
    full_at: Fraction

    def share(self, value: Fraction) -> Fraction:
        return _within_one((value - self.zero_at) / (self.full_at - self.zero_at))


@dataclass(frozen=True)
class Band:
    at_least: Fraction
    share: Fraction


@dataclass(frozen=True)
class Bands:
    """The highest band whose floor the value reaches; below all bands nothing."""

    bands: tuple[Band, ...]

    def share(self, value: Fraction) -> Fraction:
        reached = [band for band in self.bands if value >= band.at_least]
        return max(reached, key=lambda band: band.at_least).share if reached else Fraction(0)


Method = Linear | Bands


@dataclass(frozen=True)
class Indicator:
    """One line of a score sheet as the playbook states it. `weight` is its full mark."""

    code: str
    name: str
    metric: str
    method: Method
    weight: Decimal


@dataclass(frozen=True)
class Points:
    """What an indicator earned. Without a figure there are no points, not zero points.

    `exact` is before rounding; `earned` is to a hundredth, half up.
    """

    indicator: Indicator
    value: Fraction | None
    share: Fraction | None
    exact: Fraction | None
    earned: Decimal | None


@dataclass(frozen=True)
class Total:
    """`earned` of `possible` points; `missing` names the indicators without a figure."""

    earned: Decimal
    possible: Decimal
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Step:
    """One step of the explanation. `sentence` is a Chinese template filled from `params`;
    `below` is what the step was computed from."""

    sentence: str
    params: Mapping[str, str]
    below: tuple[Step, ...] = ()


def score(indicator: Indicator, value: Fraction | Decimal | None) -> Points:
    if value is None:
        return Points(indicator, None, None, None, None)
    exact_value = Fraction(value)
    share = indicator.method.share(exact_value)
    exact = share * Fraction(indicator.weight)
    return Points(indicator, exact_value, share, exact, rounded(exact))


def total(points: Iterable[Points]) -> Total:
    lines = tuple(points)
    known = [line for line in lines if line.earned is not None]
    return Total(
        earned=sum((line.earned or Decimal(0) for line in known), Decimal("0.00")),
        possible=sum((line.indicator.weight for line in known), Decimal(0)),
        missing=tuple(line.indicator.code for line in lines if line.earned is None),
    )


def explain(points: Points, unit: str = "share") -> Step:
    """How the points came about, from the result down to the thresholds of the playbook.

    `unit` is that of the figure: a share is told in per cent, yuan as an amount.
    """
    if points.exact is None or points.share is None or points.value is None:
        return Step(mark("本季度还没有可供计分的记录，不计分，也不按零分处理。"), {})
    return Step(
        mark("得分 {earned} ＝ 分值 {weight} × 折算比例 {share}（四舍五入到 0.01）"),
        {
            "earned": str(points.earned),
            "weight": plain(Fraction(points.indicator.weight)),
            "share": percent(points.share),
        },
        (_explain_share(points.indicator.method, points.value, points.share, unit),),
    )


def told(value: Fraction, unit: str) -> str:
    """A figure as it is read: `86.67%`, `¥12,000.00`, else the plain number."""
    if unit == "share":
        return percent(value)
    return f"¥{rounded(value):,}" if unit == "yuan" else plain(value)


def _explain_share(method: Method, value: Fraction, share: Fraction, unit: str) -> Step:
    if isinstance(method, Bands):
        return _explain_bands(method, value, share, unit)
    params = {
        "value": told(value, unit),
        "zero": told(method.zero_at, unit),
        "full": told(method.full_at, unit),
        "share": percent(share),
    }
    if share == 0:
        return Step(mark("实际值 {value} 没有超过零分点 {zero}，折算比例 {share}"), params)
    if share == 1:
        return Step(mark("实际值 {value} 已达到满分点 {full}，折算比例 {share}"), params)
    sentence = mark(
        "折算比例 {share} ＝（实际值 {value} － 零分点 {zero}）÷（满分点 {full} － 零分点 {zero}）"
    )
    return Step(sentence, params)


def _explain_bands(method: Bands, value: Fraction, share: Fraction, unit: str) -> Step:
    rows = tuple(
        Step(
            mark("达到 {floor} 得 {share}"),
            {"floor": told(band.at_least, unit), "share": percent(band.share)},
        )
        for band in method.bands
    )
    sentence = mark("实际值 {value} 落在下列分档中得 {share} 的一档")
    return Step(sentence, {"value": told(value, unit), "share": percent(share)}, rows)


def rounded(value: Fraction) -> Decimal:
    """Half up to a hundredth, from the exact fraction (no binary or intermediate rounding)."""
    hundredths = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    return (Decimal(hundredths) / 100).quantize(HUNDREDTH, ROUND_HALF_UP) * (-1 if value < 0 else 1)


def percent(value: Fraction) -> str:
    """`86.67%`: at most two places, no trailing zeros."""
    text = format(rounded(value * 100), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def plain(value: Fraction) -> str:
    """A decimal when it is one, else the fraction as written: nothing is hidden by rounding."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    places = 0
    scaled = value
    while scaled.denominator != 1:
        scaled, places = scaled * 10, places + 1
    # Read from text a Decimal is exact; its arithmetic would round at 28 digits.
    return format(Decimal(f"{scaled.numerator}E-{places}"), "f")


def _within_one(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))
