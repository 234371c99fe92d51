"""Bands of an amount (农经统计: <5万, 5–10万, ≥10万 and newer ones): each owner stands in exactly one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Band:
    """From the band before up to but not including `below` yuan; the last one has no end."""

    name: str
    below: Decimal | None = None


def ascending(bands: Sequence[Band]) -> bool:
    """Rising, and only the last one open."""
    limits = [band.below for band in bands]
    if not limits or limits[-1] is not None or None in limits[:-1]:
        return False
    closed = [limit for limit in limits if limit is not None]
    return closed == sorted(set(closed))


def band_of(amount: Decimal, bands: Sequence[Band]) -> int:
    """The index of the band an amount falls into."""
    return next(at for at, band in enumerate(bands) if band.below is None or amount < band.below)
