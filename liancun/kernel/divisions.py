"""Statistical division codes (统计用区划代码): 2 province, 2 prefecture, 2 county, 3 township, 3 village.

Only the shape is judged. Which codes exist, and their names, is data of each county and year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from liancun.kernel.errors import Place, Refusal, mark


class Level(StrEnum):
    """The rungs of the administrative tree, from the top."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class VillageKind(StrEnum):
    """What the last three digits hint at: 001–199 a residents' committee, from 200 a villagers' committee."""

    COMMUNITY = "community"
    VILLAGE = "village"


_ENDS = {
    Level.PROVINCE: 2,
    Level.PREFECTURE: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: 12,
}
_LENGTH = 12
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def _part(code: str, level: Level) -> int:
    start = max((end for end in _ENDS.values() if end < _ENDS[level]), default=0)
    return int(code[start : _ENDS[level]])


def _well_formed(code: str) -> bool:
    """No rung hangs in the air. A town may stand directly under a prefecture (Dongguan: 441900003000)."""
    if re.fullmatch(r"[0-9]{12}", code) is None:
        return False
    province, prefecture, county, township, village = (_part(code, level) for level in Level)
    rungs_above = (
        province > 0,
        prefecture > 0 or not (county or township or village),
        township > 0 or not village,
    )
    return all(rungs_above)


@dataclass(frozen=True, order=True)
class DivisionCode:
    """One division. Codes sort as text, so that a division comes right before what lies in it."""

    padded: str

    def __post_init__(self) -> None:
        if not _well_formed(self.padded):
            raise _refusal(self.padded, None)

    @classmethod
    def parse(cls, text: str, place: Place | None = None) -> Self:
        """Read a code of 2, 4, 6, 9 or 12 digits. Refusal: divisions.malformed."""
        digits = text.strip().translate(_NARROW)
        padded = digits.ljust(_LENGTH, "0")
        if len(digits) not in _ENDS.values() or not _well_formed(padded):
            raise _refusal(text, place)
        return cls(padded)

    @property
    def level(self) -> Level:
        """The lowest rung that is not all zeros."""
        return [level for level in Level if _part(self.padded, level)][-1]

    @property
    def prefix(self) -> str:
        """The digits that count, without the zeros that fill up: 211221 for a county."""
        return self.padded[: _ENDS[self.level]]

    @property
    def parent(self) -> Self | None:
        """The division one rung up that exists in the code; None above a province."""
        above = [level for level in Level if _part(self.padded, level)][:-1]
        return type(self)(self.padded[: _ENDS[above[-1]]].ljust(_LENGTH, "0")) if above else None

    @property
    def kind_of_village(self) -> VillageKind | None:
        """A hint only, from the last three digits; None above the village."""
        number = _part(self.padded, Level.VILLAGE)
        if not number:
            return None
        return VillageKind.COMMUNITY if number < 200 else VillageKind.VILLAGE

    def is_within(self, other: DivisionCode) -> bool:
        """Whether this is the other division or lies in it."""
        return self.padded.startswith(other.prefix)

    def __str__(self) -> str:
        return self.padded


def _refusal(text: str, place: Place | None) -> Refusal:
    return Refusal(
        code="divisions.malformed",
        sentence=mark("“{value}”不是统计用区划代码。"),
        params={"value": text[:40]},
        place=place,
        remedy=mark("请填写 12 位数字：省 2 位、市 2 位、县 2 位、乡镇 3 位、村 3 位。"),
    )
