"""Objections of anyone who reads a notice, and the office's answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from liancun.kernel.errors import Conflict, Place, Refusal, mark

MOST_TEXT = 1000
MOST_CONTACT = 40
MOST_ANSWER = 2000
SOON = timedelta(days=1)
"""An answer is asked for again from the day before it is due."""

PER_HOUR = 20
PER_DAY = 100
"""From one block of addresses on one notice: a whole village may stand behind one address."""


def tidy_text(text: str) -> str:
    """Refusals: disclosure.objection_empty, disclosure.objection_long."""
    tidy = text.replace("\r\n", "\n").strip()
    if not tidy:
        raise Refusal(
            "disclosure.objection_empty",
            mark("还没有写意见。"),
            place=Place("field", field="text"),
            remedy=mark("请写明对哪一项有意见、理由是什么。"),
        )
    if len(tidy) > MOST_TEXT:
        raise Refusal(
            "disclosure.objection_long",
            mark("意见有 {length} 字，超过了 {most} 字。"),
            {"length": len(tidy), "most": MOST_TEXT},
            place=Place("field", field="text"),
            remedy=mark("请缩短后再提交，或者到发布单位当面说明。"),
        )
    return tidy


def tidy_contact(contact: str) -> str:
    """Optional. Refusal: disclosure.contact_long."""
    tidy = contact.strip()
    if len(tidy) > MOST_CONTACT:
        raise Refusal(
            "disclosure.contact_long",
            mark("联系电话太长。"),
            place=Place("field", field="contact"),
            remedy=mark("请只填写一个电话号码，也可以不填。"),
        )
    return tidy


def refuse_flood(received: Sequence[datetime], now: datetime) -> None:
    """`received`: moments of the objections from this block on this notice. Refusal: disclosure.too_many (429)."""
    within = [now - moment for moment in received]
    hour = sum(age < timedelta(hours=1) for age in within)
    day = sum(age < timedelta(days=1) for age in within)
    if hour >= PER_HOUR or day >= PER_DAY:
        raise Refusal(
            "disclosure.too_many",
            mark("这个网络对这份公开内容提交的意见太多，请稍后再试。"),
            remedy=mark("也可以到发布单位当面提出，或者请村务监督委员会转交。"),
            status=429,
        )


def tidy_answer(text: str) -> str:
    """Refusals: disclosure.answer_empty, disclosure.answer_long."""
    tidy = text.replace("\r\n", "\n").strip()
    if not tidy:
        raise Refusal(
            "disclosure.answer_empty",
            mark("还没有写答复。"),
            place=Place("field", field="text"),
            remedy=mark("请说明核实的情况和处理的结果。"),
        )
    if len(tidy) > MOST_ANSWER:
        raise Refusal(
            "disclosure.answer_long",
            mark("答复有 {length} 字，超过了 {most} 字。"),
            {"length": len(tidy), "most": MOST_ANSWER},
            place=Place("field", field="text"),
            remedy=mark("请缩短后再提交。"),
        )
    return tidy


def refuse_second_answer(answered: bool) -> None:
    """Refusal: disclosure.already_answered."""
    if answered:
        raise Conflict(
            "disclosure.already_answered",
            mark("这条意见已经答复，答复发出后不能更改。"),
            remedy=mark("需要补充的，请另行发布一份说明。"),
        )


def tidy_reason(reason: str) -> str:
    """Refusal: disclosure.no_reason."""
    tidy = reason.strip()
    if len(tidy) < 2:
        raise Refusal(
            "disclosure.no_reason",
            mark("还没有写理由。"),
            place=Place("field", field="reason"),
            remedy=mark("请用一句话写明为什么，理由会记入日志。"),
        )
    return tidy


class Due(StrEnum):
    """Where the answer to an objection stands on a day; the due day itself is still in time."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"


def due_state(due_on: date, today: date) -> Due:
    if today > due_on:
        return Due.OVERDUE
    return Due.SOON if due_on - today <= SOON else Due.OPEN


def reminder(due_on: date, today: date, already: Collection[str]) -> Due | None:
    """The reminder to record today, once of each kind; none of nearness when the day has passed meanwhile."""
    state = due_state(due_on, today)
    return None if state is Due.OPEN or state in already or Due.OVERDUE in already else state
