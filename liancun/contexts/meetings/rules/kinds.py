"""Kinds of meetings as a playbook says them, and when the next one is due. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from liancun.kernel.errors import Place, Refusal, mark

Proxies = Literal["", "none", "household", "written"]
Every = Literal["", "month", "quarter", "half_year", "year"]
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True)
class PaperWanted:
    """A paper that must be open to those called so many days before the meeting."""

    name: str
    days: int


@dataclass(frozen=True)
class Terms:
    """The terms a meeting is called on, kept with it: a later playbook changes nothing for it.

    `proxies` "": not said (whoever called it judges); "none": in person; "household": an adult of the same household
    carries it; "written": anybody called who is there. `proxy_most`: how many one person may carry; 0: not limited.
    `signers`: 1 the chair, 2 the chair and one more. `strict_papers`: not held while a wanted paper is late.
    """

    notice_days: int = 0
    working_days: bool = False
    online: bool = False
    proxies: Proxies = ""
    proxy_most: int = 0
    signers: int = 1
    chair_confirms: bool = False
    strict_papers: bool = False
    papers: tuple[PaperWanted, ...] = ()
    supervisors: bool = False


@dataclass(frozen=True)
class Quorum:
    """At least, or more than, a fraction of those called."""

    fraction: Fraction
    strict: bool = False

    def needed(self, called: int) -> int:
        share = self.fraction * called
        whole = share.numerator // share.denominator
        return whole + 1 if self.strict or whole < share else whole


@dataclass(frozen=True)
class Due:
    """The next meeting of a kind: on or before `by`; `late` when a period has passed without one."""

    by: date
    late: bool
    last: date | None


def period_of(every: str, day: date) -> tuple[date, date]:
    """First and last day of the month, quarter, half-year or year that holds the day."""
    months = MONTHS[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    end_month = first.month + months - 1
    return first, date(day.year, end_month, monthrange(day.year, end_month)[1])


def next_due(every: str, last: date | None, today: date) -> Due:
    """One meeting in each period. Late: the period after the one last met in is over, or none was ever held."""
    first, end = period_of(every, today)
    if last is None:
        return Due(end, False, None)
    if last >= first:
        _first, following = period_of(every, end + timedelta(days=1))
        return Due(following, False, last)
    before, _end = period_of(every, first - timedelta(days=1))
    return Due(end, last < before, last)


def refuse_late_papers(
    wanted: Sequence[PaperWanted], open_since: dict[str, date], *, starts_on: date
) -> None:
    """Refusal: meetings.papers_late, naming the papers that were missing or opened too late."""
    late = [one.name for one in wanted if _is_late(one, open_since.get(one.name), starts_on)]
    if late:
        raise Refusal(
            "meetings.papers_late",
            mark("{papers}没有按规定在会前放出，会议不能召开。"),
            {"papers": "、".join(late)},
            place=Place("field", field="papers"),
            remedy=mark("请放出材料，并把会议改到期满之后的日子，重新通知。"),
        )


def papers_due(wanted: PaperWanted, starts_on: date) -> date:
    """The last day on which the paper may be put out."""
    return starts_on - timedelta(days=wanted.days)


def _is_late(wanted: PaperWanted, since: date | None, starts_on: date) -> bool:
    return since is None or since > papers_due(wanted, starts_on)
