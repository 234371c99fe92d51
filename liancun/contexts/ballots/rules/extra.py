"""Extra votes of a co-operative's members: each member once, all together within a fifth of the basic votes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from liancun.contexts.ballots.rules.rolls import EXTRA_VOTES
from liancun.kernel.errors import Place, Refusal, mark


@dataclass(frozen=True)
class Extra:
    """`basis`: contribution or transaction; `votes`: beyond the member's own one."""

    person: int
    basis: str
    votes: int


def refuse_extra(lines: Sequence[Extra], members: Collection[int], share: str = "20%") -> None:
    """农民专业合作社法 art. 22. Refusals: ballots.extra_stranger, ballots.extra_twice, ballots.extra_votes."""
    strangers = {line.person for line in lines} - set(members)
    if strangers:
        raise _refusal(
            "extra_stranger",
            mark("有 {count} 人不在合作社的成员名册上。"),
            mark("附加表决权只给成员；请先核对成员名册。"),
            count=len(strangers),
        )
    twice = [person for person, times in Counter(line.person for line in lines).items() if times > 1]
    if twice:
        raise _refusal(
            "extra_twice",
            mark("有 {count} 人列了两次。"),
            mark("每名成员一行，把票数合在一起。"),
            count=len(twice),
        )
    extra = sum(line.votes for line in lines)
    if extra > EXTRA_VOTES * len(members):
        raise _refusal(
            "extra_votes",
            mark("附加表决权共 {extra} 票，超过了基本表决权 {basic} 票的 {share}。"),
            mark("请依章程减少附加表决权。"),
            extra=extra,
            basic=len(members),
            share=share,
        )


def refuse_extra_year(year: int, decided_on: date, today: date) -> None:
    """Decided for its own year or the one after, and not ahead of time. Refusal: ballots.extra_year."""
    if decided_on > today or year not in (decided_on.year, decided_on.year + 1):
        raise Refusal(
            "ballots.extra_year",
            mark("决定的日期不能晚于今天，年度须是决定的当年或者下一年。"),
            place=Place("field", field="decided_on"),
            remedy=mark("请核对成员大会的日期和年度。"),
        )


def _refusal(code: str, sentence: str, remedy: str, **params: object) -> Refusal:
    return Refusal(f"ballots.{code}", sentence, params, Place("field", field="votes"), remedy)
