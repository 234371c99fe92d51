"""The roll is frozen at the opening; only a decision with its reason and a second person corrects it."""

from __future__ import annotations

from enum import StrEnum

from liancun.kernel.errors import Conflict, Place, Refusal, mark

LEAST_REASON = 4


class Change(StrEnum):
    ADD = "add"
    STRIKE = "strike"


def refuse_reason(reason: str) -> None:
    """Refusal: ballots.no_reason."""
    if len(reason.strip()) < LEAST_REASON:
        raise Refusal(
            "ballots.no_reason",
            mark("没有写明更正名册的理由和依据。"),
            place=Place("field", field="reason"),
            remedy=mark("请写明作出决定的会议和理由。"),
        )


def refuse_change(change: Change, *, stands: bool, voted: bool) -> None:
    """Refusals: ballots.stands_already, ballots.stands_not, ballots.voted_already."""
    if change is Change.ADD and stands:
        raise Conflict(
            "ballots.stands_already", mark("此人已经在名册上。"), remedy=mark("请核对姓名，不必重复补列。")
        )
    if change is Change.STRIKE and not stands:
        raise Conflict("ballots.stands_not", mark("此人不在名册上。"), remedy=mark("请核对姓名。"))
    if change is Change.STRIKE and voted:
        raise Conflict(
            "ballots.voted_already",
            mark("此人已经投票，不能再从名册上划去。"),
            remedy=mark("有异议的，请在表决结束后依规定处理。"),
        )


def refuse_second(asked_by: int, second: int, *, decided: bool) -> None:
    """Refusals: ballots.same_person, ballots.decided."""
    if asked_by == second:
        raise Refusal(
            "ballots.same_person",
            mark("提出更正的人不能自己核准。"),
            remedy=mark("请由另一位工作人员登录后核准。"),
        )
    if decided:
        raise Conflict("ballots.decided", mark("这项更正已经核准。"), remedy=mark("请查看名册。"))


def same_household() -> Conflict:
    return Conflict(
        "ballots.same_household",
        mark("这一户已经有人在名册上，每户一票。"),
        remedy=mark("要换人的，请先划去原来的代表，再补列。"),
    )


def struck_before() -> Conflict:
    return Conflict(
        "ballots.struck_before",
        mark("此人已经从这份名册上划去，不能再补列。"),
        remedy=mark("划错了的，请依规定重新表决。"),
    )
