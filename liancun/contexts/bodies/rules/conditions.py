"""What a law asks of a body's figures: sums as numbers or as shares of a whole. True on paper, exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Literal

Verdict = Literal["holds", "broken", "unknown"]


@dataclass(frozen=True)
class Condition:
    """`part`, `whole`: codes of facts that are added. One bound; a share is a part of the whole, 0 to 1.

    `size_above`, `size_up_to`: it is asked only of bodies whose whole is of that size.
    """

    part: tuple[str, ...]
    whole: tuple[str, ...] = ()
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    at_least_share: Decimal | None = None
    at_most_share: Decimal | None = None
    size_above: Decimal | None = None
    size_up_to: Decimal | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.part, *self.whole)))

    @property
    def of_share(self) -> bool:
        return self.at_least_share is not None or self.at_most_share is not None


@dataclass(frozen=True)
class Outcome:
    """`part` and `whole` as added up; `missing`: facts nobody has entered, so that nothing can be said."""

    verdict: Verdict
    part: Decimal = Decimal(0)
    whole: Decimal | None = None
    missing: tuple[str, ...] = ()

    @property
    def now(self) -> str:
        """`15 / 20 = 75%` or `4`; a share is cut, never rounded up to a bound it does not reach."""
        if self.verdict == "unknown":
            return ""
        part = _plain(self.part)
        if not self.whole:
            return part
        share = (self.part * 100 / self.whole).quantize(Decimal("0.01"), ROUND_DOWN)
        return f"{part} / {_plain(self.whole)} = {_plain(share)}%"


def judge(condition: Condition, values: Mapping[str, Decimal]) -> Outcome | None:
    """None where the condition asks nothing of a body of this size."""
    missing = tuple(code for code in condition.codes if code not in values)
    if missing:
        return Outcome("unknown", missing=missing)
    part, whole = _sum(condition.part, values), _sum(condition.whole, values)
    if not _asked(condition, whole):
        return None
    shown = whole if condition.whole and condition.of_share else None
    return Outcome("holds" if _holds(condition, part, whole) else "broken", part, shown)


def _asked(condition: Condition, whole: Decimal) -> bool:
    above = condition.size_above is None or whole > condition.size_above
    return above and (condition.size_up_to is None or whole <= condition.size_up_to)


def _holds(condition: Condition, part: Decimal, whole: Decimal) -> bool:
    share = Fraction(part) / Fraction(whole) if whole else Fraction(0)
    return (
        (condition.at_least is None or part >= condition.at_least)
        and (condition.at_most is None or part <= condition.at_most)
        and (condition.at_least_share is None or share >= Fraction(condition.at_least_share))
        and (condition.at_most_share is None or share <= Fraction(condition.at_most_share))
    )


def _sum(codes: Iterable[str], values: Mapping[str, Decimal]) -> Decimal:
    return sum((values[code] for code in codes), Decimal(0))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
