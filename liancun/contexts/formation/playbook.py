"""How a county wants its groups: `formation.toml`, rules of size and reach, and the weights of the terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from liancun.contexts.formation.rules.problem import PROFILES, Profile, Rules

FILE = "formation.toml"
Way = Literal["强村带动", "产业牵引", "村村互助"]
Term = Literal["near", "alike", "supply", "lack", "balance", "across", "group", "waiting"]


class Form(BaseModel):
    """The rules every group keeps; see Rules for units."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    least: int = Field(default=3, ge=1, le=60)
    most: int = Field(default=12, ge=1, le=60)
    townships: Literal["within", "across"] = "across"
    reach: int = Field(default=2, ge=1, le=6)
    minutes: float | None = Field(default=None, gt=0)
    gate: float | None = Field(default=None, ge=0, le=100)

    @model_validator(mode="after")
    def _ordered(self) -> Form:
        if self.least > self.most:
            raise ValueError("least > most")
        return self


class FormationSection(BaseModel):
    """`way` chooses the weights; `weights` changes single ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    way: Way = "强村带动"
    form: Form = Form()
    weights: dict[Term, float] = Field(default_factory=dict)

    def rules(self) -> Rules:
        return Rules(**self.form.model_dump())

    def profile(self) -> Profile:
        weights: dict[str, Any] = {str(term): weight for term, weight in self.weights.items()}
        return replace(PROFILES[self.way], **weights)
