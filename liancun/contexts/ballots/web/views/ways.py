"""What stands on the page of a ballot for each way of voting: one button, how many came that way."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.ballots.queries import BallotLine
from liancun.contexts.ballots.queries.rights import may
from liancun.contexts.ballots.rules import CHANNEL_WORDS, Channel, Kind, Method
from liancun.framework.actors import Actor
from liancun.kernel.errors import mark


@dataclass(frozen=True)
class Way:
    """`url` is empty for who may not use it."""

    word: str
    voted: int
    label: str = ""
    url: str = ""


def way_word(channel: str) -> str:
    return _(CHANNEL_WORDS[Channel(channel)]) if channel else ""


def ways(actor: Actor, line: BallotLine) -> list[Way]:
    """In the order of the channels; a show of hands has none."""
    if line.method is Method.HAND or (line.is_closed and not line.tally.channels):
        return []
    return [_way(actor, line, Channel(name)) for name in line.channels]


def _way(actor: Actor, line: BallotLine, channel: Channel) -> Way:
    word, voted = way_word(channel), line.tally.channels.get(channel.value, 0)
    right, route, label = _BUTTONS[channel]
    if line.is_closed or line.method is not Method.NAMED or not may(actor, right, line.body_id):
        return Way(word, voted)
    return Way(word, voted, _(label), address(line, channel, route))


def address(line: BallotLine, channel: Channel, route: str) -> str:
    if route == "call" and line.tally.kind is not Kind.YES_NO:
        return f"{reverse('ballots:voters', args=[line.id])}?way={channel.value}"
    url = reverse(f"ballots:{route}", args=[line.id])
    return f"{url}?way={channel.value}" if channel is Channel.ONLINE else url


_BUTTONS = {
    Channel.MEETING: ("ballots.cast", "call", mark("点名登记")),
    Channel.ONLINE: ("ballots.cast", "call", mark("登记视频参会人的表决")),
    Channel.PROXY: ("ballots.keep_proxies", "proxies", mark("登记委托")),
    Channel.PHONE: ("ballots.issue_slips", "slips", mark("打印手机投票纸条")),
    Channel.PAPER: ("ballots.enter_paper", "papers", mark("录入纸质票")),
    Channel.STATION: ("ballots.serve_station", "stations", mark("投票点")),
}
