"""A procedure: ordered stages, each with its body, its thresholds and the article it rests on.

A `Share` is a fraction of a body with an exact limit; 2/3 of 31 persons is 21, never 20.67.
Sources of the shipped procedures: docs/law.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from liancun.kernel.portions import at_least, more_than

Base = Literal["present", "entitled", "all", "cast"]
StageKind = Literal[
    "intake",
    "opinion",
    "resolution",
    "record",
    "hearing",
    "vote",
    "consent",
    "publicity",
    "work",
    "appraisal",
]
OnLimit = Literal["", "not-deliberated", "not-consented", "not-decided", "deemed-given", "escalate"]
OnFail = Literal["", "escalate"]
Unit = Literal["person", "household", "vote"]
Consent = Literal["", "consent", "register"]
Method = Literal["hand", "named", "secret"]
Channel = Literal["meeting", "online", "proxy", "phone", "paper", "station"]


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
    """`fraction` of `of`; `strict` means more than, otherwise at least. Fraction 0..1.

    `present`: who came (with lawful proxies); `entitled`: on the frozen roll; `all`: the whole body;
    `cast`: votes for and against, abstentions aside.
    """

    of: Base
    fraction: Fraction
    strict: bool = False

    def needed(self, base: int) -> int:
        """The least whole number of persons that meets the share of `base` persons."""
        return more_than(self.fraction, base) if self.strict else at_least(self.fraction, base)


@dataclass(frozen=True)
class Publicity:
    """`kind` 公示 | 公开 | 公告, for `days` calendar or working days; `review`: the supervisors look at it first."""

    kind: str
    days: int
    working_days: bool = False
    review: bool = False


@dataclass(frozen=True)
class Alternative:
    """Another lawful way to make up the same meeting: its own roll, unit and shares.

    For example the villagers' meeting: more than half of the villagers of age, or two thirds of the households.
    """

    key: str
    name: str
    roll: str = ""
    unit: Unit = "person"
    quorum: Share | None = None
    passes: Share | None = None
    article: Article | None = None


@dataclass(frozen=True)
class Stage:
    """One step. `limit_days` count from the day the step became possible.

    `then_days`: after a joint resolution, for the bodies' own decisions; of work, from effect to the published result;
    of an appraisal, from the last result to its begin.

    `consent`: somebody above says yes or no ("consent") or takes it on file ("register"), named by `convener`.
    `tries`: how often a meeting on it may be held before the step has failed; then `on_fail`.
    `weight_cap`: extra votes all together, as a share of the basic votes (合作社: one fifth), where `unit` is "vote".
    `proxy_most`: how many written proxies one person may carry; 0: no limit of its own.
    `within`: carries out a matter in effect, and stays inside its plan and amount.
    """

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
    unit: Unit = "person"
    alternatives: tuple[Alternative, ...] = ()
    methods: tuple[Method, ...] = ("hand", "named")
    channels: tuple[Channel, ...] = ("meeting",)
    weight_cap: Fraction | None = None
    tie: Literal["", "chair"] = ""
    tries: int = 1
    on_fail: OnFail = ""
    consent: Consent = ""
    within: bool = False
    proxy_most: int = 0

    @property
    def before(self) -> bool:
        """A notice that hangs out before the next step, not one of what was decided or came of it."""
        return self.kind == "publicity" and not self.key.startswith("publish-")


@dataclass(frozen=True)
class Procedure:
    """`source`: where it is taken from, in words; `law` says that a law prescribes it."""

    key: str
    name: str
    stages: tuple[Stage, ...]
    source: str = ""

    def stage(self, key: str) -> Stage:
        return next(stage for stage in self.stages if stage.key == key)

    def of_kind(self, *kinds: StageKind) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if stage.kind in kinds)

    @property
    def deciding(self) -> tuple[Stage, ...]:
        """The steps a body takes, in order, before its decision is published: meetings, hearings, votes,
        consents from above, and notices that hang out beforehand.
        """
        kinds = ("record", "hearing", "vote", "consent")
        return tuple(stage for stage in self.stages if stage.kind in kinds or stage.before)


@dataclass(frozen=True)
class BodyFacts:
    """What decides a body's way: its kind, whether its collective is registered (农村集体经济组织法 art. 64)
    and whether the charter provides a representatives' assembly (art. 28).
    """

    kind: str
    collective: bool = True
    representatives: bool = True


@dataclass(frozen=True)
class Route:
    """A body of one of `kinds` (empty: any) whose facts fit goes through `procedure`, because `why` (`article`).

    `collective`, `representatives` None: does not matter.
    """

    key: str
    procedure: Procedure
    why: str
    kinds: tuple[str, ...] = ()
    collective: bool | None = None
    representatives: bool | None = None
    article: Article | None = None

    def fits(self, facts: BodyFacts) -> bool:
        return (
            (not self.kinds or facts.kind in self.kinds)
            and self.collective in (None, facts.collective)
            and self.representatives in (None, facts.representatives)
        )


@dataclass(frozen=True)
class Plan:
    """What one matter must go through: the joint procedure, and each body's own one by its route.

    `outer` None: a matter of one body alone. `inner`: the procedure of the first route; None: the subject
    touches no body's money, land or debts, so the branch's own opinion decides whether the village takes part.
    """

    outer: Procedure | None
    inner: Procedure | None
    minimum: int = 1
    article: Article | None = None
    routes: tuple[Route, ...] = ()

    @property
    def joint(self) -> Procedure:
        """The joint procedure, where the caller knows that there is one."""
        assert self.outer, "a matter of one body alone has no joint procedure"
        return self.outer

    def outer_stage(self, kind: StageKind) -> Stage:
        return self.joint.of_kind(kind)[0]

    def outer_stage_or_none(self, kind: StageKind) -> Stage | None:
        return next(iter(self.outer.of_kind(kind)), None) if self.outer else None

    def route_for(self, facts: BodyFacts) -> Route | None:
        """The first route that fits: the playbook names the strictest first."""
        return next((route for route in self.routes if route.fits(facts)), None)

    @property
    def approvals(self) -> tuple[Stage, ...]:
        """Consents from above that follow the villages' decisions and precede any effect (联合申报)."""
        return self.outer.of_kind("consent") if self.outer else ()

    @property
    def steps(self) -> tuple[Stage, ...]:
        return self.inner.deciding if self.inner else ()

    def publicity(self, which: Literal["decision", "result"]) -> Stage | None:
        stages = self.inner.of_kind("publicity") if self.inner else ()
        return next((stage for stage in stages if stage.key == f"publish-{which}"), None)
