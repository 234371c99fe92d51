"""Ratings as `affairs` would offer them, and people who have signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from django.test import Client

from liancun.demo import small
from liancun.demo.world import World
from liancun.framework import metrics
from liancun.framework.metrics import Figure, Record
from liancun.kernel.periods import Quarter

SignIn = Callable[[str], Client]
NOTHING = Figure(None, "share")


@dataclass
class Ratings:
    """What was rated, by committee; `asked` counts how often the figures were asked for."""

    figures: dict[int, Figure] = field(default_factory=dict)
    asked: int = 0

    def give(self, joint_id: int, very: int, other: int) -> None:
        record = Record("三村统购种子", "/matters/1/", f"{very} / {very + other}")
        counts = {"满意": very, "不满意": other}
        self.figures[joint_id] = Figure(Fraction(very, very + other), "share", (record,), counts)

    def one(self, joint_id: int, quarter: Quarter) -> Figure:
        self.asked += 1
        return self.figures.get(joint_id, NOTHING)

    def many(self, joint_ids: Sequence[int], quarter: Quarter) -> Mapping[int, Figure]:
        self.asked += 1
        return {joint_id: self.figures.get(joint_id, NOTHING) for joint_id in joint_ids}


@pytest.fixture
def ratings(monkeypatch: pytest.MonkeyPatch) -> Ratings:
    made = Ratings()
    monkeypatch.setitem(metrics._metrics, "affairs.satisfaction", made.one)
    monkeypatch.setitem(metrics._of_many, "affairs.satisfaction", made.many)
    return made


@pytest.fixture
def signed_in(world: World) -> SignIn:
    """A browser in which this person has signed in."""
    return small.signed_in
