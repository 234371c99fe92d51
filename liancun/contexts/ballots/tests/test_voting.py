"""Open votes: by name and by a hand count of two officers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.models import Ballot, NamedVote
from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import api as posts
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def opened(
    world: World, *, who: str = "zhishu-a", method: str = "named", subject: str = "affairs.matter"
) -> int:
    officer = actor(world, who)
    with as_actor(officer):
        line = ballots.open_ballot(
            officer,
            body_id=world.a.collective,
            method=method,
            question="是否同意统一购买种子",
            entitled=world.a.representatives,
            subject=subject,
            subject_id=7,
        )
    return line.id


def refused_by_database(statement: str, *values: int | str | None) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(getattr(caught.value.__cause__, "sqlstate", ""))


def cast(officer: Actor, ballot_id: int, person_id: int, choice: str = "yes") -> ballots.Receipt:
    return ballots.cast(officer, ballot_id=ballot_id, person_id=person_id, choice=choice, key=f"k{person_id}")


def test_a_result_by_name_is_hidden_until_the_close(world: World) -> None:
    ballot_id, officer = opened(world), actor(world, "zhishu-a")
    voters = world.a.representatives
    with as_actor(officer):
        for person in voters[:20]:
            cast(officer, ballot_id, person)
        cast(officer, ballot_id, voters[20], "no")
        cast(officer, ballot_id, voters[21], "abstain")
        tally = ballots.result(ballot_id)
        assert (tally.present, tally.yes, tally.no, tally.abstain) == (22, None, None, None)
        assert {line.choice for line in ballots.roll(ballot_id)} == {None}
        assert sum(line.voted for line in ballots.roll(ballot_id)) == 22
        ballots.close(officer, ballot_id=ballot_id)
        tally = ballots.result(ballot_id)
        assert (tally.entitled, tally.present, tally.yes, tally.no, tally.abstain, tally.closed) == (
            len(voters), 22, 20, 1, 1, True,
        )  # fmt: skip
        assert ballots.roll(ballot_id)[20].choice is ballots.Choice.NO


def test_voting_twice_says_already_voted_and_changes_nothing(world: World) -> None:
    ballot_id, officer = opened(world), actor(world, "zhishu-a")
    person = world.a.representatives[0]
    with as_actor(officer):
        assert not cast(officer, ballot_id, person, "yes").already
        again = cast(officer, ballot_id, person, "no")
        assert again == ballots.Receipt(ballot_id, person, already=True)
        ballots.close(officer, ballot_id=ballot_id)
        assert (ballots.result(ballot_id).yes, ballots.result(ballot_id).no) == (1, 0)


def test_a_person_not_on_the_roll_is_refused(world: World) -> None:
    ballot_id, officer = opened(world), actor(world, "zhishu-a")
    with as_actor(officer):
        with pytest.raises(Refusal) as refused:
            cast(officer, ballot_id, world.b.representatives[0])
        assert refused.value.code == "ballots.not_on_roll"
        assert ballots.result(ballot_id).present == 0


def test_a_hand_count_needs_two_officers(world: World) -> None:
    ballot_id = opened(world, method="hand")
    secretary, supervisor = actor(world, "zhishu-a"), actor(world, "jiandu-a")
    with as_actor(secretary):
        count = ballots.enter_hand_count(secretary, ballot_id=ballot_id, present=22, yes=16, no=4, abstain=2)
        assert ballots.result(ballot_id).yes is None
        with pytest.raises(Refusal) as refused:
            ballots.witness_hand_count(secretary, count_id=count.id)
        assert refused.value.code == "ballots.same_officer"
        with pytest.raises(Conflict) as early:
            ballots.close(secretary, ballot_id=ballot_id)
        assert early.value.code == "ballots.not_counted"
    with as_actor(supervisor):
        assert ballots.witness_hand_count(supervisor, count_id=count.id).witnessed_by == supervisor.name
    with as_actor(secretary):
        ballots.close(secretary, ballot_id=ballot_id)
        tally = ballots.result(ballot_id)
    assert (tally.present, tally.yes, tally.no, tally.abstain) == (22, 16, 4, 2)


def test_a_wrong_count_is_followed_by_a_right_one(world: World) -> None:
    ballot_id = opened(world, method="hand")
    secretary, supervisor = actor(world, "zhishu-a"), actor(world, "jiandu-a")
    with as_actor(secretary):
        wrong = ballots.enter_hand_count(secretary, ballot_id=ballot_id, present=22, yes=22, no=0, abstain=0)
        right = ballots.enter_hand_count(secretary, ballot_id=ballot_id, present=22, yes=16, no=6, abstain=0)
    with as_actor(supervisor):
        ballots.witness_hand_count(supervisor, count_id=right.id)
        with pytest.raises(Conflict) as refused:
            ballots.witness_hand_count(supervisor, count_id=wrong.id)
        assert refused.value.code == "ballots.counted"
        assert ballots.result(ballot_id).yes == 16


@pytest.mark.parametrize(
    ("present", "yes", "no", "abstain", "code"),
    [
        (31, 20, 0, 0, "ballots.more_present"),
        (20, 15, 5, 1, "ballots.more_votes"),
        (20, -1, 0, 0, "ballots.negative"),
    ],
)
def test_it_refuses_a_count_that_cannot_be(
    world: World, present: int, yes: int, no: int, abstain: int, code: str
) -> None:
    assert 20 <= len(world.a.representatives) <= 30
    ballot_id, officer = opened(world, method="hand"), actor(world, "zhishu-a")
    with as_actor(officer):
        with pytest.raises(Refusal) as refused:
            ballots.enter_hand_count(
                officer, ballot_id=ballot_id, present=present, yes=yes, no=no, abstain=abstain
            )
        assert refused.value.code == code
        assert ballots.counts(ballot_id) == ()


@pytest.mark.parametrize("subject", ["election", "recall", "party_election", "affairs.recall"])
def test_elections_and_recalls_are_out_of_scope(world: World, subject: str) -> None:
    with pytest.raises(Refusal) as refused:
        opened(world, subject=subject)
    assert refused.value.code == "ballots.out_of_scope"
    with as_actor(actor(world, "zhishu-a")):
        assert not Ballot.objects.exists()
        forged = (
            "insert into ballots_ballot (body_id, roll_kind, question, method, entitled, needed, rule, subject, opened_at, opened_by)"
            " values (%s, '', '选举', 'named', 3, 0, '', %s, liancun_now(), '某人')"
        )
        assert refused_by_database(forged, world.a.collective, subject) == "23514"


def test_a_closed_ballot_refuses_everything(world: World) -> None:
    ballot_id, officer = opened(world), actor(world, "zhishu-a")
    voters = world.a.representatives
    with as_actor(officer):
        cast(officer, ballot_id, voters[0])
        ballots.close(officer, ballot_id=ballot_id)
        for late in (
            lambda: cast(officer, ballot_id, voters[1]),
            lambda: ballots.close(officer, ballot_id=ballot_id),
        ):
            with pytest.raises(Conflict) as refused:
                late()
            assert refused.value.code == "ballots.closed"
        forged = (
            "insert into ballots_namedvote (mark_id, ballot_id, body_id, choice, key, cast_at, recorded_by)"
            " select id, ballot_id, body_id, 'yes', 'x', liancun_now(), '某人' from ballots_rollmark"
            " where ballot_id = %s and person_id = %s"
        )
        assert refused_by_database(forged, ballot_id, voters[1]) == "LC310"
        assert ballots.result(ballot_id).present == 1


def test_the_roll_and_its_marks_hold_below_the_forms(world: World) -> None:
    ballot_id, officer = opened(world), actor(world, "zhishu-a")
    voters = world.a.representatives
    vote = (
        "insert into ballots_namedvote (mark_id, ballot_id, body_id, choice, key, cast_at, recorded_by)"
        " select id, ballot_id, body_id, 'yes', 'x', liancun_now(), '某人' from ballots_rollmark"
        " where ballot_id = %s and person_id = %s"
    )
    add = "insert into ballots_rollmark (ballot_id, body_id, person_id, name, \"order\") values (%s, %s, %s, '外人', 99)"
    with as_actor(officer):
        cast(officer, ballot_id, voters[0], "no")
        assert refused_by_database(vote, ballot_id, voters[0]) == "23505"
        assert refused_by_database(add, ballot_id, world.a.collective, voters[0]) == "23505"
        assert refused_by_database(add, ballot_id, world.a.collective, world.b.representatives[0]) == "LC312"
        for statement in (
            "update ballots_namedvote set choice = 'yes' where ballot_id = %s",
            "delete from ballots_namedvote where ballot_id = %s",
            "update ballots_rollmark set person_id = person_id where ballot_id = %s",
            "update ballots_ballot set entitled = 1 where id = %s",
        ):
            assert refused_by_database(statement, ballot_id) == "42501"
        assert refused_by_database("truncate ballots_ballot cascade") == "42501"
        assert ballots.result(ballot_id).present == 1


def test_counter_and_witness_are_two_persons_below_the_forms(world: World) -> None:
    ballot_id, officer = opened(world, method="hand"), actor(world, "zhishu-a")
    with as_actor(officer):
        count = ballots.enter_hand_count(officer, ballot_id=ballot_id, present=22, yes=16, no=4, abstain=2)
        forged = (
            "insert into ballots_countwitness (count_id, ballot_id, body_id, witnessed_by_id, witnessed_by, witnessed_at)"
            " values (%s, %s, %s, %s, '某人', liancun_now())"
        )
        assert (
            refused_by_database(forged, count.id, ballot_id, world.a.collective, officer.person_id) == "LC315"
        )
        many = (
            "insert into ballots_handcount"
            " (ballot_id, body_id, present, yes, no, abstain, counted_by_id, counted_by, counted_at)"
            " values (%s, %s, 31, 31, 0, 0, 1, '某人', liancun_now())"
        )
        assert refused_by_database(many, ballot_id, world.a.collective) == "LC314"
        closing = (
            "insert into ballots_ballotclosing (ballot_id, body_id, closed_at, closed_by)"
            " values (%s, %s, liancun_now(), '某人')"
        )
        assert refused_by_database(closing, ballot_id, world.a.collective) == "LC311"


def test_another_villages_ballot_is_unknown(world: World) -> None:
    ballot_id = opened(world)
    for name in ("zhishu-b", "zhishu-e", "baozhang-c"):
        reader = actor(world, name)
        with as_actor(reader):
            with pytest.raises(Unknown):
                ballots.result(ballot_id)
            assert not NamedVote.objects.exists()
            assert not Ballot.objects.exists()


@pytest.mark.parametrize("name", ["baozhang-a", "jiandu-a", "xian", "zhishu-b"])
def test_only_the_keepers_open_a_ballot(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        opened(world, who=name)


def test_a_supervisory_board_votes_on_its_own_and_opens_no_vote_of_the_village(world: World) -> None:
    head = actor(world, "jiandu-a")
    with as_system():
        board = bodies.part_of(world.a.village, "supervision").id
        holders = [line.person_id for line in posts.holders_in([board], clock.today())]
    entitled = list(dict.fromkeys([*holders, *world.a.representatives]))[:3]
    with as_actor(head):
        asked: dict[str, Any] = {"method": "named", "question": "是否检查账目", "entitled": entitled}
        line = ballots.open_ballot(head, body_id=board, **asked)
        ballots.cast(head, ballot_id=line.id, person_id=entitled[0], choice="yes", key="k")
        ballots.close(head, ballot_id=line.id)
        assert ballots.result(line.id).yes == 1
        with pytest.raises(NotAllowed):
            ballots.open_ballot(head, body_id=world.a.collective, **asked)
    other = opened(world)
    with as_actor(head), pytest.raises(NotAllowed):
        ballots.close(head, ballot_id=other)
