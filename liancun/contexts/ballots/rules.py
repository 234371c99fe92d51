"""Open votes on paper: what may be asked, who votes once, and how a count adds up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from liancun.kernel.errors import Conflict, Place, Refusal, mark

OUT_OF_SCOPE = frozenset({"election", "recall", "party_election"})
"""村民委员会选举、罢免 and Party elections have a law and bodies of their own; they are never held here."""


class Method(StrEnum):
    HAND = "hand"
    NAMED = "named"


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class Count:
    present: int
    yes: int
    no: int
    abstain: int


@dataclass(frozen=True)
class Tally:
    """The count of a ballot. While a vote by name is open `yes`, `no`, `abstain` are None: nobody votes by
    looking at the others. `present` counts who took part: those counted in the room, or those who voted by name.
    """

    entitled: int
    present: int
    yes: int | None
    no: int | None
    abstain: int | None
    method: Method
    closed: bool


def refuse_opening(question: str, entitled: Sequence[int], kinds: Iterable[str]) -> None:
    """Refusals: ballots.out_of_scope, ballots.no_question, ballots.empty_roll, ballots.twice_on_roll."""
    if any(set(re.split(r"[.\s/:-]", kind)) & OUT_OF_SCOPE for kind in kinds):
        raise Refusal(
            "ballots.out_of_scope",
            mark("村民委员会选举、罢免和党内选举不在本系统办理。"),
            remedy=mark("请依照《中华人民共和国村民委员会组织法》或者党内有关规定另行组织。"),
        )
    if not question.strip():
        raise Refusal(
            "ballots.no_question",
            mark("没有写明表决什么。"),
            place=Place("field", field="question"),
            remedy=mark("请用一句话写明交付表决的事项。"),
        )
    if not entitled:
        raise Refusal(
            "ballots.empty_roll",
            mark("名册上没有人，不能开始表决。"),
            remedy=mark("请先核对名册。"),
        )
    if len(set(entitled)) != len(entitled):
        raise Refusal(
            "ballots.twice_on_roll",
            mark("名册中有人重复，每人只有一票。"),
            remedy=mark("请核对名册，每人只列一次。"),
        )


def refuse_method(actual: Method, wanted: Method) -> None:
    """Refusal: ballots.other_method."""
    if actual is not wanted:
        raise Conflict(
            "ballots.other_method",
            mark("这次表决不是用这种方式进行的。"),
            remedy=mark("举手表决由两人核对录入票数，记名表决逐人登记。"),
        )


def refuse_closed(closed: bool) -> None:
    """Refusal: ballots.closed."""
    if closed:
        raise Conflict(
            "ballots.closed",
            mark("表决已经结束，不再接收。"),
            remedy=mark("结果有疑问的，请向村务监督委员会提出。"),
        )


def not_on_roll() -> Refusal:
    return Refusal(
        "ballots.not_on_roll",
        mark("此人不在这次表决的名册上。"),
        remedy=mark("名册在表决开始时已经固定；确有遗漏的，请结束后依规定重新表决。"),
    )


def refuse_count(count: Count, entitled: int) -> None:
    """Refusals: ballots.negative, ballots.more_present, ballots.more_votes."""
    if min(count.present, count.yes, count.no, count.abstain) < 0:
        raise Refusal("ballots.negative", mark("票数不能是负数。"), remedy=mark("请重新核对各项票数。"))
    if count.present > entitled:
        raise Refusal(
            "ballots.more_present",
            mark("到会 {present} 人，超过了名册上的 {entitled} 人。"),
            {"present": count.present, "entitled": entitled},
            place=Place("field", field="present"),
            remedy=mark("列席人员不计入到会人数，请重新清点。"),
        )
    votes = count.yes + count.no + count.abstain
    if votes > count.present:
        raise Refusal(
            "ballots.more_votes",
            mark("同意、反对、弃权合计 {votes} 票，超过了到会的 {present} 人。"),
            {"votes": votes, "present": count.present},
            place=Place("field", field="yes"),
            remedy=mark("请重新清点。"),
        )


def refuse_officer(person_id: int | None) -> int:
    """Counting and witnessing are acts of a person. Refusal: ballots.no_officer."""
    if person_id is None:
        raise Refusal(
            "ballots.no_officer",
            mark("计票和监票须由本人办理。"),
            remedy=mark("请由计票人、监票人分别登录后录入和核对。"),
        )
    return person_id


def refuse_witness(counter_id: int, witness_id: int) -> None:
    """Refusal: ballots.same_officer."""
    if counter_id == witness_id:
        raise Refusal(
            "ballots.same_officer",
            mark("计票人不能同时担任监票人。"),
            remedy=mark("请由另一位工作人员登录后核对票数。"),
        )


def refuse_witnessed(witnessed: bool) -> None:
    """Refusal: ballots.counted."""
    if witnessed:
        raise Conflict(
            "ballots.counted",
            mark("票数已经两人核对，不能再改。"),
            remedy=mark("请结束表决；结果有疑问的，请依规定重新表决。"),
        )


def refuse_closing(method: Method, witnessed: bool) -> None:
    """Refusal: ballots.not_counted."""
    if method is Method.HAND and not witnessed:
        raise Conflict(
            "ballots.not_counted",
            mark("举手表决的票数还没有经两人核对，不能结束表决。"),
            remedy=mark("请由计票人录入票数，再由监票人核对。"),
        )


def tally(method: Method, entitled: int, *, closed: bool, count: Count | None) -> Tally:
    """The count as it may be shown now."""
    counted = count or Count(0, 0, 0, 0)
    hidden = (method is Method.NAMED and not closed) or count is None
    return Tally(
        entitled=entitled,
        present=counted.present,
        yes=None if hidden else counted.yes,
        no=None if hidden else counted.no,
        abstain=None if hidden else counted.abstain,
        method=method,
        closed=closed,
    )


def count_of(choices: Iterable[str]) -> Count:
    """The count of votes by name."""
    found = list(choices)
    return Count(
        present=len(found),
        yes=found.count(Choice.YES),
        no=found.count(Choice.NO),
        abstain=found.count(Choice.ABSTAIN),
    )
