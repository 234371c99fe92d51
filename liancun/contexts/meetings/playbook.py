"""Kinds of meetings: `meetings.toml`. Who is called, how long before, what always stands on the agenda."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from liancun.contexts.meetings.rules import PaperWanted, Quorum, Terms
from liancun.framework import playbook
from liancun.framework.playbook import Playbook
from liancun.kernel.errors import Place, Refusal, Unknown, mark
from liancun.kernel.portions import fraction

FILE = "meetings.toml"
NAME = "meetings"


def _fraction(value: object) -> object:
    return fraction(value) if isinstance(value, str) else value


Share = Annotated[Fraction, BeforeValidator(_fraction)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class QuorumRule(Strict):
    """`at_least` or `more_than` a fraction of those called; `words` say it as the law does."""

    at_least: Share | None = None
    more_than: Share | None = None
    words: str = ""

    def rule(self) -> Quorum | None:
        if self.more_than is not None:
            return Quorum(self.more_than, strict=True)
        return Quorum(self.at_least) if self.at_least is not None else None


class Wanted(Strict):
    """A paper to be put out so many days before."""

    name: str = Field(min_length=2, max_length=60)
    days: int = Field(default=0, ge=0, le=60)


class Line(Strict):
    """A line that stands on every agenda of the kind."""

    title: str = Field(min_length=2, max_length=100)
    presenter: str = ""


class MeetingKind(Strict):
    """`called`: from a roll of the body, or holders of `posts` in it and `member_posts` in its members (and their parts).

    `convened_by`: roles that may call it, and `convener` says it in words. `keepers` "supervisors": the supervisors
    alone keep its records. `every`: it meets at least once in each such period. `article` names law or rule.
    """

    name: str = Field(min_length=2, max_length=30)
    bodies: tuple[str, ...] = Field(min_length=1)
    roll: str = ""
    posts: tuple[str, ...] = ()
    member_posts: tuple[str, ...] = ()
    convened_by: tuple[str, ...] = ()
    convener: str = ""
    keepers: Literal["", "supervisors"] = ""
    notice_days: int = Field(default=0, ge=0, le=60)
    working_days: bool = False
    agenda: tuple[Line, ...] = ()
    papers: tuple[Wanted, ...] = ()
    strict_papers: bool = False
    online: bool = False
    proxies: Literal["none", "household", "written"] = "none"
    proxy_most: int = Field(default=0, ge=0, le=20)
    quorum: QuorumRule = QuorumRule()
    every: Literal["", "month", "quarter", "half_year", "year"] = ""
    signers: Literal[1, 2] = 1
    chair_confirms: bool = True
    article: str = ""

    def terms(self) -> Terms:
        return Terms(
            notice_days=self.notice_days,
            working_days=self.working_days,
            online=self.online,
            proxies=self.proxies,
            proxy_most=self.proxy_most,
            signers=self.signers,
            chair_confirms=self.chair_confirms,
            strict_papers=self.strict_papers,
            papers=tuple(PaperWanted(one.name, one.days) for one in self.papers),
            supervisors=self.keepers == "supervisors",
        )


class Keeping(Strict):
    """`remind_days`: how many days before the end of its period a meeting that is due is asked for."""

    remind_days: int = Field(default=10, ge=0, le=60)


class MeetingsSection(Strict):
    kind: dict[str, MeetingKind] = Field(default_factory=dict)
    keeping: Keeping = Keeping()


def faults(section: MeetingsSection, book: Playbook) -> list[Refusal]:
    """What the county does not know would call nobody: said, not ignored."""
    known_bodies = book.section("bodies").kind
    known_posts, known_rolls = book.section("posts").post, book.section("rolls").roll
    found = []
    for key, kind in section.kind.items():
        for field, wanted, known in (
            ("bodies", kind.bodies, known_bodies),
            ("posts", (*kind.posts, *kind.member_posts), known_posts),
            ("roll", (kind.roll,) if kind.roll else (), known_rolls),
        ):
            found += [_unknown(key, kind, field, one) for one in wanted if one not in known]
        if not kind.roll and not kind.posts and not kind.member_posts:
            found.append(_nobody(key, kind))
        if kind.proxy_most and kind.proxies == "none":
            found.append(_idle_limit(key, kind))
    return found


def _unknown(key: str, kind: MeetingKind, field: str, name: str) -> Refusal:
    return Refusal(
        "meetings.unknown_name",
        mark("会议“{kind}”提到了方案里没有的“{name}”。"),
        {"kind": kind.name, "name": name},
        Place("key", file=FILE, key=f"kind.{key}.{field}"),
        mark("请改为组织、职务或名册文件里已有的代码。"),
    )


def _nobody(key: str, kind: MeetingKind) -> Refusal:
    return Refusal(
        "meetings.calls_nobody",
        mark("会议“{kind}”没有写明由谁参加。"),
        {"kind": kind.name},
        Place("key", file=FILE, key=f"kind.{key}.roll"),
        mark("请写明名册（roll）或者职务（posts、member_posts）。"),
    )


def _idle_limit(key: str, kind: MeetingKind) -> Refusal:
    return Refusal(
        "meetings.idle_limit",
        mark("会议“{kind}”不能委托，却写了每人受托的上限。"),
        {"kind": kind.name},
        Place("key", file=FILE, key=f"kind.{key}.proxy_most"),
        mark("请删去上限，或者写明可以怎样委托。"),
    )


def declare() -> None:
    playbook.section(name=NAME, files=(FILE,), schema=MeetingsSection, check=faults)


def section() -> MeetingsSection:
    found: MeetingsSection = playbook.current().section(NAME)
    return found


def kinds() -> dict[str, MeetingKind]:
    return section().kind


def kind_of(key: str) -> MeetingKind:
    """Unknown when the playbook has no such kind."""
    found = kinds().get(key)
    if found is None:
        raise Unknown(
            "meetings.unknown_kind",
            mark("方案里没有这种会议。"),
            remedy=mark("请从列出的会议种类中选择。"),
        )
    return found
