"""Rotas: who comes when, fair over time, without those who are absent, no two turns too close (HiGHS, exactly)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from liancun.contexts.formation.rules.assigning import LOOSEN
from liancun.contexts.formation.rules.compiled import Floats
from liancun.contexts.formation.rules.saying import Sentence
from liancun.kernel.errors import Phrases, Refusal, mark

# What a change of a published turn costs against one unit of fairness, and a turn that somebody asked for.
CHANGE, WISH = 3.0, 0.25
# Nodes after which the best rota so far is taken; `proven` then says so.
NODES = 5_000


@dataclass(frozen=True)
class Turn:
    """A day on which `need` people must come."""

    day: date
    need: int = 1


@dataclass(frozen=True)
class Person:
    """`before`: turns done earlier, which count for fairness. `absent`: days on which the person cannot come;
    `wishes`: days the person would like."""

    key: str
    name: str = ""
    before: int = 0
    absent: frozenset[date] = frozenset()
    wishes: frozenset[date] = frozenset()

    @property
    def said(self) -> str:
        return self.name or self.key


@dataclass(frozen=True)
class RotaRules:
    """`rest`: free days between two turns of a person at least (1: no two days in a row). `most`: turns a person
    in this rota at most. `published`: turns that are known already and are kept as far as possible."""

    rest: int = 1
    most: int | None = None
    published: Mapping[date, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rota:
    """Who comes on each day. `counts`: turns of each person, earlier ones in. `proven`: none is fairer."""

    days: Mapping[date, tuple[str, ...]]
    counts: Mapping[str, int]
    cost: float
    proven: bool

    @property
    def spread(self) -> int:
        return max(self.counts.values(), default=0) - min(self.counts.values(), default=0)


USUAL = RotaRules()


def rota(turns: Sequence[Turn], people: Sequence[Person], *, rules: RotaRules = USUAL) -> Rota:
    """The fairest rota: least sum of squared counts (earlier turns in), then fewest changes of what is published.

    Refuses with the shortest run of days that cannot be filled and why.
    """
    ordered = tuple(sorted(turns, key=lambda turn: turn.day))
    _refuse_odd(ordered, people)
    if not ordered:
        return Rota({}, {person.key: person.before for person in people}, 0.0, True)
    found = _solved(ordered, people, rules)
    if found is None:
        raise _conflict(ordered, people, rules)
    chosen, proven = found
    days = {
        turn.day: tuple(person.key for at, person in enumerate(people) if chosen[at, number])
        for number, turn in enumerate(ordered)
    }
    return Rota(days, counts(days, people), rota_cost(days, people, rules), proven)


def counts(days: Mapping[date, Sequence[str]], people: Sequence[Person]) -> dict[str, int]:
    """Turns of each person, earlier ones in."""
    return {p.key: p.before + sum(p.key in came for came in days.values()) for p in people}


def rota_cost(days: Mapping[date, Sequence[str]], people: Sequence[Person], rules: RotaRules) -> float:
    """Σ count² + 3 for each turn that differs from what was published − ¼ for each wish met."""
    cost = float(sum(count**2 for count in counts(days, people).values()))
    for person in people:
        for day, came in days.items():
            cost += _price(person, day, rules) if person.key in came else 0.0
    return cost


def _price(person: Person, day: date, rules: RotaRules) -> float:
    new = day in rules.published and person.key not in rules.published[day]
    return (CHANGE if new else 0.0) - (WISH if day in person.wishes else 0.0)


def _refuse_odd(turns: Sequence[Turn], people: Sequence[Person]) -> None:
    days = [turn.day for turn in turns]
    for day in sorted({day for day in days if days.count(day) > 1}):
        raise Refusal("formation.rota_twice", mark("{day} 写了不止一次。"), {"day": day.isoformat()})
    for turn in turns:
        here = [person for person in people if turn.day not in person.absent]
        if len(here) < turn.need:
            away = "、".join(person.said for person in people if turn.day in person.absent)
            raise Refusal(
                "formation.rota_day",
                mark("{day} 需要 {need} 人，能来的只有 {here} 人（不能来：{away}）。"),
                {"day": turn.day.isoformat(), "need": turn.need, "here": len(here), "away": away or "无"},
                remedy=LOOSEN,
            )


class _Sheet:
    """The rows and columns of the programme: who on which day, then the steps of each person's count."""

    def __init__(self, turns: Sequence[Turn], people: Sequence[Person], rules: RotaRules) -> None:
        self.turns, self.people, self.rules = turns, people, rules
        self.open = [
            (who, number)
            for who, person in enumerate(people)
            for number, turn in enumerate(turns)
            if turn.day not in person.absent
        ]
        self.at = {pair: column for column, pair in enumerate(self.open)}
        need = sum(turn.need for turn in turns)
        # Nobody fairer needs more steps than the days that rest allows.
        longest = -(-((turns[-1].day - turns[0].day).days + 1) // (rules.rest + 1))
        self.steps = min(need, len(turns), max(1, longest), rules.most if rules.most is not None else need)
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self._needs()
        self._counts()
        self._rests()

    def _needs(self) -> None:
        for number, turn in enumerate(self.turns):
            columns = {
                self.at[who, number]: 1.0 for who in range(len(self.people)) if (who, number) in self.at
            }
            self.rows.append((columns, turn.need, turn.need))

    def _counts(self) -> None:
        for who in range(len(self.people)):
            columns = {column: 1.0 for (one, _), column in self.at.items() if one == who}
            first = len(self.open) + who * self.steps
            columns |= {first + step: -1.0 for step in range(self.steps)}
            self.rows.append((columns, 0.0, 0.0))

    def _rests(self) -> None:
        """At most one turn of a person within any rest + 1 days."""
        for who in range(len(self.people)):
            for number, turn in enumerate(self.turns):
                limit = turn.day + timedelta(days=self.rules.rest)
                close = [n for n in range(number, len(self.turns)) if self.turns[n].day <= limit]
                columns = {self.at[who, n]: 1.0 for n in close if (who, n) in self.at}
                if len(columns) > 1:
                    self.rows.append((columns, -np.inf, 1.0))

    def costs(self) -> Floats:
        own = [_price(self.people[who], self.turns[n].day, self.rules) for who, n in self.open]
        steps = [2.0 * (p.before + step) + 1.0 for p in self.people for step in range(self.steps)]
        return np.array([*own, *steps], np.float64)

    def matrix(self) -> tuple[csr_matrix, Floats, Floats]:
        places = [
            (row, column, value) for row, (c, _, _) in enumerate(self.rows) for column, value in c.items()
        ]
        rows, columns, values = (np.array(part) for part in zip(*places, strict=True))
        shape = (len(self.rows), len(self.open) + len(self.people) * self.steps)
        low, high = (np.array([row[end] for row in self.rows], np.float64) for end in (1, 2))
        return csr_matrix((values, (rows, columns)), shape=shape), low, high


def _solved(turns: Sequence[Turn], people: Sequence[Person], rules: RotaRules) -> tuple[Floats, bool] | None:
    sheet = _Sheet(turns, people, rules)
    matrix, low, high = sheet.matrix()
    whole = np.zeros(matrix.shape[1])
    whole[: len(sheet.open)] = 1
    found = milp(
        sheet.costs(),
        constraints=LinearConstraint(matrix, low, high),
        integrality=whole,
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "node_limit": NODES},
    )
    if found.x is None:
        return None
    chosen = np.zeros((len(people), len(turns)), bool)
    for (who, number), value in zip(sheet.open, found.x, strict=False):
        chosen[who, number] = value > 0.5
    return chosen, bool(found.status == 0)


