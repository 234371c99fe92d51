"""When an objector may go to the township, and what stops a second decision."""

from __future__ import annotations

from datetime import date, timedelta

from liancun.kernel.errors import Conflict, Refusal, mark


def refuse_complaint(
    *, answered_on: date | None, answer_due: date, within_days: int, already: str, today: date
) -> None:
    """Open from the answer, or from the day after it was due, for `within_days` days.

    `already`: the number of an earlier complaint on the same objection.
    Refusals: disclosure.complained, disclosure.not_answered_yet, disclosure.complaint_late.
    """
    if already:
        raise Conflict(
            "disclosure.complained",
            mark("这条意见已经向上级反映过，编号是 {number}。"),
            {"number": already},
            remedy=mark("请按编号查看办理结果。"),
        )
    if answered_on is None and today <= answer_due:
        raise Conflict(
            "disclosure.not_answered_yet",
            mark("发布单位还在答复期限内，最迟到 {due}。"),
            {"due": _words(answer_due)},
            remedy=mark("收到答复后不满意，或者到期没有答复，就可以向上级反映。"),
        )
    last = last_day(answered_on, answer_due, within_days)
    if today > last:
        raise Conflict(
            "disclosure.complaint_late",
            mark("向上级反映的时间已于 {last} 结束。"),
            {"last": _words(last)},
            remedy=mark("仍有问题的，可以直接到乡镇人民政府当面反映。"),
        )


def last_day(answered_on: date | None, answer_due: date, within_days: int) -> date:
    """Counted from the answer, or from the day it was due."""
    return (answered_on or answer_due) + timedelta(days=within_days)


def refuse_brought(received: date, today: date, last: date, grace_days: int) -> None:
    """What the outside zone received comes in within `grace_days` of its last day, and is not dated ahead.

    Refusals: disclosure.outside_day, disclosure.brought_late.
    """
    if received > today:
        raise Refusal(
            "disclosure.outside_day",
            mark("外网收到的时间晚于现在，没有收下。"),
            remedy=mark("请核对外网服务器的时钟。"),
        )
    if today > last + timedelta(days=grace_days):
        raise Refusal(
            "disclosure.brought_late",
            mark("外网收到的反映带回得太晚，最迟应在 {last} 后 {days} 天内带回。"),
            {"last": _words(last), "days": grace_days},
            remedy=mark("请转告反映人到乡镇人民政府当面反映。"),
        )


def refuse_second_decision(decided: bool) -> None:
    """Refusal: disclosure.decided."""
    if decided:
        raise Conflict(
            "disclosure.decided",
            mark("这件反映已经作出处理，处理结果不能更改。"),
            remedy=mark("请打开记录查看由谁、何时处理。"),
        )


def refuse_no_office(found: bool) -> None:
    """Refusal: disclosure.nobody_above."""
    if not found:
        raise Refusal(
            "disclosure.nobody_above",
            mark("发布单位没有登记上级，无法在这里反映。"),
            remedy=mark("请到乡镇人民政府当面反映。"),
        )


def shown_number(year: int, number: int) -> str:
    return f"{year}-{number}"


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
