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


def refuse_outside_bounds(count: int, least: int, most: int) -> None:
    """How many households one representative stands for. Refusal: people.households_out_of_bounds."""
    if least <= count <= most:
        return
    raise Refusal(
        "people.households_out_of_bounds",
        mark("每名代表联系 {least} 至 {most} 户，这里选了 {count} 户。"),
        {"least": least, "most": most, "count": count},
        Place("field", field="households"),
        mark("请增减所选的农户。"),
    )


def refuse_before_birth(since: date, born: date | None) -> None:
    """Refusal: people.before_birth."""
    if born is not None and since < born:
        raise Refusal(
            "people.before_birth",
            mark("这一天早于本人的出生日期。"),
            place=Place("field", field="since"),
            remedy=mark("请核对日期。"),
        )
