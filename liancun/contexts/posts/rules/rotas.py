"""Turns that are fair: even loads, absences respected, no day without somebody, none counted twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from liancun.kernel.errors import NotAllowed, Place, Refusal, mark

Stage = Literal["coming", "now", "due", "done", "missed"]


@dataclass(frozen=True)
class Turn:
    """The days from `since` to the day before `until`."""

    since: date
    until: date
    person: int


@dataclass(frozen=True)
class Away:
    since: date
    until: date


def windows(since: date, until: date, days: int) -> Iterator[tuple[date, date]]:
    """The stretch cut into turns; what is left over makes a last, shorter turn."""
    begin = since
    while begin < until:
        end = min(begin + timedelta(days=days), until)
        yield begin, end
        begin = end


def plan(
    since: date, until: date, days: int, persons: Sequence[int], away: Mapping[int, Sequence[Away]]
) -> list[Turn]:
    """Each turn to whoever is free and has had the fewest, then waited longest, then comes first in the list.

    Refusals: posts.no_persons; posts.nobody_free names the first day on which everybody is away.
    """
    if not persons:
        raise Refusal(
            "posts.no_persons",
            mark("请至少选一名轮值人员。"),
            place=Place("field", field="persons"),
            remedy=mark("请从名单中勾选。"),
        )
    done: dict[int, int] = dict.fromkeys(persons, 0)
    last: dict[int, int] = dict.fromkeys(persons, -1)
    turns: list[Turn] = []
    for number, (begin, end) in enumerate(windows(since, until, days)):
        free = [one for one in persons if not is_away(away.get(one, ()), begin, end)]
        if not free:
            raise nobody_free(begin)
        chosen = min(free, key=lambda one: (done[one], last[one]))
        done[chosen], last[chosen] = done[chosen] + 1, number
        turns.append(Turn(begin, end, chosen))
    return turns


def nobody_free(day: date) -> Refusal:
    return Refusal(
        "posts.nobody_free",
        mark("{day} 开始的一轮没有人可以值守。"),
        {"day": day.isoformat()},
        Place("field", field="persons"),
        mark("请增加轮值人员，或调整时间。"),
    )


def is_away(away: Sequence[Away], begin: date, end: date) -> bool:
    return any(one.since < end and begin < one.until for one in away)


def stand_in(turns: Mapping[int, int], free: Sequence[int]) -> int | None:
    """Who takes over the turn of somebody away: of those free, whoever has the fewest turns."""
    return min(free, key=lambda one: (turns.get(one, 0), free.index(one)), default=None)


def stage(since: date, until: date, handed_over: bool, today: date, grace_days: int) -> Stage:
    """Done is what was handed over. Without a word some days after its end a turn counts as missed."""
    if handed_over:
        return "done"
    if today < since:
        return "coming"
    if today < until:
        return "now"
    return "due" if today < until + timedelta(days=grace_days) else "missed"


def refuse_swap(mine: int, theirs: int, begun: bool, same_rota: bool) -> None:
    """Turns of one rota, of two persons, not yet begun. Refusal: posts.no_swap."""
    if mine == theirs or begun or not same_rota:
        raise Refusal(
            "posts.no_swap",
            mark("这两轮不能对调。"),
            place=Place("field", field="theirs"),
            remedy=mark("请选同一轮值表里、还没有开始的、别人的一轮。"),
        )


def refuse_other(person: int | None, named: int) -> None:
    """Only the person asked agrees. Refusal: posts.not_asked."""
    if person != named:
        raise NotAllowed(
            "posts.not_asked",
            mark("这次对调要由被询问的人答复。"),
            remedy=mark("请联系对方登录后答复。"),
        )
