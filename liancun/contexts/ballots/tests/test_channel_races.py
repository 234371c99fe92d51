"""Two connections at once over all channels, each with the control that shows the race without its guard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import connection

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.tests.hall import (
    actor,
    confirmed,
    correction,
    family,
    opened,
    paper,
    slips,
    vote,
    voters,
)
from liancun.contexts.ballots.tests.test_channels import given, revoked
from liancun.contexts.ballots.tests.test_races import _CLOSE, _name, _session, at_once
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
from liancun.framework.testing_databases import connect_owner
from liancun.kernel.errors import Conflict, Refusal

Session = psycopg.Connection[Any]
READ = """insert into ballots_paperreading (ballot_id, body_id, mark_id, choice, read_by_id, read_by, read_at)
          select ballot_id, body_id, id, 'yes', %s, '', liancun_now() from ballots_rollmark
          where ballot_id = %s and person_id = %s"""
AGREED = """select count(distinct r.read_by_id) from ballots_paperreading r
            join ballots_rollmark m on m.id = r.mark_id where m.ballot_id = %s and m.person_id = %s"""
BY_PROXY = """insert into ballots_namedvote
              (mark_id, ballot_id, body_id, choice, channel, proxy_id, key, cast_at, recorded_by)
              select mark_id, ballot_id, body_id, 'yes', 'proxy', id, 'x', liancun_now(), ''
              from ballots_proxy where id = %s"""
TAKE_BACK = """insert into ballots_proxyend (proxy_id, ballot_id, body_id, reason, ended_by, ended_at)
               select id, ballot_id, body_id, '', '', liancun_now() from ballots_proxy where id = %s"""
CONFIRM = """insert into ballots_correctionwitness
             (correction_id, ballot_id, body_id, witnessed_by_id, witnessed_by, witnessed_at)
             select id, ballot_id, body_id, 0, '', liancun_now() from ballots_rollcorrection where id = %s"""


def unguarded(*functions: str) -> None:
    """The same functions without their locks, as an owner who forgets them would write them."""
    with connect_owner(_name()) as owner:
        for function in functions:
            body = owner.execute("select pg_get_functiondef(%s::regproc)", [function]).fetchone()
            assert body is not None
            kept = [
                line for line in body[0].splitlines() if "advisory" not in line and "hold_mark" not in line
            ]
            owner.execute("\n".join(kept))


def number(statement: str, *values: int) -> int:
    with as_system(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return int(cursor.fetchone()[0])


# --- the closing second ---


def test_the_last_two_votes_at_the_closing_second_are_counted_or_refused(cloned_world: World) -> None:
    officer, people = actor(cloned_world, "zhishu-a"), voters(cloned_world, 2)
    for _ in range(3):
        ballot_id = opened(cloned_world, people, channels=("meeting", "phone"))
        (slip,) = slips(cloned_world, ballot_id, [people[1]])

        def end(ballot_id: int = ballot_id) -> int:
            with as_actor(officer):
                return ballots.close(officer, ballot_id=ballot_id).tally.present

        counted, *answers = at_once(
            end,
            partial(vote, cloned_world, ballot_id, people[0]),
            partial(ballots.vote_by_slip, slip.token, code=slip.code, choice="no"),
        )
        kept = [one for one in answers if isinstance(one, ballots.Receipt | ballots.SlipVote)]
        refused = [one for one in answers if isinstance(one, Conflict)]
        assert len(kept) + len(refused) == 2
        with as_system():
            tally = ballots.result(ballot_id)
        assert tally.present == len(kept) == counted
        assert number("select present from ballots_ballotclosing where ballot_id = %s", ballot_id) == counted


def test_one_person_over_four_channels_at_once_votes_once(cloned_world: World) -> None:
    person = voters(cloned_world)[0]
    ballot_id = opened(cloned_world, (person,), channels=("meeting", "online", "phone", "paper"))
    (slip,) = slips(cloned_world, ballot_id, [person])
    paper(cloned_world, ballot_id, person, "no", "zhishu-a")
    answers = at_once(
        lambda: vote(cloned_world, ballot_id, person, "yes"),
        lambda: vote(cloned_world, ballot_id, person, "abstain", channel="online"),
        lambda: ballots.vote_by_slip(slip.token, code=slip.code, choice="yes"),
        lambda: paper(cloned_world, ballot_id, person, "no", "jiandu-a"),
    )
    assert not [one for one in answers if isinstance(one, Exception)]
    assert number("select count(*) from ballots_namedvote where ballot_id = %s", ballot_id) == 1


# --- two officers and one paper ---


def test_two_officers_who_enter_one_paper_at_once_count_it_once(cloned_world: World) -> None:
    for person in voters(cloned_world, 3):
        ballot_id = opened(cloned_world, (person,), channels=("paper",))
        answers = at_once(
            partial(paper, cloned_world, ballot_id, person, "yes", "zhishu-a"),
            partial(paper, cloned_world, ballot_id, person, "yes", "jiandu-a"),
        )
        states = sorted(str(one.state) for one in answers if isinstance(one, ballots.PaperEntered))
        assert states == ["agreed", "once"]
        with as_system():
            assert ballots.result(ballot_id).present == 1


def test_control_without_the_lock_two_equal_readings_are_not_seen_as_equal(cloned_world: World) -> None:
    person = voters(cloned_world)[0]
    ballot_id = opened(cloned_world, (person,), channels=("paper",))
    unguarded("ballots_check_reading")
    with _session() as first, _session() as second:
        first.execute(READ, [1, ballot_id, person])
        second.execute(READ, [2, ballot_id, person])
        seen = [_count(session, AGREED, ballot_id, person) for session in (first, second)]
        first.commit()
        second.commit()
    assert seen == [1, 1], "each sees only its own, neither counts the paper"
    assert number(AGREED, ballot_id, person) == 2


def test_with_the_lock_the_second_reading_waits_for_the_first(cloned_world: World) -> None:
    person = voters(cloned_world)[0]
    ballot_id = opened(cloned_world, (person,), channels=("paper",))
    with _session() as first, _session() as second:
        first.execute(READ, [1, ballot_id, person])
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute(READ, [2, ballot_id, person])


# --- a proxy taken back while it is used ---


def test_a_proxy_is_either_used_or_taken_back(cloned_world: World) -> None:
    for turn in range(3):
        away, spouse = family(cloned_world, 45, 44, number=f"91{turn:02d}")
        ballot_id = opened(cloned_world, (away,), channels=("meeting", "proxy"))
        proxy = given(cloned_world, ballot_id, away, spouse).id
        answers = at_once(
            partial(vote, cloned_world, ballot_id, away, channel="proxy"),
            partial(revoked, cloned_world, proxy),
        )
        assert len([one for one in answers if isinstance(one, Conflict)]) == 1
        with as_system():
            (line,) = ballots.proxies(ballot_id)
            assert line.used is line.stands
            assert ballots.result(ballot_id).present == int(line.used)


def test_control_without_the_lock_a_proxy_is_used_and_taken_back(cloned_world: World) -> None:
    away, spouse = family(cloned_world, 45, 44)
    ballot_id = opened(cloned_world, (away,), channels=("meeting", "proxy"))
    proxy = given(cloned_world, ballot_id, away, spouse).id
    unguarded("ballots_check_vote", "ballots_check_proxy_end")
    _both(lambda one: one.execute(BY_PROXY, [proxy]), lambda other: other.execute(TAKE_BACK, [proxy]))
    with as_system():
        (line,) = ballots.proxies(ballot_id)
    assert line.used
    assert not line.stands


def test_with_the_lock_taking_back_waits_for_the_vote(cloned_world: World) -> None:
    away, spouse = family(cloned_world, 45, 44)
    ballot_id = opened(cloned_world, (away,), channels=("meeting", "proxy"))
    proxy = given(cloned_world, ballot_id, away, spouse).id
    with pytest.raises(psycopg.errors.LockNotAvailable):
        _both(lambda one: one.execute(BY_PROXY, [proxy]), lambda other: other.execute(TAKE_BACK, [proxy]))


# --- the roll corrected while the vote closes ---


def test_a_correction_is_in_the_closed_roll_or_refused(cloned_world: World) -> None:
    officer, people = actor(cloned_world, "zhishu-a"), voters(cloned_world, 3)
    for _ in range(3):
        ballot_id = opened(cloned_world, people[:2])
        asked = correction(cloned_world, ballot_id, "add", people[2]).id

        def end(ballot_id: int = ballot_id) -> int:
            with as_actor(officer):
                return ballots.close(officer, ballot_id=ballot_id).tally.entitled

        closed, answer = at_once(end, partial(confirmed, cloned_world, asked))
        held = not isinstance(answer, Refusal)
        assert closed == (3 if held else 2)
        places = number("select count(*) from ballots_standing(%s)", ballot_id)
        assert places == closed == number(_FROZEN, ballot_id)


_FROZEN = "select entitled from ballots_ballotclosing where ballot_id = %s"


def test_control_without_the_lock_the_closed_roll_is_not_the_roll(cloned_world: World) -> None:
    people = voters(cloned_world, 3)
    ballot_id = opened(cloned_world, people)
    asked = correction(cloned_world, ballot_id, "strike", people[2]).id
    unguarded("ballots_confirm_correction", "ballots_close")
    _both(lambda one: one.execute(CONFIRM, [asked]), lambda other: other.execute(_CLOSE, [ballot_id]))
    assert number(_FROZEN, ballot_id) == 3
    assert number("select count(*) from ballots_standing(%s)", ballot_id) == 2


def test_with_the_lock_the_close_waits_for_the_correction(cloned_world: World) -> None:
    people = voters(cloned_world, 3)
    ballot_id = opened(cloned_world, people)
    asked = correction(cloned_world, ballot_id, "strike", people[2]).id
    with pytest.raises(psycopg.errors.LockNotAvailable):
        _both(lambda one: one.execute(CONFIRM, [asked]), lambda other: other.execute(_CLOSE, [ballot_id]))


def test_a_vote_and_its_strike_at_once_leave_no_vote_off_the_roll(cloned_world: World) -> None:
    people = voters(cloned_world, 2)
    for _ in range(3):
        ballot_id = opened(cloned_world, people)
        asked = correction(cloned_world, ballot_id, "strike", people[0]).id
        at_once(
            partial(vote, cloned_world, ballot_id, people[0]),
            partial(confirmed, cloned_world, asked),
        )
        with as_system():
            tally = ballots.result(ballot_id)
        assert (tally.present, tally.entitled) in ((1, 2), (0, 1))


def test_two_proxies_to_one_carrier_at_once_keep_the_limit(cloned_world: World) -> None:
    first, second, carrier = family(cloned_world, 70, 68, 40)
    ballot_id = opened(cloned_world, (first, second), channels=("meeting", "proxy"))
    answers = at_once(
        lambda: given(cloned_world, ballot_id, first, carrier),
        lambda: given(cloned_world, ballot_id, second, carrier),
    )
    assert sorted(type(one).__name__ for one in answers) == ["ProxyLine", "Refusal"]
    with as_system():
        assert len(ballots.proxies(ballot_id)) == 1


def _both(first: Callable[[Session], object], second: Callable[[Session], object]) -> None:
    """The first begins, the second begins and commits, the first commits."""
    with _session() as one, _session() as other:
        first(one)
        second(other)
        other.commit()
        one.commit()


def _count(session: Session, statement: str, *values: object) -> int:
    row = session.execute(statement, list(values)).fetchone()
    assert row is not None
    return int(row[0])
