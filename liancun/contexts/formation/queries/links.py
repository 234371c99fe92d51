"""Roads and deliveries between villages as they were recorded: the latest row of a pair holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from liancun.contexts.formation.models import Delivery, Road

Pair = tuple[int, int]


@dataclass(frozen=True)
class Sold:
    """Yuan a year, and what is delivered."""

    amount: Decimal
    goods: str


def roads(ids: Collection[int]) -> dict[Pair, int]:
    """Minutes by pair, the smaller id first; closed roads are left out."""
    rows = Road.objects.filter(one_id__in=ids, other_id__in=ids).order_by("id")
    held = {
        (one, other): minutes for one, other, minutes in rows.values_list("one_id", "other_id", "minutes")
    }
    return {pair: minutes for pair, minutes in held.items() if minutes}


def deliveries(ids: Collection[int]) -> dict[Pair, Sold]:
    """By seller and buyer; those that ended are left out."""
    rows = Delivery.objects.filter(seller_id__in=ids, buyer_id__in=ids).order_by("id")
    told = rows.values_list("seller_id", "buyer_id", "amount", "goods")
    held = {(seller, buyer): Sold(amount, goods) for seller, buyer, amount, goods in told}
    return {pair: sold for pair, sold in held.items() if sold.amount}
