"""Why each kind of personal datum is kept, on what basis, for whom and how long: the county's, as data.

Sources: 个人信息保护法 art. 6, 13, 17, 19, 21, 28–31, 55–56; 网络数据安全管理条例 art. 21.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from liancun.framework import playbook
from liancun.kernel.errors import Refusal, mark

Basis = Literal["duty", "consent", "contract"]
BASES: Mapping[str, str] = {"duty": mark("法定职责"), "consent": mark("个人同意"), "contract": mark("合同")}
PartyData = Literal["off", "counts", "names-imported"]
KEEPERS = ("minors_keeper", "health_keeper")
TWO = 2


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DataKind(_Strict):
    """`keep_years` counts from the end named in `end`. A kind on the basis of consent asks for one of its own."""

    name: str = Field(min_length=1, max_length=30)
    purpose: str = Field(min_length=4)
    basis: Basis
    law: str = ""
    end: str = Field(min_length=2)
    keep_years: int = Field(ge=0, le=100)
    receivers: tuple[str, ...] = ()
    sensitive: bool = False


class Minors(_Strict):
    """`under`: years below which a person's record and numbers are read by two only: the law's, no county lowers it
    (未成年人保护法 art. 2; the row policies know it); `guardian_under`: a guardian consents."""

    under: Literal[18] = 18
    guardian_under: int = Field(default=14, ge=14, le=18)


class PrivacySection(_Strict):
    """`open_minutes`: how long an opened datum stays open.

    `party_data`: what is kept of Party members. "off": nothing. "counts": how many, by body and year. "names-imported":
    also who stands on a branch's roll and from when, to be asked at its meetings. Whatever is kept is imported from
    the Party's own system and never entered here (decision 0017).
    """

    office: str = Field(min_length=2)
    contact: str = Field(min_length=2)
    open_minutes: int = Field(default=10, ge=1, le=60)
    after_years: int = Field(default=3, ge=0, le=30)
    party_data: PartyData = "off"
    minors: Minors = Minors()
    kind: dict[str, DataKind]


def check(section: PrivacySection, book: playbook.Playbook) -> list[Refusal]:
    """Sensitive kinds rest on a duty with its law, or on consent; two posts each keep minors' data and health."""
    return [*_baseless(section), *_not_two(book)]


def _baseless(section: PrivacySection) -> list[Refusal]:
    return [
        Refusal(
            "people.kind_without_law",
            mark("“{kind}”以法定职责为依据，却没有写明法律条款。"),
            {"kind": kind.name},
            remedy=mark("请写明条款，或改为取得个人同意。"),
        )
        for kind in section.kind.values()
        if kind.basis == "duty" and not kind.law
    ]


def _not_two(book: playbook.Playbook) -> list[Refusal]:
    posts = book.section("posts").post
    found = {role: [post.name for post in posts.values() if role in post.roles] for role in KEEPERS}
    return [
        Refusal(
            "people.keepers_not_two",
            mark("角色“{role}”应由两种职务担任，现在是 {count} 种。"),
            {"role": role, "count": len(names)},
            remedy=mark("请在 posts.toml 中给两种职务这个角色。"),
        )
        for role, names in found.items()
        if len(names) != TWO
    ]


def declare() -> None:
    playbook.section(name="privacy", files=("privacy.toml",), schema=PrivacySection, check=check)


def privacy() -> PrivacySection:
    section: PrivacySection = playbook.current().section("privacy")
    return section


def kinds() -> Mapping[str, DataKind]:
    return privacy().kind


def kind_of(code: str) -> DataKind | None:
    return kinds().get(code)
