"""推选: heard, concluded, approved by somebody else, and appointed from it; never an election."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.posts import api as posts
from liancun.contexts.posts.tests.places import DAY, NAMES, Places, appoint, held
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM
from liancun.kernel.errors import Conflict, NotAllowed, Refusal


def opened(county: Places) -> tuple[int, int]:
    """A selection of the alliance's secretary with one candidate, the secretary of village A."""
    appoint(county, "wang", "Ab", "branch_secretary", how="换届选举")
    posts.record_talent(
        SYSTEM,
        events=[
            posts.NewTalent("lead_goose", county["wang"], county["A"], date(2026, 3, 1), "县委组织部通报")
        ],
    )
    made = posts.open_selection(SYSTEM, body_id=county["alliance"], kind="alliance_secretary")
    return made, posts.put_up(SYSTEM, selection_id=made, person_id=county["wang"], reason="带动能力强")


def heard(county: Places, made: int, candidate: int, members: str = "AB") -> None:
    for letter in members:
        posts.give_opinion(
            SYSTEM, selection_id=made, candidate_id=candidate, member_id=county[letter], stand="agree"
        )


def officer(county: Places, who: str) -> Actor:
    """A township officer."""
    appoint(county, who, "town", "township_officer")
    return Actor(1, county[who], NAMES[who], "", county["town"], "user")


def concluded(county: Places) -> tuple[int, int]:
    made, candidate = opened(county)
    heard(county, made, candidate)
    organiser = Actor(1, county["zhang"], "张三", "", county["alliance"], "user")
    appoint(county, "zhang", "alliance", "alliance_clerk")
    posts.conclude_selection(
        organiser, selection_id=made, candidate_id=candidate, held_on=DAY, result="联席会议一致推选"
    )
    return made, candidate


@pytest.mark.mission("XQ2")
@pytest.mark.mission("ST5")
def test_from_candidates_to_the_appointment(county: Places) -> None:
    made, _ = concluded(county)
    organiser, approver = officer(county, "zhang"), officer(county, "li")
    with pytest.raises(NotAllowed) as own:
        posts.approve_selection(organiser, selection_id=made, approve=True)
    assert own.value.code == "posts.approver_apart"
    posts.approve_selection(approver, selection_id=made, approve=True, note="同意")
    post = posts.appoint_selected(organiser, selection_id=made, since=DAY)
    assert held(county, "alliance", "alliance_secretary") == ["王一"]
    done = posts.selection(made)
    assert (done.line.state, done.post_id, done.approved_by) == ("appointed", post, "李二")
    (line,) = posts.holders(county["alliance"], "alliance_secretary", DAY)
    assert (line.way, line.decision) == ("put_forward", f"推选记录第 {made} 号（2026-05-30）")


def test_what_is_given_back_begins_again(county: Places) -> None:
    made, candidate = concluded(county)
    approver = officer(county, "li")
    with pytest.raises(Refusal) as refused:
        posts.approve_selection(approver, selection_id=made, approve=False)
    assert refused.value.code == "posts.no_reason"
    posts.approve_selection(approver, selection_id=made, approve=False, note="材料不全")
    back = posts.selection(made)
    assert (back.line.state, back.chosen_id, back.steps[-1].note) == ("open", None, "材料不全")
    assert len(back.candidates[0].opinions) == 2
    organiser = officer(county, "zhang")
    posts.conclude_selection(
        organiser, selection_id=made, candidate_id=candidate, held_on=DAY, result="补齐材料后再次推选"
    )
    assert posts.selection(made).line.state == "concluded"


def test_an_approved_result_is_given_once(county: Places) -> None:
    made, _ = concluded(county)
    posts.approve_selection(officer(county, "li"), selection_id=made, approve=True)
    posts.appoint_selected(SYSTEM, selection_id=made, since=DAY)
    with pytest.raises(Conflict):
        posts.appoint_selected(SYSTEM, selection_id=made, since=DAY)
    assert held(county, "alliance", "alliance_secretary") == ["王一"]


