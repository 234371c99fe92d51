"""The schema of the procedures, subjects, ways and laws of a playbook, and the rules made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from liancun.contexts.affairs.rules.feasible import InPerson, Required
from liancun.contexts.affairs.rules.procedure import (
    Alternative,
    Article,
    Base,
    Channel,
    Consent,
    Method,
    OnFail,
    OnLimit,
    Plan,
    Procedure,
    Publicity,
    Route,
    Share,
    Stage,
    StageKind,
    Unit,
)
from liancun.kernel.errors import Refusal
from liancun.kernel.portions import fraction


def _fraction_text(value: Any) -> Any:
    try:
        fraction(value)
    except (Refusal, AttributeError) as error:
        raise ValueError("“2/3”") from error
    return value


FractionText = Annotated[str, BeforeValidator(_fraction_text)]
RollKey = Annotated[str, Field(pattern=r"^([a-z][a-z_]*)?$")]
BodyKey = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
StageKey = Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]


PaperKind = Literal["quotation", "selection", "trading"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShareRule(Strict):
    """`at_least` or `more_than`, one of the two, of those present, entitled (on the roll), all, or votes cast."""

    of: Base
    at_least: FractionText | None = None
    more_than: FractionText | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.at_least is None) == (self.more_than is None):
            raise ValueError("at_least | more_than")
        return self

    @property
    def rule(self) -> Share:
        return Share(
            self.of, fraction(self.at_least or self.more_than or ""), strict=self.more_than is not None
        )


class PublicityRule(Strict):
    kind: Literal["公示", "公开", "公告"]
    days: int = Field(ge=0, le=365)
    working_days: bool = False
    review: bool = False


class LawText(Strict):
    """A text in force. `verified` false: the text in force could not be had (待核)."""

    name: str = Field(min_length=2)
    text: str
    in_force: date | None = None
    verified: bool
    article: dict[str, str] = Field(default_factory=dict)


class AlternativeRule(Strict):
    """Another lawful make-up of the same meeting, for example households instead of villagers."""

    key: StageKey
    name: str = Field(min_length=2, max_length=40)
    roll: RollKey = ""
    unit: Unit = "person"
    quorum: ShareRule | None = None
    passes: ShareRule | None = None
    article: str = ""


class StageRule(Strict):
    """`body` "self": the body whose matter it is (co-operative, group, joint committee)."""

    key: StageKey
    name: str = Field(min_length=2, max_length=40)
    kind: StageKind
    body: BodyKey
    roll: RollKey = ""
    posts: tuple[str, ...] = ()
    convener: tuple[str, ...] = ()
    notice_days: int = Field(default=0, ge=0, le=60)
    papers: tuple[str, ...] = ()
    quorum: ShareRule | None = None
    passes: ShareRule | None = None
    limit_days: int | None = Field(default=None, ge=1, le=365)
    on_limit: OnLimit = ""
    then_days: int | None = Field(default=None, le=365)
    publicity: PublicityRule | None = None
    counted_from: str = ""
    article: str = ""
    unit: Unit = "person"
    alternative: tuple[AlternativeRule, ...] = ()
    methods: tuple[Method, ...] = ("hand", "named")
    channels: tuple[Channel, ...] = ("meeting",)
    weight_cap: FractionText | None = None
    tie: Literal["", "chair"] = ""
    tries: int = Field(default=1, ge=1, le=5)
    on_fail: OnFail = ""
    consent: Consent = ""
    within: bool = False
    proxy_most: int = Field(default=0, ge=0, le=20)


class ProcedureRule(Strict):
    """`method`: the named method it claims to be (a requirement of that method holds for it everywhere).

    `red_head`: the issuing organ is authorised to issue papers with a red head and a document number.
    """

    name: str
    level: Literal["joint", "village", "body"]
    source: str = ""
    method: str = ""
    resolution_form: str = ""
    red_head: bool = False
    stage: tuple[StageRule, ...] = Field(min_length=1)


class RequiredStage(Strict):
    """A stage by its `key`, or any stage of one of `bodies` and `kinds`; then the least it must hold."""

    key: str
    bodies: tuple[str, ...] = ()
    kinds: tuple[StageKind, ...] = ()
    rolls: tuple[str, ...] = ()
    quorum: ShareRule | None = None
    passes: ShareRule | None = None
    notice_days: int = 0
    publicity_days: int = 0
    article: str


class Requirement(Strict):
    name: str
    articles: tuple[str, ...]
    stage: tuple[RequiredStage, ...] = Field(min_length=1)


class InPersonRule(Strict):
    """Whose members vote in person: neither online nor by proxy."""

    rolls: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    article: str


class WayRule(Strict):
    """Which body goes through which procedure, and why. None: does not matter."""

    key: StageKey
    procedure: str
    why: str = Field(min_length=4, max_length=200)
    kinds: tuple[str, ...] = ()
    collective: bool | None = None
    representatives: bool | None = None
    requirement: str = ""
    article: str = ""


class PurchaseBand(Strict):
    """How to buy up to an amount in yuan (None: any amount above), and how many papers of each kind that needs."""

    up_to: Decimal | None = Field(default=None, gt=0)
    method: str = Field(min_length=2, max_length=40)
    papers: dict[PaperKind, Annotated[int, Field(ge=1, le=9)]] = Field(default_factory=dict)
    article: str = ""


class Subject(Strict):
    """`joint`: procedure of the joint body ("usual": the county's usual one). `ways`: a set of ways of the bodies concerned; or `village`, one
    procedure for every village. `requirement`: what the law wants. `own`: one body alone may raise it.
    """

    name: str
    uses_money: bool
    joint: str = ""
    village: str = ""
    ways: str = ""
    requirement: str = ""
    authority: str = ""
    papers: tuple[Literal["quotation", "proposal"], ...] = ()
    article: str = ""
    own: bool = False
    reserved: bool = False
    within: bool = False
    revokes: bool = False
    major: str = ""
    micro: str = ""
    purchase: tuple[PurchaseBand, ...] = ()

    def purchase_band(self, amount: Decimal) -> PurchaseBand | None:
        """How to buy for this amount; None where the subject buys nothing."""
        return next((band for band in self.purchase if band.up_to is None or amount <= band.up_to), None)


class AffairsSection(Strict):
    """`usual_joint`: the joint procedure of the county, for subjects whose `joint` is "usual"."""

    usual_joint: str = ""
    law: dict[str, LawText] = Field(default_factory=dict)
    procedure: dict[str, ProcedureRule] = Field(default_factory=dict)
    requirement: dict[str, Requirement] = Field(default_factory=dict)
    in_person: dict[str, InPersonRule] = Field(default_factory=dict)
    way: dict[str, tuple[WayRule, ...]] = Field(default_factory=dict)
    subject: dict[str, Subject] = Field(default_factory=dict)

    def article(self, reference: str) -> Article | None:
        """ "rural-collective:28" → the article with the name of its law; None for an unknown law or ""."""
        law, _, number = reference.partition(":")
        if law not in self.law:
            return None
        text = self.law[law]
        shown = f"第{number}条" if number.isdigit() else number
        return Article(law, text.name, shown, text.verified)

    def procedure_of(self, key: str) -> Procedure:
        rule = self.procedure[key]
        return Procedure(key, rule.name, tuple(self._stage(stage) for stage in rule.stage), rule.source)

    def joint_of(self, subject: Subject) -> str:
        """The key of the subject's joint procedure; "" where one body decides alone."""
        return self.usual_joint if subject.joint == "usual" else subject.joint

    def routes_of(self, subject: Subject) -> tuple[Route, ...]:
        """The ways of the subject's bodies, the first that fits wins; none where no body decides itself."""
        if subject.village:
            why = f"“{subject.name}”由本村按自己的程序决定。"
            procedure = self.procedure_of(subject.village)
            return (Route("village", procedure, why, article=self.article(subject.article)),)
        return tuple(self._route(rule) for rule in self.way.get(subject.ways, ()))

    def plan_of(self, subject: str, minimum: int) -> Plan:
        """What a matter of this subject goes through. KeyError for an unknown subject."""
        found = self.subject[subject]
        routes = self.routes_of(found)
        joint = self.joint_of(found)
        outer = self.procedure_of(joint) if joint else None
        inner = routes[0].procedure if routes else None
        return Plan(outer, inner, minimum, self.article(found.article), routes)

    def required_of(self, key: str) -> tuple[Required, ...]:
        return tuple(
            Required(
                want.key,
                bodies=want.bodies,
                kinds=want.kinds,
                rolls=want.rolls,
                quorum=want.quorum.rule if want.quorum else None,
                passes=want.passes.rule if want.passes else None,
                notice_days=want.notice_days,
                publicity_days=want.publicity_days,
                article=self.words(want.article),
            )
            for want in self.requirement[key].stage
        )

    def in_person_rules(self) -> tuple[InPerson, ...]:
        return tuple(
            InPerson(rule.rolls, rule.posts, self.words(rule.article)) for rule in self.in_person.values()
        )

    def words(self, reference: str) -> str:
        found = self.article(reference)
        return found.words if found else ""

    def _route(self, rule: WayRule) -> Route:
        return Route(
            rule.key,
            self.procedure_of(rule.procedure),
            rule.why,
            rule.kinds,
            rule.collective,
            rule.representatives,
            self.article(rule.article),
        )

    def _stage(self, rule: StageRule) -> Stage:
        given = rule.publicity
        same = {name: getattr(rule, name) for name in _SAME}
        return Stage(
            **same,
            quorum=rule.quorum.rule if rule.quorum else None,
            passes=rule.passes.rule if rule.passes else None,
            publicity=Publicity(given.kind, given.days, given.working_days, given.review) if given else None,
            article=self.article(rule.article),
            alternatives=tuple(self._alternatives(rule.alternative)),
            weight_cap=Fraction(rule.weight_cap) if rule.weight_cap else None,
        )

    def _alternatives(self, rules: Iterable[AlternativeRule]) -> Iterable[Alternative]:
        for rule in rules:
            yield Alternative(
                rule.key,
                rule.name,
                rule.roll,
                rule.unit,
                rule.quorum.rule if rule.quorum else None,
                rule.passes.rule if rule.passes else None,
                self.article(rule.article),
            )


_SAME = (
    "key", "name", "kind", "body", "roll", "posts", "convener", "notice_days", "papers", "limit_days", "on_limit",
    "then_days", "counted_from", "unit", "methods", "channels", "tie", "tries", "on_fail", "consent", "within",
    "proxy_most",
)  # fmt: skip
