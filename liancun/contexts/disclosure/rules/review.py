"""A plan before it is published: reviewed by the supervisors, answered by the office. No objection is a veto."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, mark

MOST_WORDS = 1000


class PlanState(StrEnum):
    """Where a plan stands; only `READY` may be published."""

    REVIEWING = "reviewing"
    OBJECTED = "objected"
    READY = "ready"
    PUBLISHED = "published"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Course:
    """What happened to a plan. `review_due`: last day for the supervisors, None where nobody reviews.

    `agreed`: None while they have said nothing.
    """

    review_due: date | None
    agreed: bool | None = None
    answered: bool = False
    published: bool = False
    dropped: bool = False


def state_of(course: Course, today: date) -> PlanState:
    """Silence until the end of the last day lets a plan pass; an objection passes once it is answered."""
    if course.published:
        return PlanState.PUBLISHED
    if course.dropped:
        return PlanState.DROPPED
    if course.review_due is None or course.agreed:
        return PlanState.READY
    if course.agreed is None:
        return PlanState.READY if today > course.review_due else PlanState.REVIEWING
    return PlanState.READY if course.answered else PlanState.OBJECTED


def refuse_review(state: PlanState, *, planner: int | None, reviewer: int | None) -> None:
    """Refusals: disclosure.own_plan (403), disclosure.not_reviewing."""
    if reviewer is not None and reviewer == planner:
        raise NotAllowed(
            "disclosure.own_plan",
            mark("这份公开方案由您拟定，不能由您审查。"),
            remedy=mark("请由村务监督委员会的其他成员审查。"),
        )
    if state is not PlanState.REVIEWING:
        raise Conflict(
            "disclosure.not_reviewing",
            mark("这份公开方案现在不在审查中，意见没有收下。"),
            remedy=mark("请打开方案查看它是已经审查、已经发布还是已经作废。"),
        )


def refuse_answer(state: PlanState) -> None:
    """Refusal: disclosure.nothing_to_answer."""
    if state is not PlanState.OBJECTED:
        raise Conflict(
            "disclosure.nothing_to_answer",
            mark("监督委员会没有等待答复的意见。"),
            remedy=mark("请打开方案查看它走到了哪一步。"),
        )


def refuse_unready(state: PlanState, due: date | None) -> None:
    """Refusals: disclosure.under_review, disclosure.review_unanswered, disclosure.plan_over."""
    if state is PlanState.REVIEWING and due is not None:
        raise Conflict(
            "disclosure.under_review",
            mark("这份公开方案还在由村务监督委员会审查，最迟到 {due}。"),
            {"due": f"{due.year}年{due.month}月{due.day}日"},
            remedy=mark("监督委员会同意后即可发布；到期没有提出意见的，次日可以发布。"),
        )
    if state is PlanState.OBJECTED:
        raise Conflict(
            "disclosure.review_unanswered",
            mark("村务监督委员会对这份公开方案提出了意见，还没有答复。"),
            remedy=mark("请先书面答复，或者按意见修改后重新拟定。"),
        )
    refuse_over(state)


def refuse_over(state: PlanState) -> None:
    """Refusal: disclosure.plan_over."""
    if state in (PlanState.PUBLISHED, PlanState.DROPPED):
        raise Conflict(
            "disclosure.plan_over",
            mark("这份公开方案已经发布或者作废。"),
            remedy=mark("需要再公开的，请重新拟定一份。"),
        )


def tidy_words(text: str, *, needed: bool) -> str:
    """Refusals: disclosure.review_empty, disclosure.review_long."""
    tidy = text.replace("\r\n", "\n").strip()
    if needed and not tidy:
        raise Refusal(
            "disclosure.review_empty",
            mark("还没有写内容。"),
            place=Place("field", field="text"),
            remedy=mark("请写明对哪一项有意见、为什么，或者怎样答复。"),
        )
    if len(tidy) > MOST_WORDS:
        raise Refusal(
            "disclosure.review_long",
            mark("内容有 {length} 字，超过了 {most} 字。"),
            {"length": len(tidy), "most": MOST_WORDS},
            place=Place("field", field="text"),
            remedy=mark("请缩短后再提交。"),
        )
    return tidy
