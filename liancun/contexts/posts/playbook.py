"""What a county calls its posts, in which bodies they stand, and which roles they bring."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from liancun.framework import playbook
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
    "agency_accountant",
    "agency_reviewer",
    "auditor",
    "system_admin",
    "security_admin",
    "minors_keeper",
    "health_keeper",
)


class PostKind(BaseModel):
    """`bodies`: kinds of body where the post exists. `sole`: one holder at a time. `rank`: shown first when low."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=30)
    bodies: tuple[str, ...] = Field(min_length=1)
    roles: tuple[str, ...] = ()
    sole: bool = False
    rank: int = 50


class PostsSection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    post: dict[str, PostKind]


def check(section: PostsSection, book: object) -> list[Refusal]:
    """A role that the program does not know would grant nothing: said, not ignored."""
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


def declare() -> None:
    playbook.section(name="posts", files=("posts.toml",), schema=PostsSection, check=check)


def kinds() -> Mapping[str, PostKind]:
    section: PostsSection = playbook.current().section("posts")
    return section.post


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