@pytest.mark.mission("ST5")
def test_what_is_known_of_a_candidate_is_written_down_as_it_was_that_day(county: Places) -> None:
    made, _ = opened(county)
    (candidate,) = posts.selection(made).candidates
    assert candidate.known == ("A村·村党支部书记（2026-01-01—）", "“头雁”书记（2026-03-01，县委组织部通报）")
    appoint(county, "wang", "Ac", "collective_chair")
    assert posts.selection(made).candidates[0].known == candidate.known


@pytest.mark.mission("XQ2")
def test_only_village_secretaries_of_the_members_stand(county: Places) -> None:
    made, _ = opened(county)
    with pytest.raises(Refusal) as refused:
        posts.put_up(SYSTEM, selection_id=made, person_id=county["li"])
    assert refused.value.code == "posts.not_eligible"
    assert [one.name for one in posts.selection(made).candidates] == ["王一"]


@pytest.mark.parametrize("kind", ["branch_secretary", "branch_member", "committee_head", "committee_deputy"])
def test_elections_are_refused_with_a_sentence(county: Places, kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        posts.open_selection(SYSTEM, body_id=county["Ab"], kind=kind)
    assert refused.value.code == "posts.election_elsewhere"
    assert "本系统不办理" in str(refused.value)


def test_a_post_filled_by_selection_is_not_simply_given(county: Places) -> None:
    made, _ = opened(county)
    township = officer(county, "zhao")
    with pytest.raises(NotAllowed) as refused:
        posts.appoint(
            township,
            person_id=county["wang"],
            body_id=county["alliance"],
            kind="alliance_secretary",
            since=DAY,
            way="put_forward",
        )
    assert refused.value.code == "posts.by_selection"
    assert held(county, "alliance", "alliance_secretary") == []
    assert posts.selection(made).line.state == "open"


def test_every_member_is_heard_before_a_result(county: Places) -> None:
    made, candidate = opened(county)
    heard(county, made, candidate, "A")
    with pytest.raises(Refusal) as refused:
        posts.conclude_selection(
            SYSTEM, selection_id=made, candidate_id=candidate, held_on=DAY, result="通过"
        )
    assert refused.value.code == "posts.opinions_missing"
    assert "B村" in str(refused.value)
    assert posts.selection(made).line.state == "open"


def test_a_member_says_it_once_and_strangers_say_nothing(county: Places) -> None:
    made, candidate = opened(county)
    heard(county, made, candidate, "A")
    with pytest.raises(Conflict) as twice:
        heard(county, made, candidate, "A")
    with pytest.raises(Refusal) as stranger:
        posts.give_opinion(
            SYSTEM, selection_id=made, candidate_id=candidate, member_id=county["town"], stand="agree"
        )
    assert (twice.value.code, stranger.value.code) == ("posts.opinion_once", "posts.no_member")
    assert len(posts.selection(made).candidates[0].opinions) == 1


def test_one_selection_for_one_post_at_a_time(county: Places) -> None:
    opened(county)
    with pytest.raises(Conflict) as refused:
        posts.open_selection(SYSTEM, body_id=county["alliance"], kind="alliance_secretary")
    assert refused.value.code == "posts.selecting"


def test_steps_out_of_turn_are_refused(county: Places) -> None:
    made, candidate = concluded(county)
    for act in (
        lambda: posts.put_up(SYSTEM, selection_id=made, person_id=county["wang"]),
        lambda: heard(county, made, candidate),
        lambda: posts.appoint_selected(SYSTEM, selection_id=made, since=DAY),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "posts.selection_state"
    assert held(county, "alliance", "alliance_secretary") == []


ATTACKS = (
    "update posts_selection set state = 'appointed', post_id = (select min(id) from posts_post)",
    "update posts_selection set state = 'approved'",
    "update posts_selection set state = 'approved', concluded_by_id = 1, approved_by_id = 1, approved_at = now()",
    "update posts_selection set result = '另一个结果'",
    "update posts_selection set chosen_id = null",
    "update posts_selection set kind = 'committee_secretary'",
    "update posts_candidate set person_name = '别人'",
    "update posts_opinion set stand = 'disagree'",
    "delete from posts_opinion",
    "delete from posts_selectionstep",
    "update posts_candidate set known = '[]'",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(county: Places, attack: str) -> None:
    made, _ = concluded(county)
    before = posts.selection(made)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert posts.selection(made) == before
