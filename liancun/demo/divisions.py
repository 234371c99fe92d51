"""Real divisions of the demonstration, and which of them stand together (drawn by seed, not in fact).

Source of names and codes: the open list beside `villages.csv`; which village stands in which committee is invented.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from random import Random

from liancun.kernel.divisions import DivisionCode, VillageKind
from liancun.kernel.portions import largest_remainder

DATA = Path(__file__).parent / "data" / "villages.csv"
_ENDINGS = ("村民委员会", "村委会", "居民委员会")


@dataclass(frozen=True)
class VillageRow:
    code: str
    name: str
    township_code: str
    township: str
    county_code: str
    county: str


@dataclass(frozen=True)
class Group:
    """One joint body of the demonstration, its centre village first.

    `joins`: what of a village is the member, the village itself or one of its own bodies. Without a name the
    county's practice names it.
    """

    county_code: str
    villages: tuple[VillageRow, ...]
    name: str = ""
    kind: str = "joint_committee"
    joins: str = "village"


@lru_cache(maxsize=8)
def areas(prefix: str) -> tuple[VillageRow, ...]:
    """Villages and communities whose county code begins so, in the order of their codes."""
    with DATA.open(encoding="utf-8", newline="") as sheet:
        rows = [_row(line) for line in csv.DictReader(sheet) if line["county_code"].startswith(prefix)]
    return tuple(sorted(rows, key=lambda row: row.code))


def villages(prefix: str) -> tuple[VillageRow, ...]:
    return tuple(row for row in areas(prefix) if _is_village(row))


def communities(prefix: str) -> tuple[VillageRow, ...]:
    return tuple(row for row in areas(prefix) if not is_village_code(row.code))


def is_village_code(code: str) -> bool:
    return DivisionCode.parse(code).kind_of_village == VillageKind.VILLAGE


def _row(line: dict[str, str]) -> VillageRow:
    return VillageRow(
        line["code"],
        _short(_simple(line["name"])),
        line["street_code"],
        _simple(line["street_name"]),
        line["county_code"],
        line["county_name"],
    )


def _simple(name: str) -> str:
    """The list writes two names half in traditional characters."""
    return name.replace("鷺", "鹭").replace("賀", "贺")


def _short(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            stem = name.removesuffix(ending)
            return stem if stem.endswith("村") else f"{stem}村"
    return name


def _is_village(row: VillageRow) -> bool:
    return is_village_code(row.code) and row.name.endswith("村")


def groups(prefix: str, *, village_count: int, group_count: int, seed: int) -> tuple[Group, ...]:
    """Neighbours in code order, spread over the counties in proportion; exactly the counts asked for."""
    counties = {
        code: tuple(rows) for code, rows in groupby(villages(prefix), key=lambda row: row.county_code)
    }
    sizes = [len(rows) for rows in counties.values()]
    shares = _whole(group_count, sizes)
    counts = _whole(village_count, shares)
    random = Random(seed)
    made: list[Group] = []
    for (code, rows), share, count in zip(counties.items(), shares, counts, strict=True):
        made += _in_county(code, rows, share, count, random)
    return tuple(made)


def _whole(total: int, weights: list[int]) -> list[int]:
    from decimal import Decimal

    return [int(part) for part in largest_remainder(Decimal(total), weights, Decimal(1))]


def _in_county(
    code: str, rows: tuple[VillageRow, ...], share: int, count: int, random: Random
) -> list[Group]:
    """Runs of neighbours; the villages left over lie between them."""
    sizes = _whole(count, [1] * share) if share else []
    spare = (len(rows) - count) // share if share else 0
    made, start = [], 0
    for size in sizes:
        skipped = random.randint(0, spare)
        made.append(Group(code, rows[start + skipped : start + skipped + size]))
        start += spare + size
    return made
