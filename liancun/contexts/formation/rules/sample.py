"""Made-up counties for measuring and for trying the planner: the same seed, the same county."""

from __future__ import annotations

import numpy as np

from liancun.contexts.formation.rules.compiled import Floats
from liancun.contexts.formation.rules.neighbours import neighbours
from liancun.contexts.formation.rules.problem import Link, Problem, Profile, Rules, Supply, Village

INDUSTRIES = ("粮食", "果蔬", "畜牧", "加工", "文旅", "林下")
RESOURCES = ("土地", "劳力", "加工", "冷链", "运输", "技术")

ANY, EVEN = Rules(), Profile()


def county(
    count: int, seed: int, *, rules: Rules = ANY, profile: Profile = EVEN, strong: float = 0.25
) -> Problem:
    """`count` villages on a plane: neighbours by Delaunay, fields that change slowly with noise on top."""
    random = np.random.default_rng([seed, count])
    side = (count * 8.0) ** 0.5
    places = random.uniform(0, side, (count, 2))
    fields = _fields(places, side, 16, random)
    villages = _villages(places, fields, side, strong, random)
    pairs = neighbours(places)
    links = tuple(
        Link(str(a), str(b), round(float(np.hypot(*(places[a] - places[b]))) * 2 * random.uniform(1, 1.6), 2))
        for a, b in pairs
    )
    return Problem(villages, links, _supplies(pairs, count, random), rules, profile)


def _fields(places: Floats, side: float, many: int, random: np.random.Generator) -> Floats:
    """Smooth random fields (sums of plane waves of two scales) with noise, standardised."""
    total = 0.6 * random.normal(size=(len(places), many))
    for scale, weight in ((side / 2 + 4, 1.0), (12.0, 0.8)):
        waves = random.normal(size=(12, 2, many)) * 2 * np.pi / scale
        phases = random.uniform(0, 2 * np.pi, (12, many))
        for wave, phase in zip(waves, phases, strict=True):
            total = total + weight * 0.4 * np.cos(places @ wave + phase)
    return np.asarray((total - total.mean(axis=0)) / (total.std(axis=0) + 1e-12))


def _villages(
    places: Floats, fields: Floats, side: float, strong: float, random: np.random.Generator
) -> tuple[Village, ...]:
    blocks = max(1, round((len(places) / 20) ** 0.5))
    income = np.exp(0.6 * fields[:, 0] + 0.4 * random.normal(size=len(places))) * 30
    bar = float(np.quantile(income, 1 - strong)) if len(places) > 1 else 0.0
    made = []
    for row, (east, north) in enumerate(places):
        across, up = (min(blocks - 1, int(value / side * blocks)) for value in (east, north))
        output = np.exp(1.2 * fields[row, 1:7]) * 20
        level = fields[row, 7:13]
        made.append(
            Village(
                key=str(row),
                name=f"{row + 1}号村",
                township=f"{across * blocks + up + 1}镇",
                east=round(float(east), 3),
                north=round(float(north), 3),
                population=int(np.exp(random.normal(7.0, 0.5))),
                strength=round(float(income[row]), 2),
                strong=bool(income[row] >= bar),
                readiness=round(float(np.clip(70 + 10 * fields[row, 13] + income[row] / 10, 0, 100)), 1),
                traits=tuple(round(float(value), 4) for value in fields[row, 14:16]),
                industries={name: round(float(x), 2) for name, x in zip(INDUSTRIES, output, strict=True)},
                has={n: round(float(max(0.0, 1 + x)), 3) for n, x in zip(RESOURCES, level, strict=True)},
                needs={n: round(float(max(0.0, 1 - x)), 3) for n, x in zip(RESOURCES, level, strict=True)},
            )
        )
    return tuple(made)


def _supplies(pairs: list[tuple[int, int]], count: int, random: np.random.Generator) -> tuple[Supply, ...]:
    """One neighbour pair in four trades, and a few villages trade far away."""
    near = [pair for pair in pairs if random.uniform() < 0.25]
    far = [tuple(int(v) for v in random.choice(count, 2, replace=False)) for _ in range(count // 20)]
    return tuple(
        Supply(str(a), str(b), round(float(random.lognormal(1.0, 0.6)), 2)) for a, b in [*near, *far]
    )
