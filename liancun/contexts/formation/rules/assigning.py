"""Assigning many to few at the least cost, exactly: the common core of pairings and of helping households.

Each of `many` goes to exactly one of `few`; each of `few` takes between `least` and `most`. The linear programme of
such a transport has whole numbers at its corners, so that the simplex of HiGHS gives the true optimum (Hitchcock
1941; integrality: Hoffman and Kruskal 1956).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, vstack

from liancun.contexts.formation.rules.compiled import Flags, Floats, Ints
from liancun.contexts.formation.rules.saying import Sentence
from liancun.kernel.errors import Phrases, Refusal, mark


@dataclass(frozen=True)
class Party:
    """One that is assigned, or is assigned to; `least` and `most` count only for those assigned to."""

    key: str
    name: str = ""
    least: int = 0
    most: int = 10**6

    @property
    def said(self) -> str:
        return self.name or self.key


@dataclass(frozen=True)
class Table:
    """`terms`: by name what each pair (row: one of many, column: one of few) costs, weight included. `bars`: by name
    of a rule (a sentence of it) the pairs it forbids. `even`: what it costs that loads differ: even · Σ load² / mean.
    """

    many: tuple[Party, ...]
    few: tuple[Party, ...]
    terms: Mapping[str, Floats]
    bars: Mapping[str, Flags] = field(default_factory=dict)
    even: float = 0.0

    def cost(self) -> Floats:
        total = np.zeros((len(self.many), len(self.few)))
        for part in self.terms.values():
            total = total + part
        return total

    def open(self) -> Flags:
        """Pairs that no rule forbids."""
        barred = np.zeros((len(self.many), len(self.few)), bool)
        for part in self.bars.values():
            barred = barred | part
        return np.asarray(~barred)


@dataclass(frozen=True)
class Pair:
    """One assignment: its terms, the next best that is open with what that pair alone would cost more, and why."""

    one: str
    to: str
    terms: Mapping[str, float]
    next: str | None
    next_more: float
    why: Sentence


@dataclass(frozen=True)
class Assignment:
    """`cost`: of all, the best there is. `loads`: how many each of the few takes, in their order."""

    pairs: tuple[Pair, ...]
    cost: float
    loads: Mapping[str, int]

    def to(self) -> dict[str, str]:
        return {pair.one: pair.to for pair in self.pairs}


def assigned(table: Table) -> Assignment:
    """The cheapest assignment of all. Refuses, naming who stands in the way of whom, where there is none."""
    if not table.many:
        return Assignment((), 0.0, {party.key: 0 for party in table.few})
    refuse_impossible(table)
    chosen = _solved(table)
    loads = np.bincount(chosen, minlength=len(table.few)).astype(np.int64)
    cost = float(table.cost()[np.arange(len(chosen)), chosen].sum()) + uneven(table, loads)
    pairs = tuple(_pair(table, row, int(column)) for row, column in enumerate(chosen))
    return Assignment(pairs, cost, {p.key: int(n) for p, n in zip(table.few, loads, strict=True)})


def uneven(table: Table, loads: Sequence[int] | Ints) -> float:
    """What loads cost that are not even."""
    mean = len(table.many) / max(1, len(table.few))
    return table.even * float((np.asarray(loads, np.float64) ** 2).sum()) / mean if table.even else 0.0


def _solved(table: Table) -> Ints:
    """The column of each row, from the corner of the linear programme that the dual simplex ends in."""
    rows, columns = np.nonzero(table.open())
    pairs, many, few = len(rows), len(table.many), len(table.few)
    least, most = _bounds(table)
    slots = int(most.max()) if table.even else 0
    whose, kth = np.repeat(np.arange(few), slots), np.tile(np.arange(slots), few)
    ones = np.ones(pairs)
    placed = csr_matrix((ones, (rows, np.arange(pairs))), shape=(many, pairs))
    taken = csr_matrix((ones, (columns, np.arange(pairs))), shape=(few, pairs))
    steps = csr_matrix((np.ones(few * slots), (whose, np.arange(few * slots))), shape=(few, few * slots))
    none = csr_matrix((many, few * slots))
    steep = table.even * (2 * kth + 1) / (many / few)
    same = vstack([hstack([placed, none]), hstack([taken, -steps])]) if slots else placed
    limits = hstack([taken, csr_matrix((few, few * slots))])
    found = linprog(
        np.concatenate([table.cost()[rows, columns], steep]),
        A_ub=vstack([limits, -limits]),
        b_ub=np.concatenate([most, -least]),
        A_eq=same,
        b_eq=np.concatenate([np.ones(many), np.zeros(few if slots else 0)]),
        bounds=(0, 1),
        method="highs-ds",
    )
    if found.x is None:
        raise RuntimeError(f"no assignment though none stands in the way: {found.message}")
    given = np.zeros(many, np.int64)
    for at in np.flatnonzero(found.x[:pairs] > 0.5):
        given[rows[at]] = columns[at]
    return given


def _bounds(table: Table) -> tuple[Floats, Floats]:
    least = np.array([party.least for party in table.few], np.float64)
    most = np.array([min(party.most, len(table.many)) for party in table.few], np.float64)
    return least, most


def _pair(table: Table, row: int, column: int) -> Pair:
    cost, opened = table.cost()[row], table.open()[row]
    others = [at for at in np.argsort(cost, kind="stable") if opened[at] and at != column]
    terms = {name: float(part[row, column]) for name, part in table.terms.items()}
    if not others:
        why = Sentence(mark("规则只允许“{to}”。"), {"to": table.few[column].said})
        return Pair(table.many[row].key, table.few[column].key, terms, None, 0.0, why)
    other = int(others[0])
    more = float(cost[other] - cost[column])
    return Pair(
        table.many[row].key,
        table.few[column].key,
        terms,
        table.few[other].key,
        more,
        _why(table, row, column, other),
    )


def _why(table: Table, row: int, column: int, other: int) -> Sentence:
    """Which term speaks most for this one against the next best; where it is dearer: that the other is full."""
    gains = {name: float(part[row, other] - part[row, column]) for name, part in table.terms.items()}
    values = {"to": table.few[column].said, "other": table.few[other].said}
    best = max(gains, key=lambda name: gains[name])
    if sum(gains.values()) >= 0 and gains[best] > 1e-12:
        return Sentence(BECAUSE.get(best, mark("比“{other}”更合适。")), values)
    if sum(gains.values()) >= 0:
        return Sentence(mark("与“{other}”一样合适。"), values)
    return Sentence(mark("“{other}”更合适，但给了更需要的，总体上这样最好。"), values)


# What each term says for a pair.
BECAUSE: dict[str, str] = {
    "near": mark("比“{other}”近。"),
    "alike": mark("产业比“{other}”更相近。"),
    "lack": mark("所缺的，“{to}”比“{other}”更能补上。"),
    "fit": mark("所需的帮助，“{to}”比“{other}”更对口。"),
    "change": mark("现在就由“{to}”负责，不换。"),
}


def refuse_impossible(table: Table) -> None:
    """Raise Refusal with the smallest set found that makes an assignment impossible; nothing where there is one.

    After Hall (1935): either some of the many have too little room with those open to them, or some of the few have
    too few that are open to them. Where neither is so there is an assignment (Mendelsohn and Dulmage 1958).
    """
    for party in table.few:
        if party.least > party.most:
            raise Refusal(
                "formation.assign_bounds",
                mark("“{name}”至少 {least} 个、至多 {most} 个，这两条互相矛盾。"),
                {"name": party.said, "least": party.least, "most": party.most},
            )
    opened = table.open()
    stuck = crowded(opened, [party.most for party in table.few])
    if stuck:
        _refuse_crowded(table, opened, stuck)
    starved = crowded(opened.T, [1] * len(table.many), [party.least for party in table.few])
    if starved:
        _refuse_starved(table, opened, starved)


def crowded(opened: Flags, room: Sequence[int], times: Sequence[int] | None = None) -> tuple[int, ...]:
    """Rows that cannot all be placed, as few as could be found; empty where all can.

    Each row is placed `times` (once), each column holds `room`.
    """
    beside = [np.flatnonzero(row).tolist() for row in opened]
    units = [row for row, many in enumerate(times or [1] * len(opened)) for _ in range(many)]
    violators = [found for first in _first_stuck(beside, room, units) if (found := first)]
    return min((_thinned(beside, room, times, each) for each in violators), key=len, default=())


def _first_stuck(
    beside: Sequence[Sequence[int]], room: Sequence[int], units: Sequence[int]
) -> list[tuple[int, ...]]:
    """Place unit by unit, moving others on; for the first that finds no place the rows that were asked to move."""
    held: list[list[int]] = [[] for _ in room]
    for unit in units:
        seen: set[int] = set()
        if not _placed(unit, beside, room, held, seen):
            return [tuple(sorted({unit} | {row for column in seen for row in held[column]}))]
    return []


def _placed(
    row: int, beside: Sequence[Sequence[int]], room: Sequence[int], held: list[list[int]], seen: set[int]
) -> bool:
    """Breadth first along chains of moves, so that deep chains need no deep stack."""
    came: dict[int, tuple[int, int]] = {}
    queue: list[tuple[int, int]] = [(row, -1)]
    for mover, origin in queue:
        for column in beside[mover]:
            if column in seen:
                continue
            seen.add(column)
            came[column] = (mover, origin)
            if len(held[column]) < room[column]:
                _shifted(column, came, held)
                return True
            queue += [(other, column) for other in dict.fromkeys(held[column])]
    return False


def _shifted(column: int, came: Mapping[int, tuple[int, int]], held: list[list[int]]) -> None:
    while column >= 0:
        mover, origin = came[column]
        held[column].append(mover)
        if origin >= 0:
            held[origin].remove(mover)
        column = origin


def _thinned(
    beside: Sequence[Sequence[int]],
    room: Sequence[int],
    times: Sequence[int] | None,
    rows: tuple[int, ...],
) -> tuple[int, ...]:
    """Leave out one row after another as long as the rest still cannot be placed."""
    kept = list(rows)
    for row in rows:
        fewer = [each for each in kept if each != row]
        need = sum(times[each] if times else 1 for each in fewer)
        if fewer and need > sum(room[column] for column in {c for each in fewer for c in beside[each]}):
            kept = fewer
    return tuple(kept)


def _refuse_crowded(table: Table, opened: Flags, rows: tuple[int, ...]) -> None:
    columns = np.flatnonzero(opened[list(rows)].any(axis=0))
    values = {
        "many": _named([table.many[row] for row in rows]),
        "count": len(rows),
        "few": _named([table.few[column] for column in columns]),
        "room": sum(table.few[column].most for column in columns),
        "rules": _reasons(table, rows, opened),
    }
    if not len(columns):
        raise Refusal("formation.assign_none", mark("“{many}”没有可去的：{rules}。"), values, remedy=LOOSEN)
    raise Refusal(
        "formation.assign_full",
        mark("{count} 个（{many}）只能去“{few}”，那里合计至多 {room} 个。限制：{rules}。"),
        values,
        remedy=LOOSEN,
    )


def _refuse_starved(table: Table, opened: Flags, columns: tuple[int, ...]) -> None:
    rows = tuple(np.flatnonzero(opened[:, list(columns)].any(axis=1)).tolist())
    values = {
        "few": _named([table.few[column] for column in columns]),
        "least": sum(table.few[column].least for column in columns),
        "many": _named([table.many[row] for row in rows]),
        "count": len(rows),
        "rules": _reasons(table, [row for row in range(len(table.many)) if row not in rows], opened, columns),
    }
    raise Refusal(
        "formation.assign_few",
        mark("“{few}”合计至少要 {least} 个，可去的只有 {count} 个（{many}）。限制：{rules}。"),
        values,
        remedy=LOOSEN,
    )


LOOSEN = mark("请放宽其中一条。")
BOUNDS = mark("每方的数目上下限")


def _reasons(
    table: Table, rows: Sequence[int], opened: Flags, columns: Sequence[int] | None = None
) -> Phrases:
    """The rules that forbid what the named ones would need, and the bounds."""
    span = range(len(table.few)) if columns is None else columns
    shut = [(row, column) for row in rows for column in span if not opened[row, column]]
    named = [name for name, barred in table.bars.items() if any(barred[each] for each in shut)]
    told = [*named, BOUNDS] if columns is not None or not named else named
    return Phrases(tuple((name, {}) for name in told))


def _named(parties: Sequence[Party], most: int = 8) -> Phrases:
    names = "、".join(party.said for party in parties[:most])
    template = mark("{names}等 {count} 个") if len(parties) > most else "{names}"
    return Phrases(((template, {"names": names, "count": len(parties)}),))
