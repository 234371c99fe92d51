"""The schema of `ballots.toml`: from how many ballots up a secret result is told."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

FILE = "ballots.toml"


class SecretRule(BaseModel):
    """`least`: with fewer ballots nothing is opened. Three at least: of two, each would know the other's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    least: int = Field(default=5, ge=3, le=100)


class BallotsSection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: SecretRule = SecretRule()
