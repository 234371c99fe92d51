"""What a county decides about bodies: the roles of members, and whether one may join twice."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from liancun.framework import playbook


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MemberRole(Strict):
    """`name` as shown: 中心村, 产品运输中转点 …"""

    name: str = Field(min_length=1, max_length=20)


class Union(Strict):
    """`sole`: a member of this joint body may be in no other at the same time."""

    name: str = Field(min_length=1, max_length=40)
    sole: bool = True


class BodiesSection(Strict):
    union: dict[str, Union]
    role: dict[str, MemberRole]


def declare() -> None:
    playbook.section(name="bodies", files=("bodies.toml",), schema=BodiesSection)


def section() -> BodiesSection:
    found: BodiesSection = playbook.current().section("bodies")
    return found


def role_name(code: str) -> str:
    role = section().role.get(code)
    return role.name if role else code


def is_sole(joint_kind: str) -> bool:
    union = section().union.get(joint_kind)
    return union is None or union.sole
