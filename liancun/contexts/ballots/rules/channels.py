"""The ways a vote may come: what is allowed is told by who opens the ballot, nothing beyond the meeting by itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from liancun.kernel.errors import Conflict, Place, Refusal, mark


class Channel(StrEnum):
    """In the room, by video, by a written proxy, by a personal link on the phone, on paper, at a polling place."""

    MEETING = "meeting"
    ONLINE = "online"
    PROXY = "proxy"
    PHONE = "phone"
    PAPER = "paper"
    STATION = "station"


CHANNEL_WORDS = {
    Channel.MEETING: mark("现场"),
    Channel.ONLINE: mark("视频参会"),
    Channel.PROXY: mark("委托"),
    Channel.PHONE: mark("手机"),
    Channel.PAPER: mark("纸质票"),
    Channel.STATION: mark("投票点"),
}


def read_channels(told: Collection[str]) -> tuple[Channel, ...]:
    """In the order of the channels; the meeting alone where nothing is said. An unknown name is a ValueError."""
    wanted = {Channel(name) for name in told} or {Channel.MEETING}
    return tuple(channel for channel in Channel if channel in wanted)


def refuse_channel(allowed: Collection[str], channel: Channel) -> None:
    """Refusal: ballots.channel."""
    if channel.value not in allowed:
        raise Refusal(
            "ballots.channel",
            mark("这次表决没有开放这种投票方式。"),
            remedy=mark("请按表决办法规定的方式投票。"),
        )


def refuse_proxy(
    *, carrier: int, giver: int, same_household: bool, adult: bool, carried: int, most: int
) -> None:
    """农村集体经济组织法 art. 27: 书面委托本户内的其他完全民事行为能力人.

    Refusals: ballots.own_proxy, ballots.other_household, ballots.proxy_not_adult, ballots.proxies_full.
    """
    if carrier == giver:
        raise _proxy("ballots.own_proxy", mark("不能委托本人。"))
    if not same_household:
        raise _proxy("ballots.other_household", mark("受托人不是同一户的人。"))
    if not adult:
        raise _proxy("ballots.proxy_not_adult", mark("受托人须是完全民事行为能力人。"))
    if carried >= most:
        raise proxies_full(most)


def proxies_full(most: int) -> Refusal:
    return Refusal(
        "ballots.proxies_full",
        mark("受托人已经接受了 {most} 份委托，不能再多。"),
        {"most": most},
        Place("field", field="carrier"),
        mark("请委托另一位家人。"),
    )


def _proxy(code: str, sentence: str) -> Refusal:
    return Refusal(
        code,
        sentence,
        place=Place("field", field="carrier"),
        remedy=mark("请委托同一户中另一位能够独立表决的家人。"),
    )


def refuse_hours(opens_at: datetime, closes_at: datetime) -> None:
    """Refusal: ballots.hours."""
    if closes_at <= opens_at:
        raise Refusal(
            "ballots.hours",
            mark("投票点的结束时间须晚于开始时间。"),
            place=Place("field", field="closes_at"),
            remedy=mark("请重新填写开放时间。"),
        )


def refuse_station(opens_at: datetime, closes_at: datetime, now: datetime, *, serves: bool) -> None:
    """Refusals: ballots.not_serving, ballots.station_shut."""
    if not serves:
        raise Conflict(
            "ballots.not_serving",
            mark("您不是这个投票点的工作人员。"),
            remedy=mark("请由投票点名单上的工作人员办理。"),
        )
    if not opens_at <= now < closes_at:
        raise station_shut()


def station_shut() -> Conflict:
    return Conflict(
        "ballots.station_shut",
        mark("投票点现在不在开放时间。"),
        remedy=mark("请在公布的时间到投票点投票。"),
    )


def no_proxy() -> Conflict:
    return Conflict(
        "ballots.no_proxy",
        mark("此人没有有效的书面委托。"),
        remedy=mark("请先登记书面委托；委托已收回的，请本人投票。"),
    )


def refuse_ended(*, ended: bool, used: bool) -> None:
    """Refusals: ballots.proxy_ended, ballots.proxy_used."""
    if ended:
        raise Conflict("ballots.proxy_ended", mark("这份委托已经收回。"), remedy=mark("不必重复办理。"))
    if used:
        raise proxy_used()


def proxy_used() -> Conflict:
    return Conflict(
        "ballots.proxy_used",
        mark("受托人已经按这份委托投了票，不能再收回。"),
        remedy=mark("先投的一票有效。"),
    )
