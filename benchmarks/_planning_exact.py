"""How small a sum of squares any plan of a small set can have: set partitioning over every connected set there is.

Prices λ of villages and σ of a group (the duals of the linear programme over the sets known so far) bound every plan of
p groups from below by Σλ + p · min over all connected sets of (squares − Σλ). The minimum is taken by walking through
all of them (93 million on mexico), each once, so the bound is exact and needs no reasoning; sets with a price below zero
are added until there are none. Where the programme's own optimum is a plan, that plan is the best possible.
"""

from __future__ import annotations

from typing import Any

import highspy
import numba
import numpy as np

from benchmarks._planning_graphs import Graph
from liancun.contexts.formation.rules import fixed

ROUNDS, KEPT = 200, 400
# Prices asked about: the solver's own, and between these and the best so far (Wentges 1997).
SHARES = (0.3, 1.0)


def least_possible(graph: Graph, groups: int, *, seed: int = 1) -> float:
    """A sum of squares below which no plan of so many connected groups lies. At most 63 villages; a few minutes."""
    beside = _masks(graph)
    solver, known = _programme(graph, groups, seed), set[int]()
    bound, best_prices = -np.inf, np.zeros(graph.rows)
    for number in range(ROUNDS):
        solver.run()
        duals = np.asarray(solver.getSolution().row_dual)
        value = float(solver.getInfo().objective_function_value)
        for share in SHARES if number else SHARES[1:]:
            prices = share * duals[: graph.rows] + (1 - share) * best_prices
            least, sets = cheapest(beside, graph.x, prices, KEPT)
            here = float(prices.sum()) + groups * least
            if here > bound:
                bound, best_prices = here, prices
            for one in sets:
                if one not in known:
                    known.add(one)
                    _add(solver, graph, one)
        print(
            f"#   round {number}: none below {bound:.4f}; best mixture {value:.4f}; {len(known)} sets",
            flush=True,
        )
        if bound >= value - 1e-6:
            break
    return bound


def cheapest(beside: Any, x: Any, prices: Any, kept: int) -> tuple[float, list[int]]:
    """The least of squares − prices over all connected sets, and the cheapest sets met, as bits."""
    # What is met is of two villages or more: each alone is in the programme from the start.
    least, sets, values = _walk(beside, np.ascontiguousarray(x), prices, kept)
    return float(least), [int(one) for one, value in zip(sets, values, strict=True) if value < np.inf]


def _masks(graph: Graph) -> Any:
    found = np.zeros(graph.rows, np.uint64)
    for one in range(graph.rows):
        for other in graph.adj[graph.near[one] : graph.near[one + 1]]:
            found[one] |= np.uint64(1) << np.uint64(other)
    return found


def _programme(graph: Graph, groups: int, seed: int) -> highspy.Highs:
    """Each village in one set, so many sets; begun with the groups of searched plans and with each village alone."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    for _ in range(graph.rows):
        solver.addRow(1.0, 1.0, 0, np.array([], np.int32), np.array([], float))
    solver.addRow(float(groups), float(groups), 0, np.array([], np.int32), np.array([], float))
    for stream in range(20):
        for many in (groups - 1, groups, groups + 1):
            home, _ = fixed.least_squares(graph.near, graph.adj, graph.x, many, seed=seed + stream, moves=500)
            for group in range(many):
                _add(solver, graph, sum(1 << int(row) for row in np.flatnonzero(home == group)))
    for row in range(graph.rows):
        _add(solver, graph, 1 << row)
    return solver


def _add(solver: highspy.Highs, graph: Graph, one: int) -> None:
    rows = [row for row in range(graph.rows) if one >> row & 1]
    cost = float(((graph.x[rows] - graph.x[rows].mean(axis=0)) ** 2).sum())
    entries = np.array([*rows, graph.rows], np.int32)
    solver.addCol(cost, 0.0, highspy.kHighsInf, len(entries), entries, np.ones(len(entries)))


@numba.njit(cache=True)
def _walk(beside: Any, x: Any, prices: Any, kept: int) -> tuple[float, Any, Any]:
    """Every connected set once: from its least village on, by what may still be added. The cheapest are kept."""
    rows, many = x.shape
    one = np.uint64(1)
    chosen, open_, barred = np.zeros((3, rows + 2), np.uint64)
    sums, squares, paid = np.zeros((rows + 2, many)), np.zeros(rows + 2), np.zeros(rows + 2)
    size = np.zeros(rows + 2)
    sets, values, worst = np.zeros(kept, np.uint64), np.full(kept, np.inf), 0
    least = np.inf
    for root in range(rows):
        depth, bit = 0, one << np.uint64(root)
        chosen[0], barred[0] = bit, bit | (bit - one)
        open_[0] = beside[root] & ~barred[0]
        sums[0], squares[0], paid[0], size[0] = x[root], (x[root] ** 2).sum(), prices[root], 1.0
        least = min(least, -paid[0])
        while depth >= 0:
            if open_[depth] == 0:
                depth -= 1
                continue
            bit = open_[depth] & (~open_[depth] + one)
            open_[depth] ^= bit
            barred[depth] |= bit
            row, left = 0, bit
            while left > one:
                left >>= one
                row += 1
            up = depth + 1
            chosen[up], barred[up] = chosen[depth] | bit, barred[depth]
            open_[up] = (open_[depth] | beside[row]) & ~barred[up] & ~chosen[up]
            size[up], paid[up], squares[up] = size[depth] + 1, paid[depth] + prices[row], squares[depth]
            middle = 0.0
            for column in range(many):
                squares[up] += x[row, column] ** 2
                sums[up, column] = sums[depth, column] + x[row, column]
                middle += sums[up, column] ** 2
            value = squares[up] - middle / size[up] - paid[up]
            if value < values[worst]:
                sets[worst], values[worst] = chosen[up], value
                worst = int(np.argmax(values))
            least = min(least, value)
            depth = up
    return least, sets, values
