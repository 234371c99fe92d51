"""成熟一个，组建一个: in which order a plan's groups are founded, and why some wait; the admission score card (T56–T58)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.explaining import Explainer
from liancun.contexts.formation.rules.problem import Group, Plan, Problem, Village
from liancun.contexts.formation.rules.saying import Sentence
from liancun.kernel.errors import mark

Phase = Literal["pilot", "stage", "waits"]


@dataclass(frozen=True)
class Criterion:
    """One line of the score card: 0–100 a group, its share in the whole, the bar it must reach by itself.

    `villages`: points of each village by key; the group has their mean. `least_of`: the weakest member counts
    instead of the mean.
    """

    key: str
    name: str
    villages: Mapping[str, float]
    share: float = 1.0
    bar: float | None = None
    least_of: bool = False


@dataclass(frozen=True)
class Gate:
    """`bar`: points of the whole card that admit a group. `pilots`: how many groups begin; `each`: groups of every
    later stage (None: all the others at once). A pilot needs `pilot_bar` (None: as the others)."""

    bar: float = 60.0
    pilots: int = 1
    each: int | None = None
    pilot_bar: float | None = None


@dataclass(frozen=True)
class Line:
    """Points of one criterion; `missing`: members of whom nothing is known (they count 0)."""

    criterion: str
    name: str
    points: float
    share: float
    bar: float | None
    missing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return self.bar is None or self.points >= self.bar - 1e-9


@dataclass(frozen=True)
class ScoreCard:
    """`total`: 0–100, the shares of the lines in it add to one."""

    centre: str
    lines: tuple[Line, ...]
    total: float
    bar: float

    @property
    def admitted(self) -> bool:
        return self.total >= self.bar - 1e-9 and all(line.passed for line in self.lines)


@dataclass(frozen=True)
class Step:
    """One group: `number` 0 for the pilots, 1, 2 … for the stages, None where it waits; and why."""

    group: Group
    card: ScoreCard
    phase: Phase
    number: int | None
    reasons: tuple[Sentence, ...]


EVERYONE = Gate()


def standard_criteria(problem: Problem) -> tuple[Criterion, ...]:
    """The three of T56 from what a problem knows: 党建基础 (readiness), 发展成效 (rank of strength), 产业带动能力
    (rank of output), each 0–100 by village."""
    willing = [village for village in problem.villages if village.willing]
    output = {v.key: sum(v.industries.values()) for v in willing}
    return (
        Criterion("party", mark("党建基础"), {v.key: v.readiness for v in willing}),
        Criterion("growth", mark("发展成效"), _ranked({v.key: v.strength for v in willing})),
        Criterion("industry", mark("产业带动能力"), _ranked(output)),
    )


def _ranked(values: Mapping[str, float]) -> dict[str, float]:
    """100 for the greatest, equal values alike: the part of all that are not greater."""
    ordered = sorted(values.values())
    above = {value: number + 1 for number, value in enumerate(ordered)}
    return {key: round(100.0 * above[value] / len(ordered), 1) for key, value in values.items()}


def score_card(group: Group, criteria: Sequence[Criterion], *, bar: float = EVERYONE.bar) -> ScoreCard:
    """The card of one group: the mean (or the least) of its members by criterion, weighted by shares."""
    whole = sum(criterion.share for criterion in criteria) or 1.0
    lines = tuple(_line(group, criterion, criterion.share / whole) for criterion in criteria)
    return ScoreCard(group.centre, lines, sum(line.points * line.share for line in lines), bar)


def _line(group: Group, criterion: Criterion, share: float) -> Line:
    points = [criterion.villages.get(key, 0.0) for key in group.members]
    value = min(points) if criterion.least_of else sum(points) / len(points)
    missing = tuple(key for key in group.members if key not in criterion.villages)
    return Line(criterion.key, criterion.name, value, share, criterion.bar, missing)


def staged(
    problem: Problem, plan: Plan, *, criteria: Sequence[Criterion] | None = None, gate: Gate = EVERYONE
) -> tuple[Step, ...]:
    """Groups in the order of founding: pilots (best card), stages, then those that wait with the reason.

    Of equal cards the group with the shorter roads begins (交通便利, N12), then the one named first.
    """
    lines = tuple(criteria) if criteria is not None else standard_criteria(problem)
    cards = {group: score_card(group, lines, bar=gate.bar) for group in plan.groups}
    judge = checking.Judge(problem)
    mean_road = {g: judge.group(g).terms["near"] / len(g.members) for g in plan.groups}
    order = sorted(plan.groups, key=lambda g: (-round(cards[g].total, 6), round(mean_road[g], 6), g.centre))
    ready = [group for group in order if cards[group].admitted]
    pilot_bar = gate.bar if gate.pilot_bar is None else gate.pilot_bar
    pilots = [group for group in ready if cards[group].total >= pilot_bar - 1e-9][: gate.pilots]
    later = [group for group in ready if group not in pilots]
    each = gate.each or max(1, len(later))
    steps = [Step(g, cards[g], "pilot", 0, (_first(cards[g]),)) for g in pilots]
    steps += [Step(g, cards[g], "stage", 1 + n // each, (_later(cards[g]),)) for n, g in enumerate(later)]
    names = problem.by_key()
    steps += [
        Step(g, cards[g], "waits", None, tuple(_reasons(g, cards[g], names)))
        for g in order
        if not cards[g].admitted
    ]
    return tuple(steps)


def _first(card: ScoreCard) -> Sentence:
    return Sentence(mark("得分 {total}，条件最成熟，先行试点。"), {"total": f"{card.total:.1f}"})


def _later(card: ScoreCard) -> Sentence:
    return Sentence(
        mark("得分 {total}，达到准入线 {bar}，随后组建。"),
        {"total": f"{card.total:.1f}", "bar": f"{card.bar:g}"},
    )


def _reasons(group: Group, card: ScoreCard, villages: Mapping[str, Village]) -> list[Sentence]:
    found = []
    if card.total < card.bar - 1e-9:
        values = {"total": f"{card.total:.1f}", "bar": f"{card.bar:g}"}
        found.append(Sentence(mark("总分 {total}，低于准入线 {bar}。"), values))
    for line in card.lines:
        if not line.passed:
            values = {"name": line.name, "points": f"{line.points:.1f}", "bar": f"{line.bar:g}"}
            found.append(Sentence(mark("“{name}”{points} 分，低于单项线 {bar}。"), values))
    missing = [key for line in card.lines for key in line.missing]
    if missing:
        names = "、".join(dict.fromkeys(villages[key].name or key for key in missing))
        found.append(Sentence(mark("缺评分：{villages}（按 0 分计）。"), {"villages": names}))
    return found


def why_waiting(problem: Problem, plan: Plan, village: str) -> Sentence:
    """Why a village is in no group: the cheapest group beside it, or that there is none it may join."""
    places = Explainer(problem, plan).why(village).alternatives
    names = problem.by_key()
    if not places:
        return Sentence(mark("周围没有已经成组的村。"))
    best = next((place for place in places if not place.faults), None)
    if best is None:
        centre = names[places[0].centre].name if places[0].centre else ""
        return Sentence(mark("进“{centre}”那一组会违反规则。"), {"centre": centre})
    values = {"centre": names[best.centre].name if best.centre else "", "more": f"{best.more:.2f}"}
    return Sentence(mark("进“{centre}”那一组，总分会差 {more}。"), values)
