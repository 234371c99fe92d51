"""Small drawings as SVG: sparklines, bars of counts, QR codes. Attributes only, never a style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

_WIDTH, _HEIGHT, _MARGIN = 120, 36, 4


@dataclass(frozen=True)
class Spark:
    """A sparkline in a box of 120 × 36: its points and where it ends."""

    points: str
    x: float
    y: float


def spark(values: Sequence[float]) -> Spark | None:
    """The line of a trend, oldest value first; fewer than two values draw nothing."""
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (_WIDTH - 2 * _MARGIN) / (len(values) - 1)
    places = [
        (
            round(_MARGIN + step * at, 1),
            round(_HEIGHT - _MARGIN - (value - low) / span * (_HEIGHT - 2 * _MARGIN), 1),
        )
        for at, value in enumerate(values)
    ]
    return Spark(" ".join(f"{x},{y}" for x, y in places), *places[-1])


@dataclass(frozen=True)
class Stretch:
    """A stretch of a bar in percent of its width."""

    start: float
    width: float
    css: str


def stretches(total: int, *parts: tuple[int, str]) -> list[Stretch]:
    """Counts laid end to end along a bar of `total`, each with its class."""
    drawn: list[Stretch] = []
    start = 0.0
    for count, css in parts:
        width = round(percent(count, total), 2)
        drawn.append(Stretch(round(start, 2), width, css))
        start += width
    return drawn


def percent(count: int, total: int) -> float:
    """A count as percent of a total, between 0 and 100; of nothing it is 0."""
    if total <= 0:
        return 0.0
    return min(100.0, max(0.0, 100.0 * count / total))


@lru_cache(maxsize=256)
def qr(address: str) -> SafeString:
    """A QR code of an address as inline SVG with a quiet zone of four modules."""
    code = segno.make(address, error="m", micro=False)
    # segno writes this drawing itself from the modules: no part of the address is in it.
    return mark_safe(code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None, dark="#000"))
