"""Two connections at once: a mark is voted once, and a vote is before the close or refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.tests.test_voting import actor, cast, opened
from liancun.demo.world import World
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.framework.testing_databases import connect_again, connect_owner
from liancun.kernel.errors import Conflict

Connection = psycopg.Connection[Any]


def at_once(*works: Callable[[], object]) -> list[object]:
    """Runs every work in a thread of its own; gives what each returned or raised."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            start.wait()
            return work()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        running: list[Future[object]] = [pool.submit(run, work) for work in works]
        return [done.result() for done in running]


def voted(officer: Actor, ballot_id: int, person_id: int, choice: str) -> object:
    with as_actor(officer):
        return cast(officer, ballot_id, person_id, choice)


def test_the_same_vote_sent_at_once_counts_once(cloned_world: World) -> None:
    ballot_id, officer = opened(cloned_world), actor(cloned_world, "zhishu-a")
    person = cloned_world.a.representatives[0]
    answers = at_once(*[lambda: voted(officer, ballot_id, person, "yes")] * 8)
    told = sorted(answer.already for answer in answers if isinstance(answer, ballots.Receipt))
    assert told == [False, *[True] * 7]
    with as_system():
        assert ballots.result(ballot_id).present == 1


def test_exactly_one_of_two_contrary_votes_is_kept(cloned_world: World) -> None:
    ballot_id, officer = opened(cloned_world), actor(cloned_world, "zhishu-a")
    person = cloned_world.a.representatives[1]
    answers = at_once(
        lambda: voted(officer, ballot_id, person, "yes"), lambda: voted(officer, ballot_id, person, "no")
    )
    assert sorted(answer.already for answer in answers if isinstance(answer, ballots.Receipt)) == [
        False,
        True,
    ]


def test_a_vote_at_the_closing_second_is_counted_or_refused(cloned_world: World) -> None:
    officer = actor(cloned_world, "zhishu-a")
    voters = cloned_world.a.representatives
    for _ in range(4):
        ballot_id = opened(cloned_world)

        def end(ballot_id: int = ballot_id) -> object:
            with as_actor(officer):
                ballots.close(officer, ballot_id=ballot_id)
                return ballots.result(ballot_id).present

        counted, *answers = at_once(
            end,
            *[lambda person=person, at=ballot_id: voted(officer, at, person, "yes") for person in voters[:3]],
        )
        kept = [answer for answer in answers if isinstance(answer, ballots.Receipt)]
        refused = [answer for answer in answers if isinstance(answer, Conflict)]
        assert len(kept) + len(refused) == 3
        with as_system():
            assert ballots.result(ballot_id).present == len(kept) == counted


def test_control_without_the_lock_a_vote_lands_after_the_close(cloned_world: World) -> None:
    """What the lock is for: with a trigger that only looks, both transactions pass and the vote is behind the close."""
    ballot_id, person = opened(cloned_world), cloned_world.a.representatives[0]
    assert _vote_around_a_close(ballot_id, person, without_lock=True)


def test_with_the_lock_the_close_waits_for_the_vote(cloned_world: World) -> None:
    ballot_id, person = opened(cloned_world), cloned_world.a.representatives[0]
    with pytest.raises(psycopg.errors.LockNotAvailable):
        _vote_around_a_close(ballot_id, person, without_lock=False)


def test_control_without_the_key_a_mark_is_voted_twice(cloned_world: World) -> None:
    """What the table's key is for: looking first is not enough when two look at once."""
    ballot_id, person = opened(cloned_world), cloned_world.a.representatives[0]
    with connect_owner(_name()) as owner:
        owner.execute("alter table ballots_namedvote drop constraint ballots_namedvote_pkey")
    with _session() as first, _session() as second:
        for session in (first, second):
            assert session.execute(_SEEN, [ballot_id, person]).fetchone() is None
        for session in (first, second):
            session.execute(_VOTE, [ballot_id, person])
        first.commit()
        second.commit()
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select count(*) from ballots_namedvote where ballot_id = %s", [ballot_id])
        assert cursor.fetchone()[0] == 2


_SEEN = """select v.choice from ballots_namedvote v join ballots_rollmark m on m.id = v.mark_id
           where m.ballot_id = %s and m.person_id = %s"""
_VOTE = """insert into ballots_namedvote (mark_id, ballot_id, body_id, choice, key, cast_at, recorded_by)
           select id, ballot_id, body_id, 'yes', 'x', liancun_now(), '' from ballots_rollmark
           where ballot_id = %s and person_id = %s"""
_CLOSE = """insert into ballots_ballotclosing (ballot_id, body_id, closed_at, closed_by)
            select id, body_id, liancun_now(), '' from ballots_ballot where id = %s"""


def _name() -> str:
    return str(connections["default"].settings_dict["NAME"])


def _session() -> Connection:
    session = connect_again(_name())
    session.execute(
        "select set_config('liancun.now', now()::text, false), set_config('liancun.everything', 'on', false)"
    )
    session.execute("set lock_timeout = '300ms'")
    session.autocommit = False
    return session


def _vote_around_a_close(ballot_id: int, person_id: int, *, without_lock: bool) -> bool:
    """A vote begins, the ballot closes and commits, the vote commits. True when both were taken."""
    if without_lock:
        with connect_owner(_name()) as owner:
            for function in ("ballots_receive", "ballots_close"):
                body = owner.execute("select pg_get_functiondef(%s::regproc)", [function]).fetchone()
                assert body is not None
                lines = [line for line in body[0].splitlines() if "advisory" not in line]
                owner.execute("\n".join(lines))
    with _session() as voter, _session() as closer:
        voter.execute(_VOTE, [ballot_id, person_id])
        closer.execute(_CLOSE, [ballot_id])
        closer.commit()
        voter.commit()
    return True
