"""What if: one village moved in a plan, the effect at once; and a plan searched on under a changed problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liancun.contexts.formation.rules import checking
from liancun.contexts.formation.rules.comparing import Comparison, compare
from liancun.contexts.formation.rules.conflicts import WORDS, said
from liancun.contexts.formation.rules.problem import TERMS, Group, Plan, Problem, Score
from liancun.contexts.formation.rules.saying import Sentence
from liancun.contexts.formation.rules.searching import resumed
from liancun.kernel.errors import Refusal, mark

# Moves a village that a plan is searched on with: under a second for 505 villages.
NEARBY = 120


@dataclass(frozen=True)
class Effect:
    """One move: what the whole plan costs more, term by term (weights included; below zero is better), the rules it
    would break, and the plan it leads to. `village` left the group led by `left` for the one led by `joined`
    (None: waiting); `centres`: centres that change, from → to."""

    village: str
    left: str | None
    joined: str | None
    terms: Mapping[str, float]
    broken: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    centres: Mapping[str, str]
    plan: Plan

    @property
    def more(self) -> float:
        return sum(self.terms[term] for term in TERMS)

    @property
    def allowed(self) -> bool:
        return not self.broken


class Trial:
    """A plan laid out for many moves; scores are the slow checker's, of the touched groups alone."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.villages, self.home = problem.by_key(), plan.group_of()
        self.at, self.roads = checking.scales(problem), checking.network(problem)

    def move(self, village: str, centre: str | None) -> Effect:
        """The effect of putting `village` into the group led by `centre` (None: it waits).

        Refuses an unknown village, one that is not willing, and a centre that leads no group.
        """
        here, to = self.home.get(village), self._target(village, centre)
        if here is to:
            nothing = dict.fromkeys(TERMS, 0.0)
            lead = here.centre if here else None
            return Effect(village, lead, lead, nothing, (), (), {}, self.plan)
        left = self._changed(here, without=village) if here else None
        grown = self._changed(to, plus=village) if to else None
        terms = self._difference(village, (here, to), (left, grown))
        broken = self._broken((here, to), (left, grown), village)
        plan = self._plan(village, {id(here): left, id(to): grown}, waits=to is None)
        centres = {
            old.centre: new.centre
            for old, new in ((here, left), (to, grown))
            if old and new and old.centre != new.centre
        }
        return Effect(
            village,
            here.centre if here else None,
            to.centre if to else None,
            terms,
            tuple(dict.fromkeys(rule for rule, _ in broken)),
            tuple(self._sentence(rule, detail) for rule, detail in broken),
            centres,
            plan,
        )

    def _target(self, village: str, centre: str | None) -> Group | None:
        if village not in self.roads:
            raise Refusal(
                "formation.not_planned", mark("“{village}”不在规划的村里。"), {"village": self._name(village)}
            )
        if centre is None:
            return None
        for group in self.plan.groups:
            if group.centre == centre:
                return group
        raise Refusal(
            "formation.no_group", mark("“{village}”没有带领任何一个组。"), {"village": self._name(centre)}
        )

    def _name(self, key: str) -> str:
        return self.villages[key].name or key if key in self.villages else key

    def _changed(self, group: Group, *, without: str = "", plus: str = "") -> Group | None:
        """The group after the move under its best centre; None where nobody is left."""
        members = tuple(key for key in group.members if key != without)
        if plus:
            place = {village.key: number for number, village in enumerate(self.problem.villages)}
            members = tuple(sorted((*members, plus), key=place.__getitem__))
        if not members:
            return None
        return Group(best_centre(self.problem, members, self.roads, group.centre), members)

    def _difference(
        self, village: str, before: Sequence[Group | None], after: Sequence[Group | None]
    ) -> dict[str, float]:
        terms = dict.fromkeys(TERMS, 0.0)
        for sign, groups in ((-1.0, before), (1.0, after)):
            for group in groups:
                _add(terms, self._score(group) if group else None, sign)
        if before[0] is None:
            _add(terms, self._waiting(village), -1.0)
        if before[1] is None:
            _add(terms, self._waiting(village), 1.0)
        return terms

    def _score(self, group: Group) -> Score:
        return checking.group_score(self.problem, group, self.at, self.roads, self.villages)

    def _waiting(self, village: str) -> Score:
        alone = self._score(Group(village, (village,))).terms
        sums = dict.fromkeys(TERMS, 0.0)
        return Score(sums | {"waiting": self.problem.profile.waiting, "supply": alone["supply"]})

    def _broken(
        self, before: Sequence[Group | None], after: Sequence[Group | None], village: str
    ) -> list[tuple[str, str]]:
        """What the changed groups break that they did not break before."""
        old = {each for group in before if group for each in self._faults(group)}
        new = [each for group in after if group for each in self._faults(group)]
        return [each for each in new if each not in old] + list(self._whole(before, after, village))

    def _faults(self, group: Group) -> list[tuple[str, str]]:
        return list(checking.broken(self.problem, group, self.roads, self.villages))

    def _whole(
        self, before: Sequence[Group | None], after: Sequence[Group | None], village: str
    ) -> list[tuple[str, str]]:
        """Rules that only the whole plan shows: together, kept, everyone, number of groups."""
        rules = self.problem.rules
        found: list[tuple[str, str]] = []
        now = set(before[0].members) if before[0] else set(self.plan.waiting)
        there = set(after[1].members) if after[1] else set[str]()
        for wish in rules.together:
            if village in wish and len(set(wish)) > 1 and set(wish) <= now:
                found.append(("together", "、".join(wish)))
        for wish in rules.kept:
            if village in wish and before[0] and set(wish) <= now and not set(wish) <= there:
                found.append(("stays", "、".join(wish)))
        if rules.everyone and before[1] is None:
            found.append(("everyone", village))
        fewest = rules.groups[0]
        if before[0] and not after[0] and fewest is not None and len(self.plan.groups) - 1 < fewest:
            found.append(("count", str(len(self.plan.groups) - 1)))
        return found

    def _sentence(self, rule: str, detail: str) -> Sentence:
        names = "、".join(self._name(part) for part in detail.split("、"))
        if rule in MORE_WORDS:
            return Sentence(MORE_WORDS[rule], {"villages": names})
        return Sentence(
            mark("违反规则：{rule}（{detail}）"), {"rule": said(self.problem, (rule,)), "detail": names}
        )

    def _plan(self, village: str, changed: Mapping[int, Group | None], *, waits: bool) -> Plan:
        groups = [changed.get(id(group), group) for group in self.plan.groups]
        waiting = tuple(key for key in self.plan.waiting if key != village)
        return Plan(tuple(group for group in groups if group), (*waiting, village) if waits else waiting)


