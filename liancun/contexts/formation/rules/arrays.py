"""A problem as flat arrays: neighbours in compressed rows, terms with their weights already in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from liancun.contexts.formation.rules.compiled import Floats, Ints
from liancun.contexts.formation.rules.problem import MUST_NOT_WAIT, TERMS, Problem, Profile, Village


class County(NamedTuple):
    """What the compiled loops read. Rows are the willing villages in the order of the problem.

    `near`, `adj`: neighbours. `far`, `far_to`, `far_cost`: for each centre the villages it can lead, sorted, with the
    weighted minutes; empty rows for villages that lead none. `x`: features, `short`: what each adds to a group's
    shortfalls, both weighted. `buys`, `buys_of`, `buys_by`: supply links both ways; `half`: half of a row's sum.
    `bond`: number of the together-set or −1; `kept`: number of the kept group or −1.
    """

    near: Ints
    adj: Ints
    far: Ints
    far_to: Ints
    far_cost: Floats
    x: Floats
    short: Floats
    buys: Ints
    buys_of: Ints
    buys_by: Floats
    half: Floats
    town: Ints
    ready: Floats
    bond: Ints
    kept: Ints
    foes: Ints
    foes_of: Ints
    wait: Floats
    least: int
    most: int
    fewest: int
    many: int
    per_group: float
    per_town: float
    bounded_towns: bool


@dataclass(frozen=True)
class Encoded:
    """The arrays and whose rows they are."""

    county: County
    keys: tuple[str, ...]

    @property
    def row(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.keys)}


def encoded(problem: Problem) -> Encoded:
    """The problem as arrays. Rules that contradict each other are found before (conflicts.py), not here."""
    willing = [village for village in problem.villages if village.willing]
    row = {village.key: number for number, village in enumerate(willing)}
    roads = _roads(problem, row)
    rules, profile = problem.rules, problem.profile
    near, adj, _ = _rows(len(row), ((a, b, m) for (a, b), m in roads.items()))
    far, far_to, far_cost = _reached(problem, willing, roads)
    buys, buys_of, buys_by = _rows(len(row), _supplies(problem, row))
    half = np.array([buys_by[buys[i] : buys[i + 1]].sum() / 2 for i in range(len(row))])
    foes, foes_of, _ = _rows(len(row), _foes(problem, row))
    bond, kept = _bonds(problem, row)
    fewest, many = rules.groups
    county = County(
        *(near, adj, far, far_to, far_cost),
        x=_features(willing) * profile.alike**0.5,
        short=_shortfalls(willing, profile.lack, profile.balance),
        buys=buys,
        buys_of=buys_of,
        buys_by=buys_by,
        half=half,
        town=_numbers(village.township for village in willing),
        ready=_ready(problem, willing),
        bond=bond,
        kept=kept,
        foes=foes,
        foes_of=foes_of,
        wait=_waiting(problem, half, kept),
        least=rules.least,
        most=min(rules.most, max(1, len(row))),
        fewest=fewest or 0,
        many=len(row) if many is None else many,
        per_group=profile.group,
        per_town=profile.across,
        bounded_towns=rules.townships == "within",
    )
    return Encoded(county, tuple(row))


def weighted(c: County, now: Profile, then: Profile) -> County:
    """The same county under other weights. A term whose weight is zero now stays out (ValueError if it is asked)."""
    times = {term: _times(now.weight(term), then.weight(term)) for term in TERMS}
    half = c.half * times["supply"]
    short = c.short * times["lack"]
    short[:, -1:] = c.short[:, -1:] * times["balance"]
    pinned = c.wait >= MUST_NOT_WAIT
    return c._replace(
        far_cost=c.far_cost * times["near"],
        x=c.x * times["alike"] ** 0.5,
        short=short,
        buys_by=c.buys_by * times["supply"],
        half=half,
        wait=np.where(pinned, c.wait, then.waiting + half),
        per_group=then.group,
        per_town=then.across,
    )


def _times(now: float, then: float) -> float:
    if now == then:
        return 1.0
    if now == 0.0:
        raise ValueError("a term without weight cannot be given one afterwards")
    return then / now


def _roads(problem: Problem, row: dict[str, int]) -> dict[tuple[int, int], float]:
    """Both directions of each link between willing villages, the shortest where it is given twice."""
    found: dict[tuple[int, int], float] = {}
    for link in problem.links:
        one, other = row.get(link.one), row.get(link.other)
        if one is not None and other is not None and one != other:
            minutes = min(link.minutes, found.get((one, other), link.minutes))
            found[one, other] = found[other, one] = minutes
    return found


def _rows(count: int, edges: Iterable[tuple[int, int, float]]) -> tuple[Ints, Ints, Floats]:
    """Compressed rows, each sorted by its second number; what is given twice is summed."""
    sums: dict[tuple[int, int], float] = {}
    for one, other, value in edges:
        sums[one, other] = sums.get((one, other), 0.0) + value
    ordered = sorted(sums)
    starts = np.zeros(count + 1, np.int64)
    for one, _ in ordered:
        starts[one + 1] += 1
    others = np.array([other for _, other in ordered], np.int64)
    return np.cumsum(starts), others, np.array([sums[pair] for pair in ordered], np.float64)


def _reached(
    problem: Problem, willing: Sequence[Village], roads: dict[tuple[int, int], float]
) -> tuple[Ints, Ints, Floats]:
    rules = problem.rules
    links = [link.minutes for link in problem.links if link.one != link.other]
    unit = problem.profile.near / (float(np.median(links)) or 1.0 if links else 1.0)
    beside: list[list[tuple[int, float]]] = [[] for _ in willing]
    for (one, other), minutes in roads.items():
        beside[one].append((other, minutes))
    edges: list[tuple[int, int, float]] = []
    for number, village in enumerate(willing):
        if village.strong:
            found = _spread(beside, number, rules.reach)
            limit = np.inf if rules.minutes is None else rules.minutes + 1e-9
            edges += [(number, other, minutes * unit) for other, minutes in found.items() if minutes <= limit]
    return _rows(len(willing), edges)


def _spread(beside: list[list[tuple[int, float]]], start: int, reach: int) -> dict[int, float]:
    """Least minutes to each village that at most `reach` links lead to."""
    best, frontier = {start: 0.0}, {start: 0.0}
    for _ in range(reach):
        ahead: dict[int, float] = {}
        for here, minutes in frontier.items():
            for other, more in beside[here]:
                if minutes + more < min(best.get(other, np.inf), ahead.get(other, np.inf)):
                    ahead[other] = minutes + more
        best |= ahead
        frontier = ahead
    return best


def _features(willing: Sequence[Village]) -> Floats:
    kinds = sorted({kind for village in willing for kind in village.industries})
    shares = np.array([[v.industries.get(kind, 0.0) for kind in kinds] for v in willing], np.float64)
    shares = shares.reshape(len(willing), len(kinds))
    sums = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, sums, out=np.zeros_like(shares), where=sums > 0)
    width = len(willing[0].traits) if willing else 0
    traits = np.array([village.traits for village in willing], np.float64).reshape(len(willing), width)
    spread = traits.std(axis=0) if len(willing) else np.ones(traits.shape[1])
    x = np.hstack([shares, traits / np.where(spread > 0, spread, 1.0)])
    x = x - x.mean(axis=0) if len(willing) else x
    total = float((x * x).sum())
    return np.ascontiguousarray(x * ((len(willing) / total) ** 0.5 if total > 1e-12 else 0.0))


def _shortfalls(willing: Sequence[Village], lack: float, balance: float) -> Floats:
    """Columns of which a group pays the positive part of the sum: each resource, then strength."""
    names = sorted({name for village in willing for name in village.needs})
    needs = np.array([[v.needs.get(name, 0.0) for name in names] for v in willing], np.float64)
    has = np.array([[v.has.get(name, 0.0) for name in names] for v in willing], np.float64)
    needs, has = (each.reshape(len(willing), len(names)) for each in (needs, has))
    means = needs.mean(axis=0) if len(willing) else np.ones(len(names))
    used = means > 0
    strength = np.array([village.strength for village in willing], np.float64)
    spread = float(strength.std()) if len(willing) else 1.0
    weak = (strength.mean() - strength) / (spread or 1.0) if len(willing) else strength
    columns = [
        (needs - has)[:, used] / means[used] * (lack / max(1, int(used.sum()))),
        weak[:, None] * balance,
    ]
    return np.ascontiguousarray(np.hstack(columns))


def _supplies(problem: Problem, row: dict[str, int]) -> list[tuple[int, int, float]]:
    inner = [
        (row[s.seller], row[s.buyer], s.amount)
        for s in problem.supplies
        if s.seller in row and s.buyer in row and s.seller != s.buyer
    ]
    total = sum(amount for _, _, amount in inner) or 1.0
    scale = problem.profile.supply * len(row) / total
    return [each for a, b, amount in inner for each in ((a, b, amount * scale), (b, a, amount * scale))]


def _foes(problem: Problem, row: dict[str, int]) -> list[tuple[int, int, float]]:
    pairs = [(row[a], row[b]) for a, b in problem.rules.apart if a in row and b in row]
    return [each for a, b in pairs for each in ((a, b, 1.0), (b, a, 1.0))]


def _bonds(problem: Problem, row: dict[str, int]) -> tuple[Ints, Ints]:
    """Sets that share a village are one set."""
    bond = np.full(len(row), -1, np.int64)
    sets = [set(wish) for wish in (*problem.rules.together, *problem.rules.kept)]
    merged: list[set[str]] = []
    for each in sets:
        touching = [other for other in merged if other & each]
        merged = [other for other in merged if not other & each] + [each.union(*touching)]
    for number, each in enumerate(merged):
        bond[[row[key] for key in sorted(each) if key in row]] = number
    kept = np.full(len(row), -1, np.int64)
    for number, today in enumerate(problem.rules.kept):
        kept[[row[key] for key in today if key in row]] = number
    return bond, kept


def _numbers(names: Iterable[str]) -> Ints:
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], np.int64)


def _ready(problem: Problem, willing: Sequence[Village]) -> Floats:
    """How far each village lies above the gate; a group's sum must not be negative."""
    gate = problem.rules.gate
    if gate is None:
        return np.zeros(0)
    return np.array([village.readiness - gate for village in willing], np.float64)


def _waiting(problem: Problem, half: Floats, kept: Ints) -> Floats:
    waits = problem.profile.waiting + half
    return np.where(kept >= 0, MUST_NOT_WAIT, waits) if not problem.rules.everyone else waits + MUST_NOT_WAIT
