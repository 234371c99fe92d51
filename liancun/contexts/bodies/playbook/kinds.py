"""What a county decides about bodies: their kinds and levels, roles of members, how unions are described."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from django.utils.translation import get_language, gettext
from pydantic import BaseModel, ConfigDict, Field

from liancun.framework import playbook
from liancun.kernel.codes import CREDIT_PREFIXES
from liancun.kernel.errors import Place, Refusal, mark

Form = Literal["area", "part", "joint", "outside", "place"]
Nature = Literal["functional", "elected"]
TOP = ""
ANY = "*"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Called(Strict):
    """`name` as shown in Chinese; `name_en` in English, for words that the program's own translation lacks."""

    name: str = Field(min_length=1, max_length=40)
    name_en: str = Field(default="", max_length=80)

    @property
    def said(self) -> str:
        """The name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else gettext(self.name)


class PartyMembers(Strict):
    """How many full Party members an organisation of a kind has (农村基层组织工作条例; a county's parameter)."""

    at_least: int = Field(ge=1)
    at_most: int | None = Field(default=None, ge=1)


class Kind(Called):
    """A kind of body; what each line means stands at the head of playbooks/common/bodies.toml."""

    form: Form
    under: tuple[str, ...] = Field(min_length=1)
    joins: bool = False
    members: tuple[str, ...] = ()
    sole: bool = True
    nature: Nature | None = None
    registration: dict[str, tuple[str, ...]] = {}
    ends_with_area: bool = False
    party_members: PartyMembers | None = None
    rank: int = 50

    def prefixes(self, parent_kind: str) -> tuple[str, ...]:
        """How a registration code of such a body begins under that kind of parent; any when empty."""
        return self.registration.get(parent_kind) or self.registration.get(ANY, ())


class MemberRole(Called):
    """中心村, 产品运输中转点 …"""

    name: str = Field(min_length=1, max_length=20)


class Named(Called):
    """A word of the county's own."""


class BodiesSection(Strict):
    kind: dict[str, Kind]
    role: dict[str, MemberRole]
    bond: dict[str, Named] = {}
    mode: dict[str, Named] = {}
    setting: dict[str, Named] = {}


def check(found: BodiesSection, book: object) -> list[Refusal]:
    """A kind that stands under nothing known, or a union of nobody, is said and not ignored."""
    return [fault for code, kind in found.kind.items() for fault in _faults(code, kind, found.kind)]


def _faults(code: str, kind: Kind, kinds: Mapping[str, Kind]) -> Iterator[Refusal]:
    for name in {*kind.under, *kind.members} - {TOP, *kinds}:
        yield _fault(code, mark("组织类别“{kind}”提到的“{other}”没有列出。"), kind, other=name)
    for name in kind.members:
        if name in kinds and not kinds[name].joins:
            yield _fault(code, mark("组织类别“{kind}”的成员“{other}”没有写 joins = true。"), kind, other=name)
    if kind.members and kind.form != "joint":
        yield _fault(code, mark("组织类别“{kind}”不是联建组织，不能有成员。"), kind)
    for prefix in {one for prefixes in kind.registration.values() for one in prefixes} - set(CREDIT_PREFIXES):
        yield _fault(code, mark("组织类别“{kind}”写的代码开头“{other}”不存在。"), kind, other=prefix)


def _fault(code: str, sentence: str, kind: Kind, **params: str) -> Refusal:
    return Refusal(
        "bodies.wrong_kinds",
        sentence,
        {"kind": kind.name, **params},
        Place("line", file="bodies.toml", key=f"kind.{code}"),
        mark("请在 bodies.toml 里更正。"),
    )


def declare() -> None:
    playbook.section(name="bodies", files=("bodies.toml",), schema=BodiesSection, check=check)


def section() -> BodiesSection:
    found: BodiesSection = playbook.current().section("bodies")
    return found


def kinds() -> Mapping[str, Kind]:
    return section().kind


def kind_of(code: str) -> Kind:
    """Refusal: bodies.unknown_kind."""
    found = kinds().get(code)
    if found is None:
        raise Refusal(
            "bodies.unknown_kind",
            mark("方案里没有“{kind}”这一组织类别。"),
            {"kind": code[:40]},
            Place("field", field="kind"),
            mark("请从列表中选择类别，或请县里在方案中补上。"),
        )
    return found


def kind_name(code: str) -> str:
    """The name of a kind in the reader's language, also of one that the playbook has dropped since."""
    found = kinds().get(code)
    return found.said if found else code


def kinds_of(*forms: Form) -> list[str]:
    """Codes of the kinds of these forms, first in rank first."""
    chosen = [(kind.rank, code) for code, kind in kinds().items() if kind.form in forms]
    return [code for _, code in sorted(chosen)]


def village_kinds() -> list[str]:
    """Areas that may join a union: villages, communities and what a county adds at that level."""
    return [code for code in kinds_of("area") if kinds()[code].joins]


def role_name(code: str) -> str:
    role = section().role.get(code)
    return role.said if role else code


def word(table: Literal["bond", "mode", "setting"], code: str) -> str:
    """The county's word for a kind of union, a type or a setting basis; the code when it was dropped."""
    words: Mapping[str, Named] = getattr(section(), table)
    return words[code].said if code in words else code
