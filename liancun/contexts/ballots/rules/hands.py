"""A show of hands is counted by one officer and confirmed by another."""

from __future__ import annotations

from collections.abc import Sequence

from liancun.contexts.ballots.rules.asking import Question
from liancun.contexts.ballots.rules.counting import Count, Kind
from liancun.kernel.errors import Conflict, Place, Refusal, mark


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


def refuse_options(present: int, options: Sequence[int], asked: Question) -> None:
    """Hands for each option. Refusal: ballots.option_counts."""
    each = asked.most if asked.kind is Kind.RATING else 1
    most = present * (asked.most * len(asked.options) if asked.kind is Kind.RATING else asked.most)
    if (
        len(options) != len(asked.options)
        or sum(options) > most
        or not all(0 <= one <= present * each for one in options)
    ):
        raise Refusal(
            "ballots.option_counts",
            mark("各选项的票数与到会的 {present} 人对不上。"),
            {"present": present},
            place=Place("field", field="options"),
            remedy=mark("请逐项重新清点。"),
        )
