"""The schema of `procedures.toml`, `subjects.toml` and `law/`: which matter goes through what, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from liancun.contexts.affairs.rules import feasible
from liancun.contexts.affairs.rules.procedure import (
    Article,
    Base,
    OnLimit,
    Plan,
    Procedure,
    Publicity,
    Share,
    Stage,
    StageKind,
)
from liancun.framework import playbook
from liancun.framework.playbook import Playbook
from liancun.kernel.errors import Place, Refusal, mark
from liancun.kernel.portions import fraction

PROCEDURES, SUBJECTS = "procedures.toml", "subjects.toml"
LAW = ("law/rural-collective.toml", "law/village-committee.toml", "law/practice.toml")


def _fraction_text(value: Any) -> Any:
    try:
        fraction(value)
    except (Refusal, AttributeError) as error:
        raise ValueError("“2/3”") from error
    return value


FractionText = Annotated[str, BeforeValidator(_fraction_text)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ShareRule(Strict):
    """`at_least` or `more_than`, one of the two, of those present, entitled (on the roll) or all."""

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


class LawText(Strict):
    """A text in force. `verified` false: the text in force could not be had (待核)."""

    name: str = Field(min_length=2)
    text: str
    in_force: date | None = None
    verified: bool
    article: dict[str, str] = Field(default_factory=dict)


class StageRule(Strict):
    key: str = Field(pattern=r"^[a-z][a-z-]*$")
    name: str = Field(min_length=2, max_length=40)
    kind: StageKind
    body: Literal["branch", "village", "village_committee", "collective", "joint_committee"]
    roll: Literal["", "representative", "party_member", "collective_member"] = ""
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


class ProcedureRule(Strict):
    name: str
    level: Literal["joint", "village"]
    source: str = ""
    resolution_form: str = ""
    stage: tuple[StageRule, ...] = Field(min_length=1)


class RequiredStage(Strict):
    key: str
    quorum: ShareRule | None = None
    passes: ShareRule | None = None
    article: str


class Requirement(Strict):
    name: str
    articles: tuple[str, ...]
    stage: tuple[RequiredStage, ...] = Field(min_length=1)


class Subject(Strict):
    """`joint`: procedure of the joint body; `village`: each village's own; `requirement`: what the law wants."""

    name: str
    uses_money: bool
    joint: str
    village: str = ""
    requirement: str = ""
    authority: str = ""
    papers: tuple[Literal["quotation", "proposal"], ...] = ()
    article: str = ""


class AffairsSection(Strict):
    law: dict[str, LawText] = Field(default_factory=dict)
    procedure: dict[str, ProcedureRule] = Field(default_factory=dict)
    requirement: dict[str, Requirement] = Field(default_factory=dict)
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
        return Procedure(key, rule.name, tuple(self._stage(stage) for stage in rule.stage))

    def plan_of(self, subject: str, minimum: int) -> Plan:
        """What a matter of this subject goes through. KeyError for an unknown subject."""
        found = self.subject[subject]
        inner = self.procedure_of(found.village) if found.village else None
        return Plan(self.procedure_of(found.joint), inner, minimum, self.article(found.article))

    def required_of(self, key: str) -> tuple[feasible.Required, ...]:
        return tuple(
            feasible.Required(
                want.key,
                "",
                want.quorum.rule if want.quorum else None,
                want.passes.rule if want.passes else None,
                found.words if (found := self.article(want.article)) else "",
            )
            for want in self.requirement[key].stage
        )

    def _stage(self, rule: StageRule) -> Stage:
        given = rule.publicity
        return Stage(
            key=rule.key,
            name=rule.name,
            kind=rule.kind,
            body=rule.body,
            roll=rule.roll,
            posts=rule.posts,
            convener=rule.convener,
            notice_days=rule.notice_days,
            papers=rule.papers,
            quorum=rule.quorum.rule if rule.quorum else None,
            passes=rule.passes.rule if rule.passes else None,
            limit_days=rule.limit_days,
            on_limit=rule.on_limit,
            then_days=rule.then_days,
            publicity=Publicity(given.kind, given.days, given.working_days) if given else None,
            counted_from=rule.counted_from,
            article=self.article(rule.article),
        )


