"""What is true on paper about posts."""

from __future__ import annotations

from datetime import date

from liancun.kernel.errors import Place, Refusal, mark


def refuse_wrong_body(allowed: tuple[str, ...], body_kind: str) -> None:
    """A post exists in bodies of certain kinds only. Refusal: posts.wrong_body."""
    if body_kind not in allowed:
        raise Refusal(
            "posts.wrong_body",
            mark("这一职务不设在所选的组织里。"),
            place=Place("field", field="body"),
            remedy=mark("请核对职务和组织。"),
        )


def refuse_backward(since: date, until: date | None) -> None:
    """`until` is the first day that no longer counts. Refusal: posts.backward."""
    if until is not None and until <= since:
        raise Refusal(
            "posts.backward",
            mark("结束日期应晚于开始日期。"),
            place=Place("field", field="until"),
            remedy=mark("请核对两个日期。"),
        )
