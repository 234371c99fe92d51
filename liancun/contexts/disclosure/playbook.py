"""What a county rules about publishing: `disclosure.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from liancun.contexts.disclosure.rules.calendar import Fixed
from liancun.framework import playbook
from liancun.framework.playbook import Playbook
from liancun.kernel.errors import Place, Refusal, mark

FILE = "disclosure.toml"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReviewRule(Strict):
    """Who looks at a plan before it is published (`by`: a body of the village), how long, how long for the answer."""

    by: str = "supervision"
    days: int = Field(default=5, ge=1, le=30)
    answer_days: int = Field(default=5, ge=1, le=30)
    working_days: bool = False
    source: str = ""


class ObjectionRule(Strict):
    """`answer_days`: working days for the office's answer."""

    answer_days: int = Field(default=5, ge=1, le=60)
    source: str = ""


class ComplaintRule(Strict):
    """`to`: kinds of body above the publishing one, the nearest of the first kind found decides."""

    to: tuple[str, ...] = ("township", "county")
    within_days: int = Field(default=15, ge=1, le=180)
    decide_days: int = Field(default=15, ge=1, le=90)
    working_days: bool = True
    source: str = ""


class BoardRule(Strict):
    """The least days that a paper hangs on the village board."""

    least_days: int = Field(default=5, ge=1, le=60)
    source: str = ""


class OutsideRule(Strict):
    """How many days after the window a file of the outside zone may still bring what was received in time."""

    grace_days: int = Field(default=3, ge=0, le=10)


class ReminderRule(Strict):
    fixed_days: int = Field(default=5, ge=0, le=30)


class Category(Strict):
    """A line of the list of what is published. `months` and `day`: fixed days; none: when it happens."""

    name: str = Field(min_length=2, max_length=40)
    kind: Literal["公示", "公开", "公告"] = "公开"
    days: int = Field(default=7, ge=1, le=365)
    working_days: bool = False
    review: bool = False
    board: bool = False
    months: tuple[int, ...] = ()
    day: int = Field(default=20, ge=1, le=28)
    bodies: tuple[str, ...] = ("village",)
    source: str = ""

    @property
    def fixed(self) -> Fixed | None:
        return Fixed(self.months, self.day) if self.months else None


class DisclosureSection(Strict):
    """`labels`: language code → Chinese word → its word, shown beside the Chinese on public pages."""

    review: ReviewRule = ReviewRule()
    objection: ObjectionRule = ObjectionRule()
    complaint: ComplaintRule = ComplaintRule()
    board: BoardRule = BoardRule()
    outside: OutsideRule = OutsideRule()
    reminder: ReminderRule = ReminderRule()
    category: dict[str, Category] = Field(default_factory=dict)
    labels: dict[str, dict[str, str]] = Field(default_factory=dict)


def section() -> DisclosureSection:
    found: DisclosureSection = playbook.current().section("disclosure")
    return found


def least_board_days(book: Playbook) -> int:
    """The least days of a paper on the board by this playbook; 0 where it does not say."""
    found = book.sections.get("disclosure")
    return found.board.least_days if isinstance(found, DisclosureSection) else 0


def second_labels() -> tuple[str, Mapping[str, str]]:
    """The second language of the county's public pages and its words; ("", {}) where there is none."""
    return next(iter(section().labels.items()), ("", {}))


def faults(section: DisclosureSection, whole: Playbook) -> list[Refusal]:
    """Every fault of a county's rules, each with its file and key."""
    found: list[Refusal] = []
    for key, one in section.category.items():
        if one.board and one.days < section.board.least_days:
            found.append(_short(key, one, section.board.least_days))
        if any(not 1 <= month <= 12 for month in one.months) or len(set(one.months)) != len(one.months):
            found.append(_months(key, one))
    if len(section.labels) > 1:
        found.append(_languages(tuple(section.labels)))
    return found


def _short(key: str, one: Category, least: int) -> Refusal:
    return Refusal(
        "disclosure.board_days",
        mark("“{name}”要张贴，却只公开 {days} 天，少于规定的 {least} 天。"),
        {"name": one.name, "days": one.days, "least": least},
        Place("key", file=FILE, key=f"category.{key}.days"),
        mark("请把天数改成不少于规定的天数。"),
    )


def _months(key: str, one: Category) -> Refusal:
    return Refusal(
        "disclosure.months",
        mark("“{name}”的公开月份应为 1 至 12，每月只写一次。"),
        {"name": one.name},
        Place("key", file=FILE, key=f"category.{key}.months"),
        mark("例如每季度首月写 [1, 4, 7, 10]。"),
    )


def _languages(codes: tuple[str, ...]) -> Refusal:
    return Refusal(
        "disclosure.languages",
        mark("公开网页只能加一种第二语言，现在写了 {codes}。"),
        {"codes": "、".join(codes)},
        Place("key", file=FILE, key="labels"),
        mark("请只留一种。"),
    )