# Rules of which conflicts.py has no words, because no search breaks them.
MORE_WORDS: dict[str, str] = {
    "joined": mark("组内的村不再相连。"),
    "together": mark("必须同组的村会分开：{villages}。"),
    "stays": mark("现有联村党委会被拆开：{villages}。"),
    "everyone": mark("每村都要入组，“{villages}”却会暂不入组。"),
    "count": mark("组数会少于规定：剩 {villages} 组。"),
    "strong": mark("组里没有能带头的中心村。"),
}
assert not MORE_WORDS.keys() & (WORDS.keys() - {"strong"})


def best_centre(
    problem: Problem, members: Sequence[str], roads: checking.Network, otherwise: str = ""
) -> str:
    """The strong member from which all others are within reach in the fewest minutes, the first of equals.

    Where nobody reaches all: who reaches most; where nobody is strong: `otherwise` if it is a member, or the first.
    """
    villages = problem.by_key()
    limit = problem.rules.minutes
    ranked = []
    for number, key in enumerate(members):
        if villages[key].strong:
            reached = checking.around(roads, key, problem.rules.reach)
            missed = sum(
                other not in reached or (limit is not None and reached[other][1] > limit + 1e-9)
                for other in members
            )
            minutes = sum(reached[other][1] for other in members if other in reached)
            ranked.append((missed, minutes, number, key))
    if ranked:
        return min(ranked)[3]
    return otherwise if otherwise in members else members[0]


def _add(sums: dict[str, float], score: Score | None, sign: float) -> None:
    for term, value in score or ():
        sums[term] += sign * value


def try_move(problem: Problem, plan: Plan, village: str, centre: str | None) -> Effect:
    """One move, laid out for it alone; for many moves of one plan keep a Trial."""
    return Trial(problem, plan).move(village, centre)


@dataclass(frozen=True)
class Replanned:
    """The plan under a changed problem and how it differs from the old one, both scored under the changed problem."""

    plan: Plan
    comparison: Comparison


def replan(problem: Problem, plan: Plan, *, seed: int = 1, moves: int = NEARBY) -> Replanned:
    """Search on from `plan` under the changed `problem` (weights, rules, forbidden, fixed, unwilling, new links).

    Groups that still keep the rules are begun with, so the plan does not jump. `moves` a village is the budget.
    """
    found = resumed(problem, plan, seed=seed, moves=moves)
    return Replanned(found, compare(problem, plan, found))
