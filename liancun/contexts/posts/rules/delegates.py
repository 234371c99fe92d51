"""What is true on paper about delegates (AB 岗)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from liancun.kernel.errors import NotAllowed, Place, Refusal, mark


def refuse_undelegable(delegable: bool) -> None:
    """Three administrators stay three: some posts nobody stands in for. Refusal: posts.not_delegable."""
    if not delegable:
        raise NotAllowed(
            "posts.not_delegable",
            mark("这一职务不能由他人代行。"),
            remedy=mark("请按规定另行任命。"),
        )


def refuse_self(holder_id: int, delegate_id: int) -> None:
    """Refusal: posts.own_delegate."""
    if holder_id == delegate_id:
        raise Refusal(
            "posts.own_delegate",
            mark("代行人应是另一个人。"),
            place=Place("field", field="person"),
            remedy=mark("请另选一人。"),
        )


def refuse_long(since: date, until: date, most_days: int, today: date) -> None:
    """Dated and short; never backdated. Refusals: posts.too_long, posts.past."""
    if since < today:
        raise Refusal(
            "posts.past",
            mark("代行不能从已经过去的日期开始。"),
            place=Place("field", field="since"),
            remedy=mark("请选今天或以后的日期。"),
        )
    if until - since > timedelta(days=most_days):
        raise Refusal(
            "posts.too_long",
            mark("一次代行最长 {days} 天。"),
            {"days": most_days},
            Place("field", field="until"),
            mark("请缩短期限，到期后可以再办。"),
        )


def refuse_beyond(until: date, ends: Sequence[date | None]) -> None:
    """A delegate does not outlast the holder. Refusal: posts.beyond_term."""
    if any(end is not None and until > end for end in ends):
        raise Refusal(
            "posts.beyond_term",
            mark("代行不能超过原任的任期。"),
            place=Place("field", field="until"),
            remedy=mark("请改为任期之内的日期。"),
        )