def faults(section: AffairsSection, book: Playbook) -> list[Refusal]:
    """Every rule that can never pass, every stage the law wants and a procedure leaves out."""
    found: list[Refusal] = []
    for key in section.procedure:
        procedure = section.procedure_of(key)
        found += [_refusal(PROCEDURES, f"procedure.{key}", fault) for fault in feasible.faults(procedure)]
    found += _reference_faults(section)
    for name, subject in section.subject.items():
        found += _subject_faults(section, name, subject)
    return found


def _subject_faults(section: AffairsSection, name: str, subject: Subject) -> Iterator[Refusal]:
    where = f"subject.{name}"
    known = ", ".join(section.procedure)
    for field, key in (("joint", subject.joint), ("village", subject.village)):
        if key and key not in section.procedure:
            yield _fault(SUBJECTS, f"{where}.{field}", mark("没有这个程序。"), known, key)
            return
    if subject.uses_money and not subject.requirement:
        sentence = mark("使用集体资金的类别必须写明法律要求（requirement）。")
        yield _fault(SUBJECTS, f"{where}.requirement", sentence, "collective-money", "")
        return
    if not subject.requirement:
        return
    if subject.requirement not in section.requirement:
        expected = ", ".join(section.requirement)
        yield _fault(
            SUBJECTS, f"{where}.requirement", mark("没有这项法律要求。"), expected, subject.requirement
        )
        return
    if not subject.village:
        sentence = mark("这类事项须由各村按自己的程序决定，却没有写村的程序。")
        yield _fault(SUBJECTS, f"{where}.village", sentence, known, "")
        return
    procedure = section.procedure_of(subject.village)
    for lack in feasible.lacking(procedure, section.required_of(subject.requirement)):
        yield _refusal(PROCEDURES, f"procedure.{subject.village}", lack)


def _reference_faults(section: AffairsSection) -> Iterator[Refusal]:
    for key, procedure in section.procedure.items():
        if procedure.level == "joint":
            yield from _joint_faults(key, procedure)
        for number, stage in enumerate(procedure.stage):
            if stage.article and not _known(section, stage.article):
                where = f"procedure.{key}.stage.{number}.article"
                yield _fault(PROCEDURES, where, mark("没有登记这一法律条款。"), "law/*.toml", stage.article)


def _joint_faults(key: str, procedure: ProcedureRule) -> Iterator[Refusal]:
    kinds = [stage.kind for stage in procedure.stage]
    for kind in ("intake", "opinion", "resolution", "work", "appraisal"):
        if kind not in kinds:
            sentence = mark("联合程序缺少必需的步骤。")
            yield _fault(PROCEDURES, f"procedure.{key}.stage", sentence, kind, ", ".join(kinds))
    if "{serial}" not in procedure.resolution_form:
        sentence = mark("决议编号的样式须含有 serial。")
        expected = "…〔{year}〕{serial}号"
        yield _fault(
            PROCEDURES, f"procedure.{key}.resolution_form", sentence, expected, procedure.resolution_form
        )


def _known(section: AffairsSection, reference: str) -> bool:
    law, _, number = reference.partition(":")
    return law in section.law and number in section.law[law].article


def _refusal(file: str, above: str, fault: feasible.Fault) -> Refusal:
    return _fault(file, f"{above}.{fault.key}", fault.sentence, fault.expected, fault.found, fault.article)


def _fault(file: str, key: str, sentence: str, expected: str, found: str, article: str = "") -> Refusal:
    return Refusal(
        "affairs.playbook",
        sentence,
        {"expected": expected, "found": found or "—", "article": article or "—"},
        Place("key", file=file, key=key),
        mark("应为：{expected}；现为：{found}；依据：{article}。"),
    )


def section_of(playbook_id: int) -> AffairsSection:
    found = playbook.version(playbook_id).section("affairs")
    assert isinstance(found, AffairsSection)
    return found


def plan_of(playbook_id: int, subject: str, minimum: int) -> Plan:
    """The plan by the playbook version a matter was raised under; later versions do not change it."""
    return _plan(playbook_id, playbook.version(playbook_id).digest, subject, minimum)


@lru_cache(maxsize=256)
def _plan(playbook_id: int, digest: str, subject: str, minimum: int) -> Plan:
    # A version never changes; the digest tells databases of one process apart.
    return section_of(playbook_id).plan_of(subject, minimum)


def declare() -> None:
    playbook.section(name="affairs", files=(*LAW, PROCEDURES, SUBJECTS), schema=AffairsSection, check=faults)
