"""From a problem to a plan: encoded, searched several times, the best taken, for any number of processes the same."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from liancun.contexts.formation.rules.annealing import anneal, cost_of
from liancun.contexts.formation.rules.arrays import County, Encoded, encoded
from liancun.contexts.formation.rules.compiled import Ints, dice
from liancun.contexts.formation.rules.conflicts import bonds, placed, refuse_contradictions
from liancun.contexts.formation.rules.costing import best_centre, joined, price
from liancun.contexts.formation.rules.moves import State, empty_state, found_group
from liancun.contexts.formation.rules.problem import Group, Plan, Problem
from liancun.kernel.errors import Refusal, mark

Rows = tuple[tuple[int, ...], ...]
HOT, WARM, COLD = 1.0, 0.05, 0.01
# A county of few villages has few ways from one good plan to another: it is searched in so many times more runs.
SMALL, AGAIN = 12, 8


@dataclass(frozen=True)
class Effort:
    """How long to search: moves tried per village in each run, and the runs of which the best is taken.

    Up to 12 villages there are eight times as many runs.
    """

    moves: int = 1500
    runs: int = 2
    workers: int = 1


USUAL = Effort()


@dataclass(frozen=True)
class Found:
    """A plan with its cost and the groups met on the way (sorted rows), from which a better plan may be put."""

    cost: float
    groups: Rows


def search(problem: Problem, *, seed: int = 1, effort: Effort = USUAL) -> Plan:
    """The best plan of all runs. The same seed and effort give the same plan for any number of workers."""
    refuse_contradictions(problem)
    if not any(village.willing for village in problem.villages):
        return Plan(())
    coded = encoded(problem)
    begun = first_groups(problem, coded)
    found = runs(coded, begun, seed=seed, effort=effort)
    plan = as_plan(coded, min(found, key=lambda each: each.cost))
    _refuse_unkept(problem, plan)
    return plan


def resumed(problem: Problem, plan: Plan, *, seed: int = 1, moves: int = 200) -> Plan:
    """What if: the plan under a changed problem, its groups kept where they keep the rules, then searched a little.

    Never costs more than what is left of the plan, and stays near it.
    """
    refuse_contradictions(problem)
    coded = encoded(problem)
    row = coded.row
    kept = {key for bond in bonds(problem.rules) for key in bond}
    begun = list(first_groups(problem, coded))
    taken = {one for rows in begun for one in rows}
    for group in plan.groups:
        rows = tuple(sorted(row[key] for key in group.members if key in row))
        if not taken & set(rows) and not kept & set(group.members) and stands(coded.county, rows):
            begun.append(rows)
    state = started(coded.county, begun)
    before = Found(float(cost_of(coded.county, state)), rows_of(state))
    anneal(coded.county, state, dice(seed), moves * state.home.size, WARM, COLD)
    after = Found(float(cost_of(coded.county, state)), rows_of(state))
    found = as_plan(coded, min(before, after, key=lambda each: each.cost))
    _refuse_unkept(problem, found)
    return found


def stands(c: County, rows: Sequence[int]) -> bool:
    """Whether these rows are a group that keeps the rules."""
    if not rows:
        return False
    members: Ints = np.array(rows, np.int64)
    marks = np.zeros(c.near.size - 1, np.int64)
    room = np.zeros(len(rows) + 1, np.int64)
    return price(c, members, len(rows))[0] >= 0 and bool(joined(c, members, len(rows), marks, room))


def first_groups(problem: Problem, coded: Encoded) -> Rows:
    """The groups a search begins with: those that hold the kept groups and the together-sets."""
    row = coded.row
    return tuple(tuple(sorted(row[key] for key in group)) for group in placed(problem))


def runs(coded: Encoded, begun: Rows, *, seed: int, effort: Effort) -> list[Found]:
    """Every run's plan, in the order of their streams."""
    many = effort.runs * (AGAIN if len(coded.keys) <= SMALL else 1)
    asked = [(coded.county, begun, seed, stream, effort.moves) for stream in range(many)]
    if effort.workers <= 1 or len(asked) == 1:
        return [one_run(*each) for each in asked]
    with ProcessPoolExecutor(effort.workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(one_run, *zip(*asked, strict=True)))


def one_run(c: County, begun: Rows, seed: int, stream: int, moves: int) -> Found:
    """One search from the groups that must be there."""
    state = started(c, begun)
    if state.home.size:
        anneal(c, state, dice(seed, stream), moves * state.home.size, HOT, COLD)
    return Found(float(cost_of(c, state)), rows_of(state))


def started(c: County, groups: Sequence[Sequence[int]]) -> State:
    """The state with these groups and all others waiting; each must keep the rules (ValueError)."""
    state = empty_state(c)
    for rows in groups:
        members: Ints = np.array(rows, np.int64)
        centre, cost = price(c, members, len(rows))
        if centre < 0:
            raise ValueError(f"{rows} breaks a rule")
        found_group(state, members, len(rows), centre, cost)
    return state


def _refuse_unkept(problem: Problem, plan: Plan) -> None:
    """What only the whole plan can show: villages without a place, too few or too many groups."""
    fewest, many = problem.rules.groups
    if problem.rules.everyone and plan.waiting:
        names = problem.by_key()
        raise Refusal(
            "formation.left_over",
            mark("在给定的搜索次数内，没有找到让每村都入组的方案，还剩 {count} 个村：{villages}。"),
            {
                "count": len(plan.waiting),
                "villages": "、".join(names[k].name or k for k in plan.waiting[:8]),
            },
            remedy=mark("请增加搜索次数、放宽规则，或允许这些村暂不入组。"),
        )
    if (fewest or 0) > len(plan.groups) or (many is not None and many < len(plan.groups)):
        raise Refusal(
            "formation.count",
            mark("在给定的搜索次数内，没有找到组数合规的方案：最好的方案有 {count} 组。"),
            {"count": len(plan.groups)},
            remedy=mark("请增加搜索次数，或放宽组数、人数的规则。"),
        )


def rows_of(state: State) -> Rows:
    """The groups as sorted rows, in the order of their first."""
    sizes = [(group, int(size)) for group, size in enumerate(state.size) if size > 0]
    return tuple(sorted(tuple(sorted(int(v) for v in state.member[g, :size])) for g, size in sizes))


def as_plan(coded: Encoded, found: Found) -> Plan:
    """The rows of a run as the villages they are."""
    groups = [_group(coded, rows) for rows in found.groups]
    placed = {key for group in groups for key in group.members}
    waiting = tuple(key for key in coded.keys if key not in placed)
    return Plan(tuple(groups), waiting)


def _group(coded: Encoded, rows: Sequence[int]) -> Group:
    members: Ints = np.array(rows, np.int64)
    centre, _ = best_centre(coded.county, members, len(rows))
    return Group(coded.keys[centre], tuple(coded.keys[row] for row in rows))
