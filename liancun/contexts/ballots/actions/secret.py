"""Votes in secret: the mark on the roll and the closed ballot, in one transaction and in no order.

Nothing is written into the log, and no moment is kept. What was chosen passes through here once, in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import randbelow

from django.core import signing
from django.db import connection

from liancun.contexts.ballots import queries, rules
from liancun.contexts.ballots.actions.ground import lock, open_row, record, told_by_database
from liancun.contexts.ballots.actions.sealing import purpose_of
from liancun.contexts.ballots.models import PaperCount, RollMark
from liancun.contexts.ballots.queries.rights import require
from liancun.contexts.ballots.queries.secret import PROGRAM
from liancun.contexts.ballots.rules import sealing, urns
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.scope import entered
from liancun.kernel.errors import Refusal, Unknown, mark

HANDED_SECONDS = 600
_SALT = "ballots.handed"

_MARK_AND_KEY = """
with put as (insert into ballots_secretmark (mark_id, ballot_id, body_id, paper) values (%s, %s, %s, false)
             on conflict (mark_id) do nothing returning 1)
select (select count(*) from put), s.code,
       (select array_agg(public order by seat) from ballots_keyhalf h where h.ballot_id = s.ballot_id),
       (select count(*) from ballots_bag g where g.ballot_id = s.ballot_id)
from ballots_ballotsheet s where s.ballot_id = %s
"""
_MARK_PAPER = """
insert into ballots_secretmark (mark_id, ballot_id, body_id, paper) values (%s, %s, %s, true)
on conflict (mark_id) do nothing
"""
_PUT = "update ballots_bag set boxes = boxes + 1, data = ballots_with_box(data, %s) where ballot_id = %s and number = %s"


@dataclass(frozen=True)
class SecretReceipt:
    """`code` is shown to the voter and kept nowhere with them; empty when they had voted before."""

    already: bool
    code: str = ""


@dataclass(frozen=True)
class Booth:
    """What a voter at a polling place sees on the officer's device."""

    question: str
    office: str
    name: str
    asked: rules.Question
    voted: bool
    is_closed: bool


def put_secret(ballot_id: int, body_id: int, mark_id: int, answer: rules.Answer) -> SecretReceipt:
    """In the program's own scope. The first ballot of a place stands, whatever way it came.

    Refusals: ballots.key_missing, ballots.closed, ballots.not_on_roll.
    """
    with told_by_database(_refusals()), connection.cursor() as cursor:
        cursor.execute(_MARK_AND_KEY, [mark_id, ballot_id, body_id, ballot_id])
        new, code, publics, bags = cursor.fetchone()
        if not new:
            return SecretReceipt(already=True)
        paper = sealing.new_paper(urns.encoded(answer))
        box = sealing.close_paper(paper, [bytes(public) for public in publics], purpose_of(code))
        cursor.execute(_PUT, [box, ballot_id, randbelow(bags)])
    return SecretReceipt(already=False, code=paper.code)


def _refusals() -> dict[str, Refusal]:
    return {"LC310": rules.closed(), "LC321": rules.not_on_roll(), "LC332": urns.keyless()}


# --- at a polling place or in the room, on the officers' device ----------------------------------------


@action("ballots.hand_over")
def hand_over(actor: Actor, *, ballot_id: int, mark_id: int, station_id: int | None = None) -> str:
    """The officer has seen who this is and hands the device over: gives a pass that serves this place for ten
    minutes. Nothing is written; the vote itself marks the roll.

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.channel, ballots.not_serving,
    ballots.station_shut, ballots.key_missing.
    """
    way = rules.Channel.STATION if station_id else rules.Channel.MEETING
    right = "ballots.serve_station" if station_id else "ballots.cast"
    ballot = open_row(actor, right, ballot_id, rules.Method.SECRET)
    rules.refuse_channel(ballot.channels, way)
    if station_id:
        station = queries.station(station_id)
        serves = actor.person_id in dict(station.officers)
        rules.refuse_station(station.opens_at, station.closes_at, clock.now(), serves=serves)
    urns.refuse_keyless(len(queries.secret(ballot_id).halves))
    queries.place(ballot_id, mark_id)
    return signing.dumps([ballot_id, mark_id, int(clock.now().timestamp())], salt=_SALT, compress=True)


