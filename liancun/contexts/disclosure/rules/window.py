"""The window of a notice: counted from the day after publishing, never shortened, closed by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from liancun.kernel.errors import Conflict, Place, Refusal, mark
from liancun.kernel.workdays import DueDay

MOST_DAYS = 365


class Kind(StrEnum):
    """公示: before it takes effect, objections asked for. 公开: after the act, questions answered. 公告: a notice."""

    PROPOSAL = "公示"
    DISCLOSURE = "公开"
    ANNOUNCEMENT = "公告"


@dataclass(frozen=True)
class Window:
    """The days a notice hangs out; `closes` is the last day on which an objection is received.

    `closed` says that the last day is over; a withdrawn notice never closes, so nothing may rest on it.
    `provisional`: the last day leans on a year whose holidays are not announced; it may move later, not earlier.
    """

    opens: date
    closes: date
    closed: bool
    objections: int
    unanswered: int
    provisional: bool
    withdrawn: bool = False

    @property
    def settled(self) -> bool:
        """Closed, and every objection received has its answer."""
        return self.closed and self.unanswered == 0


def refuse_days(days: int) -> None:
    """Refusal: disclosure.days."""
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(
            "disclosure.days",
            mark("公开期限“{days}”天无效。"),
            {"days": days, "most": MOST_DAYS},
            place=Place("field", field="days"),
            remedy=mark("请填写 1 至 {most} 之间的整数。"),
        )


def refuse_photo_day(taken_on: date, *, opens: date, today: date) -> None:
    """Refusal: disclosure.photo_day."""
    if not opens <= taken_on <= today:
        raise Refusal(
            "disclosure.photo_day",
            mark("拍照日期应在 {opens} 至今天之间。"),
            {"opens": _words(opens)},
            place=Place("field", field="taken_on"),
            remedy=mark("请填写实际拍照的日期。"),
        )


def window_at(
    today: date, *, opens: date, last: DueDay, objections: int, answered: int, withdrawn: bool
) -> Window:
    """The window as it stands on a day."""
    return Window(
        opens=opens,
        closes=last.day,
        closed=not withdrawn and today > last.day,
        objections=objections,
        unanswered=objections - answered,
        provisional=last.provisional,
        withdrawn=withdrawn,
    )


def refuse_objection(
    kind: Kind, window: Window, today: date, *, outside_on: date | None = None, grace_days: int = 0
) -> None:
    """`outside_on`: the day the outside zone received it; such a one may be brought in `grace_days` after the end.

    Refusals: disclosure.takes_no_objections, disclosure.withdrawn, disclosure.window_closed,
    disclosure.brought_late, disclosure.outside_day.
    """
    if kind is Kind.ANNOUNCEMENT:
        raise Refusal(
            "disclosure.takes_no_objections",
            mark("公告只作告知，不收取意见。"),
            remedy=mark("如有问题，请向发布单位当面或电话反映。"),
        )
    if window.withdrawn:
        raise Conflict(
            "disclosure.withdrawn",
            mark("这份公开内容已经撤回，不再收取意见。"),
            remedy=mark("如有问题，请向发布单位当面或电话反映。"),
        )
    if outside_on is not None:
        _refuse_outside(window, outside_on, today, grace_days)
    if (outside_on or today) > window.closes:
        raise Conflict(
            "disclosure.window_closed",
            mark("意见期已于 {closes} 结束，这条意见没有收下。"),
            {"closes": _words(window.closes)},
            remedy=mark("仍有不同意见的，可以向村务监督委员会或乡镇人民政府反映。"),
        )


def _refuse_outside(window: Window, received: date, today: date, grace_days: int) -> None:
    if not window.opens <= received <= today:
        raise Refusal(
            "disclosure.outside_day",
            mark("记录上的收到时间不在公开之后、今天之前。"),
            remedy=mark("请核对外网的时钟。"),
        )
    if today > window.closes + timedelta(days=grace_days):
        raise Conflict(
            "disclosure.brought_late",
            mark("意见期已于 {closes} 结束，期满后 {days} 天内没有带回，这条意见没有收下。"),
            {"closes": _words(window.closes), "days": grace_days},
            remedy=mark("请告诉提意见的人，可以向村务监督委员会或乡镇人民政府反映。"),
        )


def refuse_closing(window: Window, today: date) -> None:
    """A window is never shortened. Refusal: disclosure.window_open."""
    if today <= window.closes:
        raise Conflict(
            "disclosure.window_open",
            mark("公开期到 {closes} 为止，不能提前结束。"),
            {"closes": _words(window.closes)},
            remedy=mark("请等期满；内容有误的，可以撤回后重新发布。"),
        )


def refuse_ended(ended: bool) -> None:
    """Refusal: disclosure.ended."""
    if ended:
        raise Conflict(
            "disclosure.ended",
            mark("这份公开内容已经结束或者撤回。"),
            remedy=mark("请打开记录查看何时、由谁结束。"),
        )


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
