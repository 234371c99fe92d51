"""Who approves how much: tiers of amounts (审批权限)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True)
class Tier:
    """Up to and including `up_to` yuan (None: without limit) these roles approve, in this order."""

    up_to: Decimal | None
    approvers: tuple[str, ...]
    why: str = ""
    checked: bool = False  # a voucher of this amount is checked before another person posts it


def tier_for(amount: Decimal, tiers: Sequence[Tier]) -> Tier:
    """The first tier that reaches the amount. ValueError where none does: the playbook check excludes it."""
    for tier in tiers:
        if tier.up_to is None or amount <= tier.up_to:
            return tier
    raise ValueError(f"no tier reaches {amount}")


def ascending(tiers: Sequence[Tier]) -> bool:
    """Whether the ceilings rise and only the last tier has none."""
    limits = [tier.up_to for tier in tiers]
    if not limits or limits[-1] is not None or None in limits[:-1]:
        return False
    known = [limit for limit in limits if limit is not None]
    return all(low < high for low, high in pairwise(known))
