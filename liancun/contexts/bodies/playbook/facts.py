"""What a county writes down about its bodies each year, which flags it knows, and who pairs with whom."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from liancun.contexts.bodies.playbook.kinds import Called, Strict, kind_of, village_kinds
from liancun.contexts.bodies.rules.conditions import Condition
from liancun.framework import playbook
from liancun.kernel.errors import Place, Refusal, mark

FILE = "facts.toml"
INDUSTRY = "industry"


class FactGroup(Called):
    name: str = Field(min_length=1, max_length=20)
    rank: int = 100


class FactKind(Called):
    """`derived`: "books" when the program computes it and nobody types it.

    `party`: a count of Party members. Imported and never typed, and there only where the county keeps such counts.
    """

    name: str = Field(min_length=1, max_length=30)
    unit: str = Field(default="", max_length=10)
    kind: Literal["number", "amount", "count", "flag", "text"] = "number"
    group: str
    applies_to: tuple[str, ...] = ("village",)
    decimals: int = Field(default=0, ge=0, le=4)
    choices: tuple[str, ...] = ()
    derived: Literal["", "books"] = ""
    party: bool = False

    @property
    def typed(self) -> bool:
        """Whether it is entered on a page."""
        return not self.derived and not self.party

    @property
    def places(self) -> int:
        """Decimal places a value may have."""
        return {"amount": 2, "number": self.decimals}.get(self.kind, 0)


class Industry(Called):
    """What is produced: 高粱 in 吨, 食用菌 in 棒."""

    name: str = Field(min_length=1, max_length=30)
    unit: str = Field(min_length=1, max_length=10)
    decimals: int = Field(default=0, ge=0, le=4)
    applies_to: tuple[str, ...] = ("village",)


class FlagKind(Called):
    """A mark of weakness (软弱涣散, 经济薄弱) or a problem to solve; never public."""

    name: str = Field(min_length=1, max_length=30)
    kind: Literal["weakness", "problem"]


class PairingKind(Called):
    """`one_helper`: a helped body has one helper of this kind at a time. `lines`: lines of joint work."""

    name: str = Field(min_length=1, max_length=30)
    helper: tuple[str, ...]
    helped: tuple[str, ...]
    one_helper: bool = False
    lines: tuple[str, ...] = ()


class ConditionRow(Called):
    """What the law asks of bodies of these kinds; `name` is the sentence people read, `source` the article.

    `part` and `whole` are facts that are added. Exactly one bound; the bounds that end in `share` are parts of `whole`
    (0 to 1). `size_above`, `size_up_to`: asked only where the whole is larger, or not larger, than this.
    """

    name: str = Field(min_length=4, max_length=80)
    name_en: str = Field(default="", max_length=160)
    applies_to: tuple[str, ...] = Field(min_length=1)
    part: tuple[str, ...] = Field(min_length=1)
    whole: tuple[str, ...] = ()
    at_least: Decimal | None = Field(default=None, ge=0)
    at_most: Decimal | None = Field(default=None, ge=0)
    at_least_share: Decimal | None = Field(default=None, ge=0, le=1)
    at_most_share: Decimal | None = Field(default=None, ge=0, le=1)
    size_above: Decimal | None = Field(default=None, ge=0)
    size_up_to: Decimal | None = Field(default=None, ge=0)
    source: str = Field(min_length=1, max_length=80)

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        bounds = (self.at_least, self.at_most, self.at_least_share, self.at_most_share)
        if sum(bound is not None for bound in bounds) != 1:
            raise ValueError("exactly one of at_least, at_most, at_least_share, at_most_share")
        shares = (self.at_least_share, self.at_most_share, self.size_above, self.size_up_to)
        if not self.whole and any(one is not None for one in shares):
            raise ValueError("a share or a size needs `whole`")
        return self

    def rule(self) -> Condition:
        return Condition(
            part=self.part,
            whole=self.whole,
            at_least=self.at_least,
            at_most=self.at_most,
            at_least_share=self.at_least_share,
            at_most_share=self.at_most_share,
            size_above=self.size_above,
            size_up_to=self.size_up_to,
        )


class FactsSection(Strict):
    group: dict[str, FactGroup] = Field(default_factory=dict)
    fact: dict[str, FactKind] = Field(default_factory=dict)
    industry: dict[str, Industry] = Field(default_factory=dict)
    flag: dict[str, FlagKind] = Field(default_factory=dict)
    pairing: dict[str, PairingKind] = Field(default_factory=dict)
    condition: dict[str, ConditionRow] = Field(default_factory=dict)

    def kinds(self) -> dict[str, FactKind]:
        """Every fact by its code, industries among them, in the order of the groups."""
        made = {f"{INDUSTRY}_{code}": _as_fact(one) for code, one in self.industry.items()}
        ranks = {code: group.rank for code, group in self.group.items()}
        return dict(sorted({**self.fact, **made}.items(), key=lambda item: ranks.get(item[1].group, 1000)))

    def body_kinds(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Where kinds of body are named, and which."""
        for code, fact in self.fact.items():
            yield f"fact.{code}", fact.applies_to
        for code, industry in self.industry.items():
            yield f"industry.{code}", industry.applies_to
        for code, pairing in self.pairing.items():
            yield f"pairing.{code}", (*pairing.helper, *pairing.helped)
        for code, condition in self.condition.items():
            yield f"condition.{code}", condition.applies_to


