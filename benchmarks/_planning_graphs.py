"""Graphs that the public tools can be asked about: made from a seed, or the small real sets that libpysal ships."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from liancun.contexts.formation.rules.neighbours import neighbours

# Set, file, attributes: all standardised before use.
REAL: dict[str, tuple[str, tuple[str, ...]]] = {
    "mexico": ("mexicojoin.shp", ("PCGDP1940", "PCGDP1960", "PCGDP1980", "PCGDP2000")),
    "columbus": ("columbus.shp", ("HOVAL", "INC", "CRIME", "OPEN")),
    "sids2": ("sids2.shp", ("SIDR74", "SIDR79", "NWR74", "NWR79")),
    "georgia": ("G_utm.shp", ("PctRural", "PctBach", "PctEld", "PctPov")),
}


class Graph(NamedTuple):
    """Neighbours in compressed rows, attributes (one column each, standardised), population."""

    near: Any
    adj: Any
    x: Any
    weight: Any

    @property
    def rows(self) -> int:
        return int(self.near.size - 1)


def made(count: int, seed: int) -> Graph:
    """Villages on a plane, Delaunay neighbours; four attributes: a field of two scales with noise on top."""
    random = np.random.default_rng([seed, count, 3])
    side = (count * 8.0) ** 0.5
    places = random.uniform(0, side, (count, 2))
    x = 0.6 * random.normal(size=(count, 4))
    for scale, weight in ((side / 2 + 4, 0.4), (12.0, 0.32)):
        waves = random.normal(size=(12, 2, 4)) * 2 * np.pi / scale
        phases = random.uniform(0, 2 * np.pi, (12, 4))
        for wave, phase in zip(waves, phases, strict=True):
            x += weight * np.cos(places @ wave + phase)
    population = np.floor(np.exp(random.normal(7.0, 0.5, count)))
    return _graph(count, neighbours(places), x, population)


def _graph(count: int, pairs: list[tuple[int, int]], x: Any, weight: Any) -> Graph:
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    both = np.vstack([ends, ends[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    near = np.concatenate([[0], np.cumsum(np.bincount(both[:, 0], minlength=count))]).astype(np.int64)
    x = (x - x.mean(axis=0)) / np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    return Graph(near, np.ascontiguousarray(both[:, 1]), np.ascontiguousarray(x, np.float64), weight)


def real(name: str) -> Graph:
    """One of REAL; ImportError where libpysal or geopandas is not installed."""
    examples, frames = import_module("libpysal.examples"), import_module("geopandas")
    file, columns = REAL[name]
    table = frames.read_file(examples.get_path(file))
    weights = import_module("libpysal.weights").Rook.from_dataframe(table, use_index=False)
    pairs = [(a, b) for a, beside in weights.neighbors.items() for b in beside if a < b]
    x = table[list(columns)].to_numpy(float)
    return _graph(len(table), pairs, x, np.ones(len(table)))
