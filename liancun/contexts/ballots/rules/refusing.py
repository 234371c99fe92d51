"""What an open and a closed ballot refuse."""

from __future__ import annotations

from liancun.contexts.ballots.rules.counting import Method
from liancun.kernel.errors import Conflict, Refusal, mark


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


def refuse_closing(method: Method, witnessed: bool) -> None:
    """Refusal: ballots.not_counted."""
    if method is Method.HAND and not witnessed:
        raise Conflict(
            "ballots.not_counted",
            mark("举手表决的票数还没有经两人核对，不能结束表决。"),
            remedy=mark("请由计票人录入票数，再由监票人核对。"),
        )