def _conflict(turns: Sequence[Turn], people: Sequence[Person], rules: RotaRules) -> Refusal:
    """The shortest run of days that cannot be filled: its end is found first, then its beginning."""
    last = next(
        n for n in range(1, len(turns) + 1) if n == len(turns) or _solved(turns[:n], people, rules) is None
    )
    first = next((n for n in range(last - 1, -1, -1) if _solved(turns[n:last], people, rules) is None), 0)
    run = turns[first:last]
    away = [
        (mark("{name}（{count} 天）"), {"name": person.said, "count": len(gone)})
        for person in people
        if (gone := [turn for turn in run if turn.day in person.absent])
    ]
    return Refusal(
        "formation.rota_run",
        mark(
            "{first} 至 {last} 共需 {need} 人次，{people} 个人排不开：两次之间至少隔 {rest} 天"
            "{most}；不能来的：{away}。"
        ),
        {
            "first": run[0].day.isoformat(),
            "last": run[-1].day.isoformat(),
            "need": sum(turn.need for turn in run),
            "people": len(people),
            "rest": rules.rest,
            "most": Phrases(((mark("，每人至多 {most} 次"), {"most": rules.most}),) if rules.most else ()),
            "away": Phrases(tuple(away) or ((mark("无"), {}),), mark("、")),
        },
        remedy=LOOSEN,
    )


