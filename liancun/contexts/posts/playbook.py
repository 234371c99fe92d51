"""What a county calls its posts: where they stand, how one comes to them, which roles and duties they bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from liancun.contexts.posts.rules import offices as rules
from liancun.framework import permissions, playbook
from liancun.kernel.errors import Refusal, Unknown, mark

ROLES = (
    "county_officer",
    "township_officer",
    "committee_secretary",
    "committee_clerk",
    "branch_secretary",
    "village_clerk",
    "village_approver",
    "township_approver",
    "supervisor",
    "coop_officer",
    "agency_accountant",
    "agency_reviewer",
    "auditor",
    "operator",
    "system_admin",
    "security_admin",
    "minors_keeper",
    "health_keeper",
)
# Two persons in charge and nobody else: a delegate gets no such role.
KEPT_IN_PERSON = ("minors_keeper", "health_keeper")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SelectionRule(Strict):
    """推选. `from_posts`: only holders of such a post in the body's members (or its village) stand as candidates."""

    criteria: tuple[str, ...] = Field(min_length=1)
    from_posts: tuple[str, ...] = ()
    approved_by: Literal["", "township"] = "township"


class PostKind(Strict):
    """`bodies`: kinds of body where the post exists. `sole`: one holder at a time. `rank`: shown first when low.

    `expected`: how many holders each such body should have; fewer is shown as vacant, and nothing follows from it.
    `ways`: how one may come to it (none: any way). `by_law`: filled by an election that law or Party rules govern.
    `delegable`: another may stand in for the holder.
    """

    name: str = Field(min_length=1, max_length=30)
    bodies: tuple[str, ...] = Field(min_length=1)
    roles: tuple[str, ...] = ()
    sole: bool = False
    rank: int = 50
    expected: int = Field(default=0, ge=0, le=20)
    ways: tuple[str, ...] = ()
    term_years: int = Field(default=0, ge=0, le=10)
    by_law: bool = False
    delegable: bool = True
    selection: SelectionRule | None = None


class Named(Strict):
    name: str = Field(min_length=1, max_length=30)


class Speciality(Named):
    """`fits`: the parts of work it suits; offered, never assigned by itself."""

    fits: tuple[str, ...] = ()


class Duty(Named):
    """Actions one may hand to a delegate together; a name ending in ".*" means all of a context."""

    verbs: tuple[str, ...] = Field(min_length=1)


class RotaKind(Named):
    """`days` each turn; `grace_days` after it in which the hand-over may still be written."""

    days: int = Field(default=30, ge=1, le=400)
    grace_days: int = Field(default=3, ge=0, le=60)


class ContactKind(Named):
    """`every_days`: how often the contact visits."""

    every_days: int = Field(default=30, ge=1, le=400)


class Keeping(Strict):
    term_notice_days: int = Field(default=60, ge=1, le=365)
    delegation_most_days: int = Field(default=90, ge=1, le=366)


class PostsSection(Strict):
    post: dict[str, PostKind]
    way: dict[str, Named] = {}
    portfolio: dict[str, Named] = {}
    speciality: dict[str, Speciality] = {}
    duty: dict[str, Duty] = {}
    rota: dict[str, RotaKind] = {}
    contact: dict[str, ContactKind] = {}
    talent: dict[str, Named] = {}
    keeping: Keeping = Keeping()


def check(section: PostsSection, book: object) -> list[Refusal]:
    """What the program does not know would grant, ask or offer nothing: said, not ignored."""
    return [*_unknown_roles(section), *_mixed(section), *_unknown_names(section), *_unknown_verbs(section)]


def _unknown_roles(section: PostsSection) -> list[Refusal]:
    return [
        Refusal(
            "posts.unknown_role",
            mark("职务“{post}”带有系统不认识的角色“{role}”。"),
            {"post": kind.name, "role": role},
            remedy=mark("请改为文档所列的角色。"),
        )
        for kind in section.post.values()
        for role in kind.roles
        if role not in ROLES
    ]


def _mixed(section: PostsSection) -> list[Refusal]:
    return [
        Refusal(
            "posts.mixed_administration",
            mark("职务“{post}”把系统管理、安全管理、审计或业务合在一起。"),
            {"post": kind.name},
            remedy=mark("三员要分设：请拆成几个职务。"),
        )
        for kind in section.post.values()
        if rules.mixes(kind.roles)
    ]


def _unknown_names(section: PostsSection) -> list[Refusal]:
    """Names of other tables of this section that do not exist."""
    named = [
        *((kind.name, way, way in section.way) for kind in section.post.values() for way in kind.ways),
        *(
            (kind.name, other, other in section.post)
            for kind in section.post.values()
            if kind.selection
            for other in kind.selection.from_posts
        ),
        *(
            (one.name, part, part in section.portfolio)
            for one in section.speciality.values()
            for part in one.fits
        ),
    ]
    return [
        Refusal(
            "posts.unknown_name",
            mark("“{where}”提到了制度里没有的“{name}”。"),
            {"where": where, "name": name},
            remedy=mark("请改为本文件里已有的代码。"),
        )
        for where, name, known in named
        if not known
    ]


def _unknown_verbs(section: PostsSection) -> list[Refusal]:
    verbs = permissions.all_rules()
    return [
        Refusal(
            "posts.unknown_verb",
            mark("职责“{duty}”带有系统不认识的办理事项“{verb}”。"),
            {"duty": duty.name, "verb": verb},
            remedy=mark("请改为文档所列的办理事项。"),
        )
        for duty in section.duty.values()
        for verb in duty.verbs
        if verb not in verbs and not (verb.endswith(".*") and _any_of(verb[:-1], verbs))
    ]


def _any_of(start: str, verbs: Mapping[str, object]) -> bool:
    return any(verb.startswith(start) for verb in verbs)


def declare() -> None:
    playbook.section(name="posts", files=("posts.toml",), schema=PostsSection, check=check)


def section() -> PostsSection:
    found: PostsSection = playbook.current().section("posts")
    return found


def kinds() -> Mapping[str, PostKind]:
    return section().post


def kind_of(code: str) -> PostKind:
    """Unknown when the playbook has no such post."""
    found = kinds().get(code)
    if found is None:
        raise Unknown("posts.unknown_kind", mark("制度里没有这个职务。"), remedy=mark("请从列表中选择职务。"))
    return found


def kind_name(code: str) -> str:
    """The name of a post, also of one that the playbook has dropped since."""
    found = kinds().get(code)
    return found.name if found else code


def name_in(table: Mapping[str, Named], code: str) -> str:
    """The name for a code; words that are no code stand for themselves."""
    found = table.get(code)
    return found.name if found else code


def portfolio_name(codes: str) -> str:
    """Names of the parts of work, in the order given."""
    table = section().portfolio
    return "、".join(name_in(table, code) for code in codes.split(",") if code)
