"""How far a plan can be from the best there is: set partitioning with exact pricing, and a certificate.

The groups of each centre are priced exactly, so the prices of the villages prove a bound on every plan; the bound
needs no trust in how the prices were found. Then all groups that could still be part of a better plan are listed
and HiGHS puts the best plan together from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from liancun.contexts.formation.rules.arrays import County, encoded
from liancun.contexts.formation.rules.columns import Around, Columns, TooMany, _sums, around, columns
from liancun.contexts.formation.rules.compiled import Floats, Ints
from liancun.contexts.formation.rules.costing import price
from liancun.contexts.formation.rules.problem import Certificate, Plan, Problem
from liancun.contexts.formation.rules.searching import Found, Rows, as_plan

# What HiGHS is told so that it answers the same everywhere; groups in the first, quick search.
FEW = 6_000
# Listing begins with this part of the gap and doubles: a wide gap holds millions of groups that no plan needs.
FIRST_SHARE = 1 / 64
MIP = {"mip_rel_gap": 1e-9, "random_seed": 1, "threads": 1, "mip_heuristic_effort": 0.2}

__all__ = ["Certificate", "Patience", "Proof", "TooMany", "prove"]


@dataclass(frozen=True)
class Patience:
    """Budgets that do not depend on the clock: rounds of pricing, groups listed, nodes of the last search."""

    rounds: int = 60
    listed: int = 20_000
    nodes: int = 100


USUAL = Patience()


@dataclass(frozen=True)
class Proof:
    """A plan at least as good as the one given, its cost, and the certificate. `best`: no plan can be better."""

    plan: Plan
    cost: float
    certificate: Certificate
    best: bool
    rounds: int

    @property
    def gap(self) -> float:
        """At most this part of the cost could be saved by any plan."""
        return max(0.0, self.cost - self.certificate.bound) / max(1e-12, abs(self.cost))


def prove(problem: Problem, plan: Plan, *, patience: Patience = USUAL) -> Proof:
    """Bound the problem and better the plan. Raises TooMany where reach or size is too wide to price exactly."""
    coded = encoded(problem)
    row = coded.row
    given = tuple(tuple(sorted(row[key] for key in group.members)) for group in plan.groups)
    master = _Master(coded.county, given)
    certificate, rounds = master.converge(patience.rounds)
    rows, cost, whole = master.best_plan(certificate, patience)
    named = Certificate(
        {coded.keys[i]: float(p) for i, p in enumerate(certificate.prices)},
        certificate.per_group,
        {coded.keys[i]: v for i, v in certificate.values.items()},
        certificate.bound,
    )
    return Proof(as_plan(coded, Found(cost, rows)), cost, named, whole, rounds)


@dataclass(frozen=True)
class _Duals:
    prices: Floats
    per_group: float
    values: dict[int, float]
    bound: float


class _Master:
    """The linear programme over the groups known so far, and the exact pricing."""

    def __init__(self, c: County, given: Rows) -> None:
        self.c, self.given = c, given
        self.rows = c.near.size - 1
        self.around: dict[int, Around] = {
            centre: around(c, centre) for centre in range(self.rows) if c.far[centre] < c.far[centre + 1]
        }
        self.waits = float(c.wait.sum())
        self.known: set[tuple[int, ...]] = set()
        self.solver = _quiet_solver()
        for _ in range(self.rows):
            self.solver.addRow(-highspy.kHighsInf, 1.0, 0, np.zeros(0, np.int32), np.zeros(0))
        self.solver.addRow(
            float(c.fewest), float(min(c.many, self.rows)), 0, np.zeros(0, np.int32), np.zeros(0)
        )
        self.cost = self.waits
        for rows in given:
            members: Ints = np.array(rows, np.int64)
            saves = price(c, members, len(rows))[1] - float(c.wait[members].sum())
            self.cost += saves
            self._add(rows, saves)

    def _add(self, rows: tuple[int, ...], saving: float) -> None:
        if rows not in self.known:
            self.known.add(rows)
            _add_column(self.solver, rows, self.rows, saving)

    def converge(self, rounds: int) -> tuple[_Duals, int]:
        """Raise the bound until no group is missing, or the rounds are over; smoothed after Wentges (1997)."""
        best = self._fair()
        if not self.known:  # no group can save anything: all wait, and that is proven
            return best, 0
        for number in range(1, rounds + 1):
            self.solver.run()
            target, per_group = self._duals()
            share = 0.3 if number < rounds // 2 else 0.6
            prices = share * target + (1 - share) * best.prices
            mixed = share * per_group + (1 - share) * best.per_group
            tried = self._price(prices, mixed)
            best = max(best, tried, key=lambda each: each.bound)
            if self.solver.getInfo().objective_function_value + self.waits - best.bound < 2e-5 * abs(
                self.cost
            ):
                return best, number
        return best, rounds

    def _fair(self) -> _Duals:
        """Prices to begin with: what a group of the given plan saves, shared among its villages."""
        prices = np.zeros(self.rows)
        for rows in self.given:
            members: Ints = np.array(rows, np.int64)
            saves = float(self.c.wait[members].sum()) - price(self.c, members, len(rows))[1]
            prices[members] = max(0.0, saves) / len(rows)
        return self._price(prices, 0.0)

    def _duals(self) -> tuple[Floats, float]:
        duals = np.asarray(self.solver.getSolution().row_dual)
        return np.maximum(0.0, -duals[: self.rows]), -float(duals[self.rows])

    def _price(self, prices: Floats, per_group: float) -> _Duals:
        """The bound these prices prove; groups that lower it become columns."""
        values: dict[int, float] = {}
        for centre, a in self.around.items():
            found = columns(self.c, a, prices, per_group, -1e-9, least_only=True)
            for mask, saving in list(zip(found.masks, found.saving, strict=True))[-4:]:
                rows = _members(found.rows, int(mask))
                self._add(rows, float(saving))
                values[centre] = float(saving + prices[list(rows)].sum() + per_group)
        limit = self.c.many if per_group > 0 else self.c.fewest
        bound = self.waits - float(prices.sum()) - per_group * limit + sum(values.values())
        return _Duals(prices, per_group, values, bound)

    def best_plan(self, duals: _Duals, patience: Patience) -> tuple[Rows, float, bool]:
        """The best plan from all groups whose priced cost lies within the gap; whether none better is possible.

        First from the few nearest to a price of zero: a better plan makes the gap, and so the list, smaller.
        """
        plan, cost, proven = self.given, self.cost, False
        for most in (FEW, patience.listed):
            gap = cost - duals.bound
            if gap <= 1e-9 * abs(cost):
                return plan, cost, True
            groups, whole = self._listed(duals, gap, most)
            picked, done = self._picked(groups, patience.nodes)
            better = self.waits + sum(groups[one] for one in picked)
            if picked and better < cost - 1e-9:
                plan, cost = picked, better
            proven = done and whole
            if proven:
                break
        return plan, cost, proven

    def _picked(self, groups: dict[tuple[int, ...], float], nodes: int) -> tuple[Rows, bool]:
        """The cheapest choice of groups, none overlapping, within a number of nodes; whether it is the cheapest."""
        solver = _quiet_solver()
        for name, value in MIP.items():
            solver.setOptionValue(name, value)
        solver.setOptionValue("mip_max_nodes", nodes)
        rows = _covering(solver, groups, self.rows, self.c)
        solver.run()
        chosen = np.asarray(solver.getSolution().col_value)
        picked = tuple(rows[at] for at in np.flatnonzero(chosen > 0.5)) if len(chosen) == len(rows) else ()
        return picked, solver.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def _listed(self, duals: _Duals, gap: float, most: int) -> tuple[dict[tuple[int, ...], float], bool]:
        """Groups by their rows; False where there were more than `most`, then the nearest to a price of zero."""
        gap += 1e-7 * max(1.0, abs(self.cost))
        share = FIRST_SHARE
        lists, whole = self._within(duals, share * gap)
        while share < 1 and whole and sum(len(priced) for _, priced in lists) < most:
            share *= 2
            lists, whole = self._within(duals, share * gap)
        whole = whole and share >= 1
        found, all_kept = _nearest(lists, most)
        whole = whole and all_kept
        for rows in self.known:
            members: Ints = np.array(rows, np.int64)
            cost = price(self.c, members, len(rows))[1] - float(self.c.wait[members].sum())
            found[rows] = min(cost, found.get(rows, cost))
        if len(found) > most:
            priced = {rows: cost + float(duals.prices[list(rows)].sum()) for rows, cost in found.items()}
            kept = set(sorted(found, key=lambda rows: (priced[rows], rows))[:most]) | set(self.given)
            return {rows: cost for rows, cost in found.items() if rows in kept}, False
        return found, whole

    def _within(self, duals: _Duals, slack: float) -> tuple[list[tuple[Columns, Floats]], bool]:
        """The groups of each centre whose priced cost is at most `slack` above its least; whether that is all."""
        whole, lists = True, []
        for centre, a in self.around.items():
            limit = slack + duals.values.get(centre, 0.0)
            try:
                listed = columns(
                    self.c, a, duals.prices, duals.per_group, limit, least_only=False, room=1 << 18
                )
            except TooMany:
                whole = False
                continue
            lists.append((listed, listed.saving + _sums(listed.rows, listed.masks, duals.prices)))
        return lists, whole


def _nearest(lists: list[tuple[Columns, Floats]], most: int) -> tuple[dict[tuple[int, ...], float], bool]:
    """The `most` groups of the least priced cost by their rows, each under its cheapest centre; whether that is all.

    Chosen before they become rows: there can be millions.
    """
    every = np.concatenate([priced for _, priced in lists]) if lists else np.zeros(0)
    cutoff = float(np.partition(every, most - 1)[most - 1]) if every.size > most else np.inf
    found: dict[tuple[int, ...], float] = {}
    for listed, priced in lists:
        for at in np.flatnonzero(priced <= cutoff):
            rows, saving = _members(listed.rows, int(listed.masks[at])), float(listed.saving[at])
            found[rows] = min(saving, found.get(rows, saving))
    return found, every.size <= most


def _members(rows: Ints, mask: int) -> tuple[int, ...]:
    return tuple(sorted(int(village) for at, village in enumerate(rows) if mask >> at & 1))


def _quiet_solver() -> Any:
    made: Any = highspy.Highs
    solver = made()
    solver.setOptionValue("output_flag", False)
    return solver


def _add_column(solver: Any, rows: tuple[int, ...], count: int, cost: float) -> None:
    index = np.array([*rows, count], np.int32)
    solver.addCol(cost, 0.0, highspy.kHighsInf, len(index), index, np.ones(len(index)))


def _covering(
    solver: Any, groups: dict[tuple[int, ...], float], count: int, c: County
) -> list[tuple[int, ...]]:
    """Fill the solver: each village in at most one group; the groups in the order of its columns."""
    for _ in range(count):
        solver.addRow(-highspy.kHighsInf, 1.0, 0, np.zeros(0, np.int32), np.zeros(0))
    solver.addRow(float(c.fewest), float(min(c.many, count)), 0, np.zeros(0, np.int32), np.zeros(0))
    ordered = sorted(groups)
    for number, rows in enumerate(ordered):
        index = np.array([*rows, count], np.int32)
        solver.addCol(groups[rows], 0.0, 1.0, len(index), index, np.ones(len(index)))
        solver.changeColIntegrality(number, highspy.HighsVarType.kInteger)
    return ordered
