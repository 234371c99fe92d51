"""Who has how many votes: one each, one a household, extra votes within their limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from liancun.contexts.ballots.rules.counting import Method, Unit
from liancun.kernel.errors import Place, Refusal, mark

EXTRA_VOTES = Fraction(1, 5)
"""农民专业合作社法 art. 22: 附加表决权总票数不得超过本社成员基本表决权总票数的百分之二十."""
MOST_WEIGHT = 10_000


@dataclass(frozen=True)
class Standing:
    """A place on a roll: `household` and `seat` (the member body the person speaks for) where they matter."""

    person: int
    votes: int = 1
    household: int | None = None
    seat: int | None = None


def places(
    entitled: Sequence[int],
    weights: Mapping[int, int],
    households: Mapping[int, int],
    seats: Mapping[int, int],
) -> list[Standing]:
    return [
        Standing(person, weights.get(person, 1), households.get(person), seats.get(person))
        for person in entitled
    ]


def refuse_places(found: Sequence[Standing], unit: Unit, method: Method, cap: Fraction | None) -> None:
    """Refusals: ballots.weights, ballots.extra_votes, ballots.same_household, ballots.same_seat."""
    refuse_weights([place.votes for place in found], unit, method, cap)
    households = [place.household for place in found]
    if unit is Unit.HOUSEHOLD:
        _refuse_twice(
            [household for household in households if household is not None],
            "ballots.same_household",
            mark("按户表决，每户一票：名册上有 {count} 户不止一人。"),
        )
    _refuse_twice(
        [place.seat for place in found if place.seat is not None],
        "ballots.same_seat",
        mark("每个成员单位一票：名册上有 {count} 个单位不止一名代表。"),
    )


def refuse_weights(votes: Sequence[int], unit: Unit, method: Method, cap: Fraction | None) -> None:
    """Everybody has at least one vote; all extra votes together stay within `cap` of the basic ones.

    Refusals: ballots.weights, ballots.extra_votes.
    """
    extra = sum(votes) - len(votes)
    if any(not 1 <= one <= MOST_WEIGHT for one in votes):
        raise _weights(mark("每人至少一票，票数须是整数。"))
    if extra and unit is not Unit.VOTE:
        raise _weights(mark("一人一票、一户一票的表决没有附加票。"))
    if extra and method is not Method.NAMED:
        raise _weights(mark("有附加票的表决须记名进行，不能举手或无记名。"))
    if cap is not None and extra > cap * len(votes):
        raise Refusal(
            "ballots.extra_votes",
            mark("附加票共 {extra} 票，超过了基本票 {basic} 票的 {share}。"),
            {"extra": extra, "basic": len(votes), "share": f"{cap.numerator}/{cap.denominator}"},
            Place("field", field="weights"),
            mark("请依章程减少附加票。"),
        )


def _weights(sentence: str) -> Refusal:
    return Refusal(
        "ballots.weights",
        sentence,
        place=Place("field", field="weights"),
        remedy=mark("请核对各人的票数和表决方式。"),
    )


def _refuse_twice(found: Sequence[int], code: str, sentence: str) -> None:
    twice = [one for one, times in Counter(found).items() if times > 1]
    if twice:
        raise Refusal(code, sentence, {"count": len(twice)}, remedy=mark("请核对名册。"))
