"""The sister problems of grouping: who is paired with whom. Each is the exact optimum of its cost (assigning.py).

Every term is counted so that 1 is an average pair's worth; see docs/planning.md, "The sister problems".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from liancun.contexts.formation.rules.assigning import Assignment, Party, Table, assigned
from liancun.contexts.formation.rules.compiled import Flags, Floats
from liancun.contexts.formation.rules.problem import Village
from liancun.kernel.errors import mark


@dataclass(frozen=True)
class PairWeights:
    """Of `near` kilometres, `alike` industries, `lack` (what one needs and the other has), `change` of today's pair,
    `even` loads, `fit` of help offered to help wanted."""

    near: float = 1.0
    alike: float = 1.0
    lack: float = 0.5
    change: float = 0.5
    even: float = 0.2
    fit: float = 1.0


@dataclass(frozen=True)
class PairRules:
    """`farthest`: kilometres at most. `within`: same township only. `apart`: pairs (one of many, one of few) that
    may not be. `today`: who is with whom now."""

    farthest: float | None = None
    within: bool = False
    apart: tuple[tuple[str, str], ...] = ()
    today: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Agency:
    """An agency that is to help villages. `offers`: kinds of help (any words). `least`, `most`: villages."""

    key: str
    name: str = ""
    offers: frozenset[str] = frozenset()
    east: float | None = None
    north: float | None = None
    least: int = 1
    most: int = 10**6


@dataclass(frozen=True)
class Helper:
    """A person who looks after households. `most`: households at most."""

    key: str
    name: str = ""
    east: float = 0.0
    north: float = 0.0
    least: int = 0
    most: int = 10**6


@dataclass(frozen=True)
class Household:
    """A household that one person looks after; places in kilometres on the same plane as the helpers'."""

    key: str
    name: str = ""
    east: float = 0.0
    north: float = 0.0


ANY, EVEN = PairRules(), PairWeights()
FAR, TOWN, APART = mark("距离不超过规定"), mark("限于同一乡镇"), mark("不许结对的名单")


def pair_villages(
    weak: Sequence[Village],
    strong: Sequence[Village],
    *,
    most: int | Mapping[str, int] = 6,
    least: int = 0,
    rules: PairRules = ANY,
    weights: PairWeights = EVEN,
) -> Assignment:
    """Each weak village with one strong one (N26): near, alike industries, what it lacks the other has, loads even.

    `most`: weak villages a strong one takes, for all or by key. Refuses naming the villages that find no room.
    """
    rooms = most if isinstance(most, Mapping) else dict.fromkeys((v.key for v in strong), most)
    few = tuple(Party(v.key, v.name, least, rooms.get(v.key, 0)) for v in strong)
    many = tuple(Party(v.key, v.name) for v in weak)
    far = distances([(v.east, v.north) for v in weak], [(v.east, v.north) for v in strong])
    terms = {
        "near": weights.near * _in_typical(far),
        "alike": weights.alike * unalike(weak, strong),
        "lack": weights.lack * _uncovered(weak, strong),
    }
    bars = _bars(many, few, rules, far)
    if rules.within:
        bars[TOWN] = np.array([[w.township != s.township for s in strong] for w in weak]).reshape(far.shape)
    return assigned(_table(many, few, terms, bars, rules, weights))


def pair_agencies(
    villages: Sequence[Village],
    agencies: Sequence[Agency],
    *,
    wants: Mapping[str, frozenset[str]] | None = None,
    rules: PairRules = ANY,
    weights: PairWeights = EVEN,
) -> Assignment:
    """Each village with one agency, each agency with `least` villages at least: fitting help, near, loads even.

    `wants`: kinds of help by village; without it what the village needs more of than it has (names of resources).
    Agencies without a place are equally near to all.
    """
    many = tuple(Party(v.key, v.name) for v in villages)
    few = tuple(Party(a.key, a.name, a.least, a.most) for a in agencies)
    asked = wants if wants is not None else {v.key: _wanted(v) for v in villages}
    placed = [(a.east or 0.0, a.north or 0.0) for a in agencies]
    far = distances([(v.east, v.north) for v in villages], placed)
    far[:, [a.east is None or a.north is None for a in agencies]] = 0.0
    terms = {
        "fit": weights.fit * _unmet([asked.get(v.key, frozenset()) for v in villages], agencies),
        "near": weights.near * _in_typical(far),
    }
    return assigned(_table(many, few, terms, _bars(many, few, rules, far), rules, weights))