def _as_fact(one: Industry) -> FactKind:
    return FactKind(
        name=one.name,
        name_en=one.name_en,
        unit=one.unit,
        decimals=one.decimals,
        group=INDUSTRY,
        applies_to=one.applies_to,
    )


def faults(section: FactsSection, whole: playbook.Playbook) -> list[Refusal]:
    """Facts of a group that is not there, and kinds of body that the playbook does not name."""
    known = set(whole.section("bodies").kind)
    groups = [
        Refusal(
            "bodies.fact_group",
            mark("“{fact}”所属的分组“{group}”没有定义。"),
            {"fact": code, "group": kind.group},
            Place("key", file=FILE, key=f"fact.{code}"),
            mark("请在 [group] 中写明，或改为已有的分组。"),
        )
        for code, kind in section.kinds().items()
        if kind.group not in section.group
    ]
    return (
        groups
        + _condition_faults(section)
        + [
            Refusal(
                "bodies.fact_kind",
                mark("组织类别“{kind}”没有定义。"),
                {"kind": kind},
                Place("key", file=FILE, key=key),
                mark("请改为 bodies.toml 中写明的类别。"),
            )
            for key, kinds in section.body_kinds()
            for kind in kinds
            if kind not in known
        ]
    )


def _condition_faults(section: FactsSection) -> list[Refusal]:
    """Conditions on facts that are not kept, in numbers, of all the kinds of body they are asked of."""
    kinds = section.kinds()
    return [
        Refusal(
            "bodies.condition_fact",
            mark("法定条件取用的“{fact}”没有定义，或者不是这类组织的数值项目。"),
            {"fact": fact},
            Place("key", file=FILE, key=f"condition.{code}"),
            mark("请在 [fact] 中写明，并让它适用于同样的组织类别。"),
        )
        for code, condition in section.condition.items()
        for fact in condition.rule().codes
        if fact not in kinds
        or kinds[fact].kind in ("text", "flag")
        or not set(condition.applies_to) <= set(kinds[fact].applies_to)
    ]


def declare_facts() -> None:
    playbook.section(name="facts", files=(FILE,), schema=FactsSection, check=faults)


def facts_section() -> FactsSection:
    """Without the counts of Party members where the county keeps nothing of them (`party_data = "off"`)."""
    book = playbook.current()
    found: FactsSection = book.section("facts")
    if book.section("privacy").party_data != "off":
        return found
    return found.model_copy(
        update={"fact": {code: kind for code, kind in found.fact.items() if not kind.party}}
    )


def fact_kinds(body_kind: str) -> dict[str, FactKind]:
    """The facts kept of a body of this kind, by code."""
    kinds = facts_section().kinds()
    return {code: kind for code, kind in kinds.items() if body_kind in kind.applies_to}


def conditions(body_kind: str) -> dict[str, ConditionRow]:
    """What the law asks of the figures of bodies of this kind."""
    return {code: row for code, row in facts_section().condition.items() if body_kind in row.applies_to}


def flag_name(code: str) -> str:
    flag = facts_section().flag.get(code)
    return flag.said if flag else code


def pairing_name(code: str) -> str:
    kind = facts_section().pairing.get(code)
    return kind.said if kind else code


def signs_here(body_kind: str) -> bool:
    """Bodies whose own officers sign inside the program; the others sign on paper."""
    return body_kind in village_kinds() or kind_of(body_kind).form == "joint"