@dataclass(frozen=True)
class Swap:
    """`out` gives the turn of `day` to `into`, who gives `back` (a day, None: nothing) in return; `sentences`: rules
    it would break, empty where it may be; `more`: what the rota costs more."""

    day: date
    out: str
    into: str
    back: date | None
    days: Mapping[date, tuple[str, ...]]
    more: float
    sentences: tuple[Sentence, ...]

    @property
    def allowed(self) -> bool:
        return not self.sentences


def swapped(
    days: Mapping[date, tuple[str, ...]],
    people: Sequence[Person],
    *,
    day: date,
    out: str,
    into: str,
    back: date | None = None,
    rules: RotaRules = USUAL,
) -> Swap:
    """What a swap does and which rules it would break. Refuses turns that are not there."""
    for when, who in ((day, out), (back, into)):
        if when is not None and who not in days.get(when, ()):
            raise Refusal(
                "formation.rota_no_turn",
                mark("{day} 没有“{name}”的班。"),
                {"day": when.isoformat(), "name": _name(people, who)},
            )
    changed = {**days, day: tuple(into if key == out else key for key in days[day])}
    if back is not None:
        changed[back] = tuple(out if key == into else key for key in days[back])
    broken = tuple(
        sentence
        for sentence in rota_faults(changed, people, rules)
        if sentence not in rota_faults(days, people, rules)
    )
    ours = replace(rules, published={})
    more = rota_cost(changed, people, ours) - rota_cost(days, people, ours)
    return Swap(day, out, into, back, changed, more, broken)


def swaps(
    days: Mapping[date, tuple[str, ...]],
    people: Sequence[Person],
    *,
    day: date,
    out: str,
    rules: RotaRules = USUAL,
) -> list[Swap]:
    """Everyone who could take the turn, with or without giving one back, the fairest first."""
    found = []
    for person in people:
        if person.key == out or person.key in days.get(day, ()):
            continue
        theirs = [other for other, came in days.items() if person.key in came and out not in came]
        for back in (None, *theirs):
            swap = swapped(days, people, day=day, out=out, into=person.key, back=back, rules=rules)
            if swap.allowed:
                found.append(swap)
    return sorted(found, key=lambda swap: (swap.more, swap.into, swap.back or date.min))


def rota_faults(
    days: Mapping[date, Sequence[str]], people: Sequence[Person], rules: RotaRules = USUAL
) -> list[Sentence]:
    """Every rule a rota breaks (also one made by hand); need of each day is not asked."""
    return [fault for person in people for fault in _faults_of(person, days, rules)]


def _faults_of(person: Person, days: Mapping[date, Sequence[str]], rules: RotaRules) -> Iterator[Sentence]:
    mine = sorted(day for day, came in days.items() if person.key in came)
    for day in mine:
        if day in person.absent:
            yield Sentence(mark("“{name}”{day} 不能来。"), {"name": person.said, "day": day.isoformat()})
        if list(days[day]).count(person.key) > 1:
            yield Sentence(mark("“{name}”{day} 排了两次。"), {"name": person.said, "day": day.isoformat()})
    for one, other in pairwise(mine):
        if (other - one).days <= rules.rest:
            values = {
                "name": person.said,
                "day": one.isoformat(),
                "other": other.isoformat(),
                "rest": rules.rest,
            }
            yield Sentence(mark("“{name}”{day} 和 {other} 两次之间不到 {rest} 天。"), values)
    if rules.most is not None and len(mine) > rules.most:
        values = {"name": person.said, "count": len(mine), "most": rules.most}
        yield Sentence(mark("“{name}”排了 {count} 次，至多 {most} 次。"), values)


def _name(people: Sequence[Person], key: str) -> str:
    return next((person.said for person in people if person.key == key), key)
