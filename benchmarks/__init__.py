"""Measurements, one file each: `./run bench NAME`. A file offers `run(*, quick, seed) -> list[Measure]`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One figure. `goal` is the bar it must stay at or below, None where it is only printed beside others.

    `note`: ours and the references it was made of, before and after.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    note: str = ""

    @property
    def ok(self) -> bool:
        return self.goal is None or self.value <= self.goal
