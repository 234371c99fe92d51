"""Which rolls a county keeps: where they stand, who of them may vote, how many households one person stands for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from liancun.contexts.people.playbook.privacy import privacy
from liancun.framework import playbook
from liancun.kernel.errors import Refusal, Unknown, mark

PARTY = "party_member"


class Households(BaseModel):
    """How many households one person on the roll stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    least: int = Field(ge=1, le=1000)
    most: int = Field(ge=1, le=1000)


class RollKind(BaseModel):
    """`bodies`: kinds of body that have this roll, any when empty. `article`: where the rule comes from.

    `party`: names of Party members. There is such a roll only where the playbook says `names-imported`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=30)
    bodies: tuple[str, ...] = ()
    capacity: Literal["full", "any"] = "full"
    source: Literal["entries", "households"] = "entries"
    households: Households | None = None
    fewest: int = Field(default=0, ge=0)
    article: str = ""
    party: bool = False


class RollsSection(BaseModel):
    """Versions kept from before there were rolls in data have none of their own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    roll: dict[str, RollKind] = Field(default_factory=dict)


def check(section: RollsSection, book: object) -> list[Refusal]:
    """Bounds that no number can meet."""
    return [
        Refusal(
            "people.bounds_cross",
            mark("名册“{roll}”的户数下限大于上限。"),
            {"roll": kind.name},
            remedy=mark("请更正 least 和 most。"),
        )
        for kind in section.roll.values()
        if kind.households is not None and kind.households.least > kind.households.most
    ]


def declare_rolls() -> None:
    playbook.section(name="rolls", files=("rolls.toml",), schema=RollsSection, check=check)


def _all_kinds() -> Mapping[str, RollKind]:
    section: RollsSection = playbook.current().section("rolls")
    return section.roll


def of_party(code: str) -> bool:
    """Whether a roll names Party members; that of the program itself does, whatever a playbook says of it."""
    found = _all_kinds().get(code)
    return code == PARTY or (found is not None and found.party)


def roll_kinds() -> Mapping[str, RollKind]:
    """The rolls the county keeps: without those of Party members unless it imports their names."""
    if privacy().party_data == "names-imported":
        return _all_kinds()
    return {code: kind for code, kind in _all_kinds().items() if not of_party(code)}


def roll_kind(code: str) -> RollKind:
    """Unknown when the playbook has no such roll."""
    found = roll_kinds().get(code)
    if found is None:
        raise Unknown("people.unknown_roll", mark("没有这种名册。"), remedy=mark("请返回名册列表重新选择。"))
    return found


def roll_name(code: str) -> str:
    """Its name today; the code itself of a roll that is kept no more."""
    found = _all_kinds().get(code)
    return found.name if found else code


def rolls_for(body_kind: str) -> dict[str, RollKind]:
    """The rolls a body of this kind may have, in the order of the playbook."""
    return {code: kind for code, kind in roll_kinds().items() if not kind.bodies or body_kind in kind.bodies}