def booth_of(handed: str) -> Booth:
    """Refusal: ballots.no_slip (404)."""
    with entered(PROGRAM):
        row = _handed(handed)
        return Booth(
            question=row.ballot.question,
            office=row.ballot.body.name,
            name=row.name,
            asked=queries.asked_of(row.ballot),
            voted=hasattr(row, "secret"),
            is_closed=hasattr(row.ballot, "closing"),
        )


@action("ballots.vote_in_booth")
def vote_in_booth(handed: str, *, choice: str = "", picks: Sequence[int] = ()) -> SecretReceipt:
    """Refusals: ballots.no_slip, ballots.closed, ballots.not_on_roll, those of `rules.read_answer`."""
    with entered(PROGRAM):
        row = _handed(handed)
        answer = rules.read_answer(queries.asked_of(row.ballot), choice, picks)
        return put_secret(row.ballot_id, row.body_id, row.pk, answer)


def _handed(handed: str) -> RollMark:
    try:
        ballot_id, mark_id, moment = signing.loads(handed, salt=_SALT)
    except signing.BadSignature:
        raise _no_pass() from None
    if not 0 <= clock.now().timestamp() - moment <= HANDED_SECONDS:
        raise _no_pass()
    found = RollMark.objects.select_related("ballot__body", "ballot__closing", "secret")
    row = found.filter(pk=mark_id, ballot_id=ballot_id).first()
    if row is None:
        raise _no_pass()
    return row


def _no_pass() -> Unknown:
    return Unknown(
        "ballots.no_slip",
        mark("这次投票的时间已过，或者链接不对。"),
        remedy=mark("请把设备交还工作人员，重新登记后再投票。"),
    )


# --- the wooden box ----------------------------------------------------------------------------------


@action("ballots.mark_paper")
def mark_paper(actor: Actor, *, ballot_id: int, person_id: int) -> bool:
    """This person has put a paper ballot into the box; False when they had voted before. The log says nothing.

    Refusals: ballots.unknown, ballots.other_method, ballots.closed, ballots.channel, ballots.not_on_roll,
    ballots.key_missing.
    """
    ballot = open_row(actor, "ballots.enter_paper", ballot_id, rules.Method.SECRET)
    rules.refuse_channel(ballot.channels, rules.Channel.PAPER)
    urns.refuse_keyless(len(queries.secret(ballot_id).halves))
    mark_id = RollMark.objects.filter(ballot=ballot, person_id=person_id).values_list("pk", flat=True).first()
    if mark_id is None:
        raise rules.not_on_roll()
    with entered(PROGRAM), told_by_database(_refusals()), connection.cursor() as cursor:
        cursor.execute(_MARK_PAPER, [mark_id, ballot_id, ballot.body_id])
        return int(cursor.rowcount) == 1


@action("ballots.count_box")
def count_box(actor: Actor, *, ballot_id: int, lot: urns.Lot) -> queries.SecretLine:
    """What this officer counted in the wooden box, after the close; it holds once another counted the same.

    Refusals: ballots.unknown, ballots.still_open, ballots.sealed, ballots.no_officer, ballots.lot_shape.
    """
    ballot = queries.ballot_row(ballot_id)
    require(actor, "ballots.enter_paper", ballot.body_id)
    officer = rules.refuse_officer(actor.person_id)
    lock(ballot_id, alone=True)
    line = queries.secret(ballot_id)
    urns.refuse_sealed(line.is_sealed)
    urns.refuse_open(line.is_closed)
    urns.refuse_lot_shape(lot, queries.asked_of(ballot))
    PaperCount.objects.create(
        ballot=ballot,
        body_id=ballot.body_id,
        officer_id=officer,
        officer=signature(actor),
        counts=list(lot.counts),
        invalid=lot.invalid,
        ballots=lot.ballots,
        counted_at=clock.now(),
    )
    record(actor, "ballots.count_box", ballot, {"ballots": lot.ballots})
    return queries.secret(ballot_id)
