"""A procedure: ordered stages, each with its body, its thresholds and the article it rests on.

A `Share` is a fraction of a body with an exact limit; 2/3 of 31 persons is 21, never 20.67.
Sources of the shipped procedures: docs/law.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from liancun.kernel.portions import at_least, more_than

Base = Literal["present", "entitled", "all"]
StageKind = Literal["intake", "opinion", "resolution", "record", "vote", "publicity", "work", "appraisal"]
OnLimit = Literal["", "not-deliberated", "not-consented", "escalate"]


@dataclass(frozen=True)
class Article:
    """Where a rule stands. `verified` is False while the text in force could not be had (待核)."""

    law: str
    law_name: str
    number: str
    verified: bool = True

    @property
    def words(self) -> str:
        place = f"《{self.law_name}》{self.number}" if self.number else f"《{self.law_name}》"
        return place if self.verified else f"{place}（待核）"


@dataclass(frozen=True)
class Share:
    """`fraction` of `of`; `strict` means more than, otherwise at least. Fraction 0..1."""

    of: Base
    fraction: Fraction
    strict: bool = False

    def needed(self, base: int) -> int:
        """The least whole number of persons that meets the share of `base` persons."""
        return more_than(self.fraction, base) if self.strict else at_least(self.fraction, base)


@dataclass(frozen=True)
class Publicity:
    """`kind` 公示 | 公开 | 公告, for `days` calendar or working days."""

    kind: str
    days: int
    working_days: bool = False


@dataclass(frozen=True)
class Stage:
    """One step. `limit_days` count from the day the step became possible."""

    key: str
    name: str
    kind: StageKind
    body: str
    roll: str = ""
    posts: tuple[str, ...] = ()
    convener: tuple[str, ...] = ()
    notice_days: int = 0
    papers: tuple[str, ...] = ()
    quorum: Share | None = None
    passes: Share | None = None
    limit_days: int | None = None
    on_limit: OnLimit = ""
    publicity: Publicity | None = None
    counted_from: str = ""
    then_days: int | None = None
    article: Article | None = None


@dataclass(frozen=True)
class Procedure:
    key: str
    name: str
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage:
        return next(stage for stage in self.stages if stage.key == key)

    def of_kind(self, *kinds: StageKind) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.kind in kinds)

    @property
    def deciding(self) -> tuple[Stage, ...]:
        """The steps a body takes itself before anything is published."""
        return self.of_kind("record", "vote")


@dataclass(frozen=True)
class Plan:
    """What one matter must go through: the joint procedure, and each village's own one.

    `inner` None: the subject touches no village's money, land or debts, so the branch's own
    opinion decides whether the village takes part.
    """

    outer: Procedure
    inner: Procedure | None
    minimum: int = 1
    article: Article | None = None

    def outer_stage(self, kind: StageKind) -> Stage:
        return self.outer.of_kind(kind)[0]

    @property
    def steps(self) -> tuple[Stage, ...]:
        return self.inner.deciding if self.inner else ()

    def publicity(self, which: Literal["decision", "result"]) -> Stage | None:
        stages = self.inner.of_kind("publicity") if self.inner else ()
        return next((stage for stage in stages if stage.key == f"publish-{which}"), None)
