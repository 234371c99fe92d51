"""What a value of a fact may be, true on paper: numbers, counts, amounts, yes or no, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from liancun.kernel.errors import Place, Refusal, mark

FIRST_YEAR = 1949
MOST = Decimal(10) ** 15
YES, NO = "是", "否"
Given = Decimal | int | str | bool


@dataclass(frozen=True)
class Measure:
    """How a fact is measured: `kind` number, count, amount, flag or text; `places` after the point."""

    name: str
    kind: str
    places: int
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class Value:
    """One of the two: a quantity (yes 1, no 0) or words."""

    quantity: Decimal | None = None
    wording: str = ""


def value_of(measure: Measure, given: Given, place: Place) -> Value:
    """The value as it is kept. Refusals: bodies.fact_value, bodies.fact_choice, bodies.fact_places."""
    if measure.kind == "text":
        return _words(measure, str(given).strip(), place)
    if measure.kind == "flag":
        return Value(Decimal(_yes(measure, given, place)))
    number = _number(measure, given, place)
    if number != round(number, measure.places):
        raise Refusal(
            "bodies.fact_places",
            mark("“{fact}”最多 {places} 位小数。"),
            {"fact": measure.name, "places": measure.places},
            place,
            mark("请按所列单位填写，多出的小数四舍五入。"),
        )
    return Value(number.quantize(Decimal(1).scaleb(-measure.places)))


def _words(measure: Measure, words: str, place: Place) -> Value:
    if not words or len(words) > 200:
        raise _unfit(measure, place)
    if measure.choices and words not in measure.choices:
        raise Refusal(
            "bodies.fact_choice",
            mark("“{fact}”只能填：{choices}。"),
            {"fact": measure.name, "choices": "、".join(measure.choices)},
            place,
            mark("请从所列的选项中选择。"),
        )
    return Value(wording=words)


def _yes(measure: Measure, given: Given, place: Place) -> bool:
    known = {YES: True, "1": True, "True": True, NO: False, "0": False, "False": False}
    if str(given) not in known:
        raise _unfit(measure, place)
    return known[str(given)]


def _number(measure: Measure, given: Given, place: Place) -> Decimal:
    try:
        number = Decimal(str(given).replace(",", "").strip())
    except InvalidOperation as error:
        raise _unfit(measure, place) from error
    if isinstance(given, bool) or not number.is_finite() or not 0 <= number < MOST:
        raise _unfit(measure, place)
    return number


def _unfit(measure: Measure, place: Place) -> Refusal:
    return Refusal(
        "bodies.fact_value",
        mark("“{fact}”的值写得不对。"),
        {"fact": measure.name},
        place,
        mark("数值请写不小于 0 的数字、不带单位；是否类请写“是”或“否”；文字不超过 200 字。"),
    )


def refuse_year(year: int, today: date) -> None:
    """A year that has begun. Refusal: bodies.fact_year."""
    if not FIRST_YEAR <= year <= today.year:
        raise Refusal(
            "bodies.fact_year",
            mark("年度应在 {first} 年到 {last} 年之间。"),
            {"first": FIRST_YEAR, "last": today.year},
            Place("field", field="year"),
            mark("请核对年度。"),
        )


def same(one: Value, other: Value) -> bool:
    """Whether entering `one` over `other` would change nothing."""
    return one.wording == other.wording and one.quantity == other.quantity
