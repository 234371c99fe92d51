"""Choices and ratings, counted by name and by hand; weights and households."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.models import Ballot
from liancun.contexts.ballots.tests.hall import actor, closed, family, opened, vote, voters
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Refusal

SITES = ("村东头", "村西头", "老学校")


def test_a_choice_of_two_is_counted_by_option_and_hidden_until_the_close(world: World) -> None:
    ballot_id = opened(world, kind="choice", options=SITES, most=2)
    for person, picks in zip(voters(world, 4), ([0, 1], [1], [1, 2], []), strict=True):
        vote(world, ballot_id, person, "" if picks else "abstain", picks=picks)
    with as_actor(actor(world, "zhishu-a")):
        open_tally = ballots.result(ballot_id)
    assert (open_tally.present, open_tally.counts, open_tally.abstain) == (4, None, None)
    tally = closed(world, ballot_id)
    assert tally.counts == {"村东头": 1, "村西头": 3, "老学校": 1}
    assert (tally.abstain, tally.yes, tally.cast) == (1, None, 4)
    assert tally.leaders == ("村西头", "村东头", "老学校")
    assert tally.tied


def test_a_rating_adds_up_grades(world: World) -> None:
    ballot_id = opened(world, kind="rating", options=SITES[:2], most=5)
    for person, grades in zip(voters(world, 3), ([5, 0], [3, 4], [4, 4]), strict=True):
        vote(world, ballot_id, person, "", picks=grades)
    assert closed(world, ballot_id).counts == {"村东头": 12, "村西头": 8}


@pytest.mark.parametrize(
    ("given", "choice", "picks", "code"),
    [
        ({"kind": "choice", "options": SITES}, "yes", (), "ballots.no_answer"),
        ({"kind": "choice", "options": SITES}, "", (0, 1), "ballots.too_many"),
        ({"kind": "choice", "options": SITES, "most": 3}, "", (0, 3), "ballots.not_an_option"),
        ({"kind": "choice", "options": SITES, "most": 3}, "", (1, 1), "ballots.not_an_option"),
        ({"kind": "rating", "options": SITES, "most": 5}, "", (5, 5), "ballots.not_a_grade"),
        ({"kind": "rating", "options": SITES, "most": 5}, "", (5, 5, 6), "ballots.not_a_grade"),
        ({}, "invalid", (), "ballots.no_answer"),
        ({}, "", (), "ballots.no_answer"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    world: World, given: dict[str, Any], choice: str, picks: tuple[int, ...], code: str
) -> None:
    ballot_id = opened(world, **given)
    with pytest.raises(Refusal) as refused:
        vote(world, ballot_id, voters(world)[0], choice, picks=picks)
    assert refused.value.code == code
    with as_system():
        assert ballots.result(ballot_id).present == 0


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"options": SITES}, "ballots.options"),
        ({"kind": "choice", "options": SITES[:1]}, "ballots.options"),
        ({"kind": "choice", "options": ("甲", " ")}, "ballots.options"),
        ({"kind": "choice", "options": ("甲", "甲 ")}, "ballots.same_options"),
        ({"kind": "choice", "options": SITES, "most": 4}, "ballots.most"),
        ({"kind": "rating", "options": SITES, "most": 0}, "ballots.most"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    world: World, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        opened(world, **given)
    assert refused.value.code == code
    with as_system():
        assert not Ballot.objects.exists()


def test_hands_are_counted_for_each_option(world: World) -> None:
    ballot_id, officer = opened(world, method="hand", kind="choice", options=SITES), actor(world, "zhishu-a")
    with as_actor(officer):
        with pytest.raises(Refusal) as refused:
            ballots.enter_hand_count(officer, ballot_id=ballot_id, present=6, options=[4, 2, 1])
        assert refused.value.code == "ballots.option_counts"
        count = ballots.enter_hand_count(officer, ballot_id=ballot_id, present=6, options=[3, 2, 1])
    witness = actor(world, "jiandu-a")
    with as_actor(witness):
        ballots.witness_hand_count(witness, count_id=count.id)
    assert closed(world, ballot_id).counts == {"村东头": 3, "村西头": 2, "老学校": 1}


def test_as_many_yes_as_no_is_told_as_a_tie_and_left_to_the_caller(world: World) -> None:
    ballot_id, people = opened(world), voters(world)
    for person, choice in zip(people, ("yes", "yes", "no", "no", "abstain"), strict=False):
        vote(world, ballot_id, person, choice)
    assert closed(world, ballot_id).tied


def test_extra_votes_count_and_stay_within_a_fifth(world: World) -> None:
    """农民专业合作社法 art. 22."""
    people = voters(world, 10)
    with pytest.raises(Refusal) as refused:
        opened(world, people, unit="vote", weights={people[0]: 4})
    assert refused.value.code == "ballots.extra_votes"
    ballot_id = opened(world, people, unit="vote", weights={people[0]: 3})
    vote(world, ballot_id, people[0], "yes")
    vote(world, ballot_id, people[1], "no")
    vote(world, ballot_id, people[2], "no")
    tally = closed(world, ballot_id)
    assert (tally.yes, tally.no, tally.present, tally.present_weight) == (3, 2, 3, 5)
    assert (tally.entitled, tally.entitled_weight) == (10, 12)
    assert not tally.tied


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"weights": 2}, "ballots.weights"),
        ({"unit": "vote", "weights": 0}, "ballots.weights"),
        ({"unit": "vote", "weights": 2, "method": "hand"}, "ballots.weights"),
        ({"unit": "vote", "weights": 9, "weight_cap": None}, ""),
        ({"unit": "vote", "weights": 3, "weight_cap": Fraction(1, 8)}, "ballots.extra_votes"),
        ({"unit": "vote", "weights": 2, "weight_cap": Fraction(1, 8)}, ""),
    ],
)
def test_weights_are_whole_named_and_limited(world: World, given: dict[str, Any], code: str) -> None:
    people = voters(world, 8)
    wanted = {**given, "weights": {people[0]: given["weights"]}}
    if not code:
        assert opened(world, people, **wanted)
        return
    with pytest.raises(Refusal) as refused:
        opened(world, people, **wanted)
    assert refused.value.code == code


def test_a_household_has_one_vote(world: World) -> None:
    first, second = family(world, 50, 48)
    (other,) = family(world, 60, number="9002")
    with pytest.raises(Refusal) as refused:
        opened(world, (first, second, other), unit="household")
    assert refused.value.code == "ballots.same_household"
    with pytest.raises(Refusal) as homeless:
        opened(world, (first, voters(world)[0]), unit="household")
    assert homeless.value.code == "ballots.no_household"
    ballot_id = opened(world, (first, other), unit="household")
    vote(world, ballot_id, other)
    assert closed(world, ballot_id).entitled == 2


def test_a_member_body_has_one_vote_in_a_union(world: World) -> None:
    people = voters(world, 3)
    with pytest.raises(Refusal) as refused:
        opened(world, people, seats={people[0]: 11, people[1]: 11, people[2]: 12})
    assert refused.value.code == "ballots.same_seat"
    assert opened(world, people, seats={people[0]: 11, people[1]: 12, people[2]: 13})


def test_many_ballots_open_and_close_at_once_or_not_at_all(world: World) -> None:
    officer = actor(world, "zhishu-a")
    new = [
        ballots.NewBallot(world.a.collective, "named", f"事项{number}", voters(world)) for number in range(5)
    ]
    with as_actor(officer):
        wrong = [*new, ballots.NewBallot(world.a.collective, "named", " ", voters(world))]
        with pytest.raises(Refusal):
            ballots.open_many(officer, body_id=world.a.collective, ballots=wrong)
        assert not Ballot.objects.exists()
        ids = ballots.open_many(officer, body_id=world.a.collective, ballots=new)
        ballots.cast(officer, ballot_id=ids[2], person_id=voters(world)[0], choice="yes", key="k")
        ballots.close_many(officer, body_id=world.a.collective, ballot_ids=ids)
        found = ballots.results(ids)
    assert [found[one].present for one in ids] == [0, 0, 1, 0, 0]
    assert all(found[one].closed and found[one].entitled == 8 for one in ids)
