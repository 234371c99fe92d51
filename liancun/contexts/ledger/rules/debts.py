"""The warning line for debt: what is owed as a part of all assets, and in yuan. Parameters of the county."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_PLACES = Decimal("0.0001")
_MOST = Decimal("999.9999")


@dataclass(frozen=True)
class Debt:
    """`share`: owed as a part of assets, none where there are no assets."""

    share: Decimal | None
    over_line: bool


def judge(owed: Decimal, assets: Decimal, share: Fraction, amount: Decimal | None = None) -> Debt:
    """Over the line when the share or the amount is reached. Debt without any asset is over every line."""
    reached = amount is not None and owed >= amount
    if assets <= 0:
        return Debt(None, reached or owed > 0)
    part = Fraction(owed) / Fraction(assets)
    shown = (Decimal(part.numerator) / Decimal(part.denominator)).quantize(_PLACES)
    return Debt(max(-_MOST, min(_MOST, shown)), reached or part >= share)