def assign_households(
    households: Sequence[Household],
    helpers: Sequence[Helper],
    *,
    rules: PairRules = ANY,
    weights: PairWeights = EVEN,
) -> Assignment:
    """Each household with one person: near, loads even, and whoever is responsible today stays where that pays.

    `weights.change` is what it costs to give a household another person than `rules.today` names.
    """
    many = tuple(Party(h.key, h.name) for h in households)
    few = tuple(Party(h.key, h.name, h.least, h.most) for h in helpers)
    far = distances([(h.east, h.north) for h in households], [(h.east, h.north) for h in helpers])
    terms = {"near": weights.near * _in_typical(far)}
    return assigned(_table(many, few, terms, _bars(many, few, rules, far), rules, weights))


def _table(
    many: tuple[Party, ...],
    few: tuple[Party, ...],
    terms: Mapping[str, Floats],
    bars: Mapping[str, Flags],
    rules: PairRules,
    weights: PairWeights,
) -> Table:
    known = {party.key for party in few}
    held = [rules.today.get(party.key) for party in many]
    changed = np.array([[now in known and now != party.key for party in few] for now in held], np.float64)
    whole = {**terms, "change": weights.change * changed.reshape(len(many), len(few))}
    return Table(many, few, whole, bars, weights.even)


def _bars(many: Sequence[Party], few: Sequence[Party], rules: PairRules, far: Floats) -> dict[str, Flags]:
    shut = set(rules.apart)
    bars: dict[str, Flags] = {}
    if shut:
        found = [[(one.key, other.key) in shut for other in few] for one in many]
        bars[APART] = np.array(found, bool).reshape(far.shape)
    if rules.farthest is not None:
        bars[FAR] = np.asarray(far > rules.farthest + 1e-9)
    return bars


def distances(ones: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> Floats:
    """Kilometres as the crow flies."""
    a = np.array(ones, np.float64).reshape(-1, 1, 2)
    b = np.array(others, np.float64).reshape(1, -1, 2)
    return np.asarray(np.sqrt(((a - b) ** 2).sum(axis=2)))


def _in_typical(far: Floats) -> Floats:
    """In typical ways: the middle of everyone's shortest."""
    if not far.size:
        return far
    return np.asarray(far / (float(np.median(far.min(axis=1))) or float(np.median(far)) or 1.0))


def unalike(ones: Sequence[Village], others: Sequence[Village]) -> Floats:
    """One less the overlap of the shares of industries: 0 for the same mix, 1 for nothing in common."""
    kinds = sorted({kind for village in (*ones, *others) for kind in village.industries})
    a, b = _shares(ones, kinds), _shares(others, kinds)
    return np.asarray(1.0 - np.minimum(a[:, None], b[None]).sum(axis=2))


def _shares(villages: Sequence[Village], kinds: Sequence[str]) -> Floats:
    output = np.array([[v.industries.get(kind, 0.0) for kind in kinds] for v in villages], np.float64)
    output = output.reshape(len(villages), len(kinds))
    sums = output.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(output, sums, out=np.zeros_like(output), where=sums > 0))


def _uncovered(weak: Sequence[Village], strong: Sequence[Village]) -> Floats:
    """The part of what each weak village is short of that the strong one has not to spare."""
    found = np.zeros((len(weak), len(strong)))
    for row, one in enumerate(weak):
        short = {
            n: one.needs[n] - one.has.get(n, 0.0) for n in one.needs if one.needs[n] > one.has.get(n, 0.0)
        }
        whole = len(short)
        for column, other in enumerate(strong):
            spare = {n: max(0.0, other.has.get(n, 0.0) - other.needs.get(n, 0.0)) for n in short}
            missed = sum(max(0.0, short[n] - spare[n]) / short[n] for n in short)
            found[row, column] = missed / whole if whole else 0.0
    return found


def _wanted(village: Village) -> frozenset[str]:
    return frozenset(n for n, need in village.needs.items() if need > village.has.get(n, 0.0))


def _unmet(wants: Sequence[frozenset[str]], agencies: Sequence[Agency]) -> Floats:
    """The part of the wanted kinds of help that an agency does not offer."""
    found = [[len(w - a.offers) / len(w) if w else 0.0 for a in agencies] for w in wants]
    return np.array(found, np.float64).reshape(len(wants), len(agencies))
