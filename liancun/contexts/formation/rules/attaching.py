"""Co-operatives, companies and agencies: attached to the groups of a plan afterwards, by the same terms (T03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.assigning import Party, Table, assigned
from liancun.contexts.formation.rules.compiled import Floats
from liancun.contexts.formation.rules.problem import Group, Plan, Problem
from liancun.contexts.formation.rules.saying import Sentence
from liancun.kernel.errors import mark

# A drive of one average village's worth, where no road is known: minutes a kilometre, as for villages.
MINUTES_A_KILOMETRE = 2.0


@dataclass(frozen=True)
class Outsider:
    """A body that is no village. `east`, `north`: kilometres, None where not known. `home`: the village it lies in.
    `industries`, `has`: as of a village. `trades`: yearly amounts with villages by key. `kind`: any word."""

    key: str
    name: str = ""
    kind: str = ""
    east: float | None = None
    north: float | None = None
    home: str = ""
    industries: Mapping[str, float] = field(default_factory=dict)
    has: Mapping[str, float] = field(default_factory=dict)
    trades: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Attachment:
    """`centre`: of its group, None where no group gains by it. `terms`: what the group gains (below zero) or pays;
    `next`: the second best group, with what it would cost more."""

    outsider: str
    centre: str | None
    terms: Mapping[str, float]
    next: str | None
    next_more: float
    why: Sentence


def attached(
    problem: Problem,
    plan: Plan,
    outsiders: Sequence[Outsider],
    *,
    most: int | None = None,
    everyone: bool = True,
) -> tuple[Attachment, ...]:
    """Each body with the group it serves best; `most` a group, exactly optimal all together.

    `everyone` False: a body that no group gains by stays unattached.
    """
    groups = plan.groups
    if not groups or not outsiders:
        return tuple(_unattached(each) for each in outsiders)
    terms = _terms(problem, groups, outsiders)
    cost = sum(terms.values(), np.zeros((len(outsiders), len(groups))))
    joins = [n for n in range(len(outsiders)) if everyone or float(cost[n].min()) < 0.0]
    few = tuple(Party(g.centre, _name(problem, g.centre), 0, most or len(outsiders)) for g in groups)
    many = tuple(Party(outsiders[n].key, outsiders[n].name) for n in joins)
    found = assigned(Table(many, few, {name: part[joins] for name, part in terms.items()}))
    by_key = {pair.one: pair for pair in found.pairs}
    return tuple(
        Attachment(o.key, pair.to, pair.terms, pair.next, pair.next_more, pair.why)
        if (pair := by_key.get(o.key))
        else _unattached(o)
        for o in outsiders
    )


def _unattached(outsider: Outsider) -> Attachment:
    why = Sentence(mark("没有哪个组因它受益。"))
    return Attachment(outsider.key, None, {}, None, 0.0, why)


def _name(problem: Problem, key: str) -> str:
    return problem.by_key()[key].name or key


def _terms(problem: Problem, groups: Sequence[Group], outsiders: Sequence[Outsider]) -> dict[str, Floats]:
    """Weighted as in the plan: `near`, `alike`, `supply`, `lack`; see docs/planning.md, "Bodies that are no village"."""
    at, profile = checking.scales(problem), problem.profile
    raw = {
        "near": [[_minutes(problem, g, o) / at.minutes for g in groups] for o in outsiders],
        "alike": [[_unalike(problem, g, o) for g in groups] for o in outsiders],
        "supply": [[-_trade(g, o, at, len(at.features)) for g in groups] for o in outsiders],
        "lack": [[-_relief(problem, g, o, at) for g in groups] for o in outsiders],
    }
    return {name: profile.weight(name) * np.array(part, np.float64) for name, part in raw.items()}


def _minutes(problem: Problem, group: Group, outsider: Outsider) -> float:
    """To the centre: nothing for one that lies in a member village, as the crow flies otherwise."""
    if outsider.home in group.members or outsider.east is None or outsider.north is None:
        return 0.0
    centre = problem.by_key()[group.centre]
    far = ((centre.east - outsider.east) ** 2 + (centre.north - outsider.north) ** 2) ** 0.5
    return MINUTES_A_KILOMETRE * float(far)


def _unalike(problem: Problem, group: Group, outsider: Outsider) -> float:
    """One less the overlap with the group's mix of industries; a body without any is neither near nor far: ½."""
    whole = sum(outsider.industries.values())
    villages = problem.by_key()
    mix: dict[str, float] = {}
    for key in group.members:
        for kind, output in villages[key].industries.items():
            mix[kind] = mix.get(kind, 0.0) + output
    total = sum(mix.values())
    if whole <= 0 or total <= 0:
        return 0.5
    shared = sum(min(part / whole, mix.get(kind, 0.0) / total) for kind, part in outsider.industries.items())
    return 1.0 - shared


def _trade(group: Group, outsider: Outsider, at: checking.Scales, villages: int) -> float:
    """Trade with members, in the unit of the term `supply`."""
    return sum(outsider.trades.get(key, 0.0) for key in group.members) / at.supply * villages


def _relief(problem: Problem, group: Group, outsider: Outsider, at: checking.Scales) -> float:
    """By how much the body lowers what the group lacks, in the unit of the term `lack`."""
    villages = problem.by_key()
    met = 0.0
    for name, mean in at.resources.items():
        short = sum(villages[k].needs.get(name, 0.0) - villages[k].has.get(name, 0.0) for k in group.members)
        met += min(max(0.0, short), outsider.has.get(name, 0.0)) / mean
    return met / len(at.resources) if at.resources else 0.0
