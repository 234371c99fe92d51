"""What an open and a closed ballot refuse."""

from __future__ import annotations

from liancun.contexts.ballots.rules.counting import Method
from liancun.kernel.errors import Conflict, Refusal, mark


def refuse_method(actual: Method, *wanted: Method) -> None:
    """Refusal: ballots.other_method."""
    if actual not in wanted:
        raise Conflict(
            "ballots.other_method",
            mark("这次表决不是用这种方式进行的。"),
            remedy=mark("举手表决由两人核对录入票数，记名表决逐人登记。"),
        )


def refuse_closed(is_closed: bool) -> None:
    """Refusal: ballots.closed."""
    if is_closed:
        raise closed()


def closed() -> Conflict:
    return Conflict(
        "ballots.closed",
        mark("表决已经结束，不再接收。"),
        remedy=mark("结果有疑问的，请向村务监督委员会提出。"),
    )


def not_on_roll() -> Refusal:
    return Refusal(
        "ballots.not_on_roll",
        mark("此人不在这次表决的名册上。"),
        remedy=mark("名册在表决开始时已经固定；确有遗漏的，请凭决定更正名册，由另一人核准。"),
    )


def refuse_closing(method: Method, witnessed: bool) -> None:
    """Refusal: ballots.not_counted."""
    if method is Method.HAND and not witnessed:
        raise Conflict(
            "ballots.not_counted",
            mark("举手表决的票数还没有经两人核对，不能结束表决。"),
            remedy=mark("请由计票人录入票数，再由监票人核对。"),
        )


def refuse_papers(open_papers: int) -> None:
    """Refusal: ballots.papers_open."""
    if open_papers:
        raise papers_open()


def papers_open() -> Conflict:
    return Conflict(
        "ballots.papers_open",
        mark("还有纸质票没有经两人录入一致，不能结束表决。"),
        remedy=mark("请由另一位工作人员录入；不一致的，再看一次纸质票。"),
    )
