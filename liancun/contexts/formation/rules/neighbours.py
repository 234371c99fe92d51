"""Which villages are neighbours when only their positions are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import Delaunay, QhullError

from liancun.contexts.formation.rules.compiled import Floats, Ints

# Of the middle length: a longer edge runs along the outer border, past other villages.
LONGEST = 4


def neighbours(places: Sequence[tuple[float, float]] | Floats) -> list[tuple[int, int]]:
    """Pairs of rows that are Delaunay neighbours; along the line where they lie on one or are few."""
    spots = np.asarray(places, np.float64).reshape(-1, 2)
    pairs = _triangulated(spots) if len(spots) > 3 else _row(spots)
    if not len(pairs):
        return []
    length = np.hypot(*(spots[pairs[:, 0]] - spots[pairs[:, 1]]).T)
    kept = pairs[length <= LONGEST * float(np.median(length))]
    return [(one, other) for one, other in kept.tolist()]


def _triangulated(spots: Floats) -> Ints:
    try:
        corners = Delaunay(spots).simplices
    except QhullError:
        return _row(spots)
    return _ordered(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]))


def _row(spots: Floats) -> Ints:
    """Each with the next along the line they lie on."""
    order = np.lexsort((spots[:, 1], spots[:, 0]))
    return _ordered(np.column_stack([order[:-1], order[1:]]))


def _ordered(pairs: Ints) -> Ints:
    """Each pair once, the smaller row first, sorted."""
    ends = np.sort(pairs.astype(np.int64), axis=1)
    most = int(ends.max()) + 1 if ends.size else 1
    once = np.unique(ends[:, 0] * most + ends[:, 1])
    return np.asarray(np.column_stack([once // most, once % most]))
