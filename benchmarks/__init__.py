"""Measurements, one file each: `./run bench NAME`. A file offers `run(*, quick, seed) -> list[Measure]`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


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


def keep(measure: Measure, part: str, path: Path, seed: int) -> None:
    """Printed, and added to the file with the load of the machine."""
    bar = "" if measure.goal is None else f"  goal ≤ {measure.goal:g}{'' if measure.ok else '  MISSED'}"
    print(f"    {measure.name}: {measure.value:.4g} {measure.unit}{bar}", flush=True)
    row = {"part": part, "seed": seed, "load": round(os.getloadavg()[0], 1), **asdict(measure)}
    with path.open("a") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
