"""What the serving role may not do to votes with SQL of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.models import RollMark, Station
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
from liancun.contexts.ballots.tests.test_voting import refused_by_database
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system

ALL = ("meeting", "online", "proxy", "phone", "paper", "station")
VOTE = """insert into ballots_namedvote
    (mark_id, ballot_id, body_id, choice, picks, channel, proxy_id, station_id, key, cast_at, recorded_by)
    values (%s, %s, %s, %s, %s, %s, %s, %s, 'x', liancun_now(), '')"""


def forged(
    world: World,
    ballot_id: int,
    person: int,
    *,
    choice: str = "yes",
    picks: str = "{}",
    channel: str = "meeting",
    proxy: int | None = None,
    station: int | None = None,
) -> str:
    """What the database says to a vote written past the doors."""
    with as_system():
        mark = RollMark.objects.get(ballot_id=ballot_id, person_id=person).pk
        return refused_by_database(
            VOTE, mark, ballot_id, world.a.collective, choice, picks, channel, proxy, station
        )


@pytest.mark.parametrize("channel", ["online", "proxy", "phone", "paper", "station"])
def test_a_channel_that_was_not_opened(world: World, channel: str) -> None:
    assert forged(world, opened(world), voters(world)[0], channel=channel) == "LC319"


@pytest.mark.parametrize(
    ("kind", "choice", "picks"),
    [
        ("yes_no", "picks", "{0}"),
        ("yes_no", "yes", "{0}"),
        ("yes_no", "invalid", "{}"),
        ("choice", "yes", "{}"),
        ("choice", "picks", "{}"),
        ("choice", "picks", "{0,0}"),
        ("choice", "picks", "{2}"),
        ("choice", "picks", "{0,1}"),
        ("rating", "picks", "{1}"),
        ("rating", "picks", "{1,2}"),
    ],
)
def test_an_answer_that_does_not_fit_the_question(world: World, kind: str, choice: str, picks: str) -> None:
    options = () if kind == "yes_no" else ("甲", "乙")
    ballot_id = opened(world, kind=kind, options=options)
    assert forged(world, ballot_id, voters(world)[0], choice=choice, picks=picks) == "LC320"


def test_a_proxy_that_does_not_stand(world: World) -> None:
    away, spouse, other = family(world, 45, 44, 40)
    ballot_id = opened(world, (away, other), channels=ALL)
    line = given(world, ballot_id, away, spouse)
    assert forged(world, ballot_id, other, channel="proxy", proxy=line.id) == "LC322"
    assert forged(world, ballot_id, away, channel="proxy") == "LC322"
    assert forged(world, ballot_id, away, proxy=line.id) == "LC322"
    revoked(world, line.id)
    assert forged(world, ballot_id, away, channel="proxy", proxy=line.id) == "LC322"


def test_a_proxy_beyond_the_limit_or_taken_back_after_use(world: World) -> None:
    first, second, carrier = family(world, 70, 68, 40)
    ballot_id = opened(world, (first, second), channels=ALL)
    line = given(world, ballot_id, first, carrier)
    vote(world, ballot_id, first, channel="proxy")
    with as_system():
        mark = RollMark.objects.get(ballot_id=ballot_id, person_id=second).pk
        more = """insert into ballots_proxy
            (ballot_id, body_id, mark_id, carrier_id, carrier_name, paper, recorded_by, recorded_at)
            values (%s, %s, %s, %s, '', '', '', liancun_now())"""
        assert refused_by_database(more, ballot_id, world.a.collective, mark, carrier) == "LC325"
        assert refused_by_database(more, ballot_id, world.a.collective, mark, second) == "LC322"
        back = """insert into ballots_proxyend (proxy_id, ballot_id, body_id, reason, ended_by, ended_at)
            values (%s, %s, %s, '', '', liancun_now())"""
        assert refused_by_database(back, line.id, ballot_id, world.a.collective) == "LC326"


def test_a_paper_that_one_officer_read(world: World) -> None:
    ballot_id, person = opened(world, channels=ALL), voters(world)[0]
    paper(world, ballot_id, person, "yes", "zhishu-a")
    assert forged(world, ballot_id, person, channel="paper") == "LC324"
    paper(world, ballot_id, person, "no", "jiandu-a")
    assert forged(world, ballot_id, person, channel="paper") == "LC324"
    with as_system():
        close = """insert into ballots_ballotclosing (ballot_id, body_id, closed_at, closed_by)
            values (%s, %s, liancun_now(), '')"""
        assert refused_by_database(close, ballot_id, world.a.collective) == "LC328"


def test_a_polling_place_that_is_shut_or_of_another_ballot(world: World) -> None:
    ballot_id, other = opened(world, channels=ALL), opened(world, channels=ALL)
    now = clock.now()
    with as_system():
        shut, elsewhere = (
            Station.objects.create(
                ballot_id=ballot,
                body_id=world.a.collective,
                place="大院",
                opens_at=now + timedelta(hours=begin),
                closes_at=now + timedelta(hours=2),
                opened_by="",
            ).pk
            for ballot, begin in ((ballot_id, 1), (other, -1))
        )
    person = voters(world)[0]
    assert forged(world, ballot_id, person, channel="station", station=shut) == "LC323"
    assert forged(world, ballot_id, person, channel="station", station=elsewhere) == "LC323"
    assert forged(world, ballot_id, person, station=elsewhere) == "LC323"


def test_a_roll_that_one_person_corrects(world: World) -> None:
    people = voters(world, 3)
    ballot_id = opened(world, people[:2])
    asked = correction(world, ballot_id, "add", people[2])
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        add = """insert into ballots_rollmark (ballot_id, body_id, person_id, name, "order", correction_id)
            values (%s, %s, %s, '外人', 9, %s)"""
        assert refused_by_database(add, ballot_id, world.a.collective, people[2], asked.id) == "LC316"
        alone = """insert into ballots_correctionwitness
            (correction_id, ballot_id, body_id, witnessed_by_id, witnessed_by, witnessed_at)
            values (%s, %s, %s, %s, '', liancun_now())"""
        assert (
            refused_by_database(alone, asked.id, ballot_id, world.a.collective, secretary.person_id)
            == "LC315"
        )


def test_a_vote_of_somebody_struck_and_a_strike_of_somebody_who_voted(world: World) -> None:
    people = voters(world, 3)
    ballot_id = opened(world, people)
    confirmed(world, correction(world, ballot_id, "strike", people[0]).id)
    assert forged(world, ballot_id, people[0]) == "LC321"
    late = correction(world, ballot_id, "strike", people[1])
    vote(world, ballot_id, people[1])
    with as_system():
        witness = """insert into ballots_correctionwitness
            (correction_id, ballot_id, body_id, witnessed_by_id, witnessed_by, witnessed_at)
            values (%s, %s, %s, 0, '', liancun_now())"""
        assert refused_by_database(witness, late.id, ballot_id, world.a.collective) == "LC317"


def test_a_second_place_of_one_household(world: World) -> None:
    first, second = family(world, 50, 49)
    ballot_id = opened(world, (first,), unit="household")
    asked = correction(world, ballot_id, "add", second)
    with as_system():
        household = RollMark.objects.get(ballot_id=ballot_id).household_id
        witness = """insert into ballots_correctionwitness
            (correction_id, ballot_id, body_id, witnessed_by_id, witnessed_by, witnessed_at)
            values (%s, %s, %s, 0, '', liancun_now());
            insert into ballots_rollmark
            (ballot_id, body_id, person_id, name, "order", household_id, correction_id)
            values (%s, %s, %s, '', 9, %s, %s)"""
        values = (asked.id, ballot_id, world.a.collective)
        more = (ballot_id, world.a.collective, second, household, asked.id)
        assert refused_by_database(witness, *values, *more) == "LC318"


def test_a_slip_is_not_used_twice_nor_passed_on(world: World) -> None:
    ballot_id, people = opened(world, channels=ALL), voters(world, 2)
    first, _ = slips(world, ballot_id, people)
    ballots.vote_by_slip(first.token, code=first.code, choice="yes")
    with as_system():
        for change in (
            "used_at = null",
            "used_at = liancun_now() + interval '1 day'",
            "mark_id = (select max(id) from ballots_rollmark)",
            "code_digest = ''",
            "wrong_codes = -1",
        ):
            said = refused_by_database(f"update ballots_slip set {change} where used_at is not null")
            assert said in ("LC327", "23514")
        assert refused_by_database("delete from ballots_slip") == "42501"
    with as_actor(actor(world, "zhishu-a")):
        assert (
            refused_by_database(
                "insert into ballots_slip (digest, code_digest, mark_id, ballot_id, made_at, wrong_codes)"
                " select 'x', 'x', id, ballot_id, liancun_now(), 0 from ballots_rollmark limit 1"
            )
            == "42501"
        )


@pytest.mark.parametrize(
    "table",
    ["proxy", "proxyend", "station", "stationofficer", "rollcorrection", "correctionwitness", "paperreading"],
)
def test_what_was_written_neither_changes_nor_goes(world: World, table: str) -> None:
    with as_system():
        assert refused_by_database(f"update ballots_{table} set body_id = body_id") == "42501"
        assert refused_by_database(f"delete from ballots_{table}") == "42501"
