"""Votes by name, by whichever way they come: the first one counted stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import SUBJECT, told_by_database
from liancun.contexts.ballots.queries.rights import require
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature


@dataclass(frozen=True)
class Receipt:
    """`already` tells that this place on the roll had voted before; never what was chosen."""

    ballot_id: int
    person_id: int
    already: bool


@dataclass(frozen=True)
class Place:
    """A place on a roll, with what a vote for it must know of its ballot."""

    ballot_id: int
    mark_id: int
    person_id: int
    body_id: int
    asked: rules.Question
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Hand:
    """By whose hand a vote comes: the proxy that is used, the polling place."""

    channel: rules.Channel
    proxy: int | None = None
    station: int | None = None


_FOUND = """
select b.method, c.ballot_id is not null, b.body_id, b.kind, b.options, b.most, b.channels, m.id
from ballots_ballot b left join ballots_ballotclosing c on c.ballot_id = b.id
left join ballots_rollmark m on m.ballot_id = b.id and m.person_id = %s where b.id = %s
"""
_PUT = """
insert into ballots_namedvote
    (mark_id, ballot_id, body_id, choice, picks, channel, proxy_id, station_id, key, cast_at, recorded_by)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (mark_id) do nothing
"""


@action("ballots.cast")
def cast(
    actor: Actor,
    *,
    ballot_id: int,
    person_id: int,
    choice: str,
    key: str,
    picks: Sequence[int] = (),
    channel: str = "meeting",
    station_id: int | None = None,
) -> Receipt:
    """Records the vote of a person on the roll, once: repeating says "already voted" and changes nothing.

    `channel`: meeting, online, proxy (by the proxy that stands for the person) or station (`station_id`); papers and
    slips have doors of their own. `choice`: yes, no, abstain; empty where `picks` says it (`rules.Answer`).

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.not_on_roll, ballots.channel,
    ballots.no_proxy, ballots.not_serving, ballots.station_shut, those of `rules.read_answer`.
    """
    way = rules.Channel(channel)
    place = find_place(actor, ballot_id, person_id, _right(way))
    rules.refuse_channel(set(place.channels) & _BY_OFFICERS, way)
    answer = rules.read_answer(place.asked, choice, picks)
    hand = _hand(actor, place, way, station_id)
    if not put_vote(place, answer, hand, key=key, recorded_by=signature(actor)):
        return Receipt(ballot_id, person_id, already=True)
    trace(actor, "ballots.cast", place, way)
    return Receipt(ballot_id, person_id, already=False)


_BY_OFFICERS = {
    rules.Channel.MEETING.value,
    rules.Channel.ONLINE.value,
    rules.Channel.PROXY.value,
    rules.Channel.STATION.value,
}


def _right(way: rules.Channel) -> str:
    return "ballots.serve_station" if way is rules.Channel.STATION else "ballots.cast"


def find_place(actor: Actor, ballot_id: int, person_id: int, right: str) -> Place:
    """In one statement. Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.not_on_roll."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [person_id, ballot_id])
        row = cursor.fetchone()
    if row is None:
        raise queries.unknown_ballot()
    method, closed, body_id, kind, options, most, channels, mark_id = row
    require(actor, right, body_id)
    rules.refuse_method(rules.Method(method), rules.Method.NAMED)
    rules.refuse_closed(closed)
    if mark_id is None:
        raise rules.not_on_roll()
    asked = rules.Question(rules.Kind(kind), tuple(options), most)
    return Place(ballot_id, mark_id, person_id, body_id, asked, tuple(channels))


def put_vote(place: Place, answer: rules.Answer, hand: Hand, *, key: str, recorded_by: str) -> bool:
    """The table keeps the first vote of a place; a second one waits for the first and then finds it there.

    The database takes the ballot's lock, so only it knows whether the close came first.
    """
    values = [
        place.mark_id,
        place.ballot_id,
        place.body_id,
        answer.said.value,
        list(answer.picks),
        hand.channel.value,
        hand.proxy,
        hand.station,
        key[:80],
        clock.now(),
        recorded_by,
    ]
    refusals = {
        "LC310": rules.closed(),
        "LC321": rules.not_on_roll(),
        "LC322": rules.no_proxy(),
        "LC323": rules.station_shut(),
    }
    with told_by_database(refusals), connection.cursor() as cursor:
        cursor.execute(_PUT, values)
        return int(cursor.rowcount) == 1


def trace(actor: Actor, verb: str, place: Place, way: rules.Channel) -> None:
    """That somebody voted, and by which way; never what."""
    audit.record(
        actor,
        verb,
        subject=SUBJECT,
        subject_id=place.ballot_id,
        body_id=place.body_id,
        detail={"person": place.person_id, "channel": way.value},
    )


def _hand(actor: Actor, place: Place, way: rules.Channel, station_id: int | None) -> Hand:
    if way is rules.Channel.PROXY:
        proxy = queries.standing_proxy(place.mark_id)
        if proxy is None:
            raise rules.no_proxy()
        return Hand(way, proxy=proxy)
    if way is rules.Channel.STATION:
        station = queries.station(station_id or 0)
        serves = actor.kind == "system" or actor.person_id in dict(station.officers)
        rules.refuse_station(station.opens_at, station.closes_at, clock.now(), serves=serves)
        return Hand(way, station=station.id)
    return Hand(way)
