"""What is true on paper about standing on a roll."""

from __future__ import annotations

from datetime import date

from liancun.kernel.errors import Place, Refusal, mark


def refuse_backward(since: date, until: date) -> None:
    """`until` is the first day that no longer counts. Refusal: people.backward."""
    if until <= since:
        raise Refusal(
            "people.backward",
            mark("移出日期应晚于列入日期。"),
            place=Place("field", field="until"),
            remedy=mark("请核对两个日期。"),
        )
