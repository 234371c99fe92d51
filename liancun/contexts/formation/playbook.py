"""How a county wants its groups: `formation.toml`, rules of size and reach, weights, and what its facts mean."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from liancun.contexts.formation.rules.problem import PROFILES, Profile, Rules
from liancun.contexts.formation.rules.registry import OUTPUT, Meaning, Resource
from liancun.contexts.formation.rules.stages import Gate
from liancun.framework import playbook

FILE = "formation.toml"
NAME = "formation"
Way = Literal["强村带动", "产业牵引", "村村互助"]
Term = Literal["near", "alike", "supply", "lack", "balance", "across", "group", "waiting"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Form(Strict):
    """The rules every group keeps; see Rules for units.

    `average`: villages a group has on the average, from which the number of groups follows; None for any number.
    """

    least: int = Field(default=3, ge=1, le=60)
    most: int = Field(default=12, ge=1, le=60)
    townships: Literal["within", "across"] = "across"
    reach: int = Field(default=2, ge=1, le=6)
    minutes: float | None = Field(default=None, gt=0)
    gate: float | None = Field(default=None, ge=0, le=100)
    groups: tuple[int | None, int | None] = (None, None)
    everyone: bool = False
    average: float | None = Field(default=None, ge=1, le=60)

    @model_validator(mode="after")
    def _ordered(self) -> Form:
        if self.least > self.most:
            raise ValueError("least > most")
        if self.average is not None and not self.least <= self.average <= self.most:
            raise ValueError("average outside least and most")
        return self


class Held(Strict):
    """A resource: facts added up, and by what the county's holdings are spread to know what each village needs."""

    name: str = Field(min_length=1, max_length=10)
    has: tuple[str, ...] = Field(min_length=1)
    per: str = OUTPUT


class Grown(Strict):
    """An industry: its facts, and what one unit of each is worth in 10,000 yuan, to make them comparable."""

    name: str = Field(min_length=1, max_length=10)
    facts: dict[str, float] = Field(min_length=1)


class Admission(Strict):
    """Weights of 党建基础, 发展成效, 产业带动能力; `bar`: points of the whole that admit a group."""

    party: float = Field(default=30, ge=0)
    growth: float = Field(default=40, ge=0)
    industry: float = Field(default=30, ge=0)
    bar: float = Field(default=50, ge=0, le=100)
    pilots: int = Field(default=2, ge=0)
    each: int | None = Field(default=10, ge=1)

    @property
    def weights(self) -> tuple[float, float, float]:
        return (self.party, self.growth, self.industry)

    def gate(self) -> Gate:
        return Gate(bar=self.bar, pilots=self.pilots, each=self.each)


class Facts(Strict):
    strength: str = "collective_income"
    population: str = "population"
    leading: float = Field(default=0.35, gt=0, le=1)
    weak: tuple[str, ...] = ("weak_income",)
    lax: tuple[str, ...] = ("lax",)
    minutes: float = Field(default=2.0, gt=0)
    cell: float = Field(default=2.0, gt=0)
    industry: tuple[Grown, ...] = ()
    resource: tuple[Held, ...] = ()


class FormationSection(Strict):
    """`way` chooses the weights; `weights` changes single ones. `union`: the kind of body a group becomes;
    `joining`: the subject of a village's own matter to join."""

    way: Way = "强村带动"
    form: Form = Form()
    weights: dict[Term, float] = Field(default_factory=dict)
    admission: Admission = Admission()
    facts: Facts = Facts()
    union: str = "joint_committee"
    joining: str = "join-joint-body"

    def rules(self) -> Rules:
        return Rules(**self.form.model_dump(exclude={"average"}))

    def profile(self, way: str = "") -> Profile:
        """The weights of the county's way with its own changes, or of another way as it is."""
        if way and way != self.way:
            return PROFILES[way]
        weights: dict[str, Any] = {str(term): weight for term, weight in self.weights.items()}
        return replace(PROFILES[self.way], **weights)

    def meaning(self) -> Meaning:
        told = self.facts
        return Meaning(
            strength=told.strength,
            population=told.population,
            industries={one.name: dict(one.facts) for one in told.industry},
            resources=tuple(Resource(one.name, one.has, one.per) for one in told.resource),
            leading=told.leading,
            weak=told.weak,
            lax=told.lax,
            admission=self.admission.weights,
            minutes=told.minutes,
        )


def section() -> FormationSection:
    """Today's."""
    found = playbook.current().section(NAME)
    assert isinstance(found, FormationSection)
    return found
