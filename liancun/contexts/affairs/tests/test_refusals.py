"""What is refused, in words, with nothing half saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.models import (
    Call,
    Effect,
    Matter,
    Party,
    Publication,
    RatingMark,
    RatingToken,
    Resolution,
    StageRecord,
)
from liancun.contexts.affairs.tests.play import AMOUNTS, Play
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.errors import NotAllowed, Refusal, Refusals, Unknown

_TABLES = (Matter, Party, StageRecord, Call, Resolution, Publication, Effect, RatingMark)


def _counts() -> dict[str, int]:
    with as_system():
        return {table.__name__: table.objects.count() for table in _TABLES}


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = _counts()
    yield
    assert _counts() == before


def test_raising_names_every_fault_at_once(play: Play) -> None:
    with nothing_changes(), play.by("zhishu-a") as actor, pytest.raises(Refusals) as caught:
        affairs.raise_matter(
            actor,
            joint_id=play.world.joint,
            village_id=play.village("a"),
            subject="joint-purchase",
            title=" ",
            purpose="",
            amounts={play.world.outside.village: Decimal("-1.00")},
            minimum=4,
        )
    assert {fault.code for fault in caught.value} == {
        "affairs.title",
        "affairs.parties",
        "affairs.amounts",
        "affairs.minimum",
        "affairs.papers",
    }


def test_only_a_branch_secretary_raises(play: Play) -> None:
    with nothing_changes(), play.by("baozhang-a") as actor, pytest.raises(NotAllowed):
        affairs.raise_matter(
            actor,
            joint_id=play.world.joint,
            village_id=play.village("a"),
            subject="joint-purchase",
            title="联合购种",
            purpose="",
            amounts={play.village("a"): Decimal("1.00")},
            minimum=1,
        )


def test_raising_twice_with_one_key_raises_once(play: Play) -> None:
    first = play.raise_matter(key="form-1")
    assert play.raise_matter(key="form-1") == first
    with as_system():
        assert Matter.objects.count() == 1


def test_another_village_s_secretary_may_not_record_for_this_one(play: Play) -> None:
    play.raise_matter()
    with nothing_changes(), play.by("zhishu-b") as actor, pytest.raises(NotAllowed):
        affairs.record_deliberation(
            actor,
            matter_id=play.matter,
            village_id=play.village("a"),
            held_on=clock.today(),
            entitled=3,
            present=3,
            yes=3,
        )


def test_a_stranger_village_does_not_know_of_the_matter(play: Play) -> None:
    play.raise_matter()
    with play.by("zhishu-e") as actor, pytest.raises(Unknown):
        affairs.record_deliberation(
            actor,
            matter_id=play.matter,
            village_id=play.world.outside.village,
            held_on=clock.today(),
            entitled=3,
            present=3,
            yes=3,
        )


def test_a_meeting_without_quorum_decides_nothing(play: Play) -> None:
    play.raise_matter()
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.deliberate("a", present=1, yes=1)
    assert caught.value.code == "affairs.no_quorum"


def test_the_committee_is_not_convened_before_the_branches_spoke(play: Play) -> None:
    play.raise_matter()
    play.deliberate("a")
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.convene()
    assert caught.value.code == "affairs.convene"


def test_the_committee_is_not_convened_without_its_days_of_notice(play: Play) -> None:
    play.raise_matter()
    for letter in AMOUNTS:
        play.deliberate(letter)
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.convene(days=2)
    assert caught.value.params["days"] == 3


def test_no_resolution_before_the_meeting_was_held(play: Play) -> None:
    play.raise_matter()
    for letter in AMOUNTS:
        play.deliberate(letter)
    meeting = play.convene()
    play.clock.advance(days=3, hours=2)
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.resolve(meeting)
    assert caught.value.code == "affairs.not_held"


def test_no_resolution_without_two_thirds_of_the_committee(play: Play) -> None:
    play.raise_matter()
    for letter in AMOUNTS:
        play.deliberate(letter)
    meeting = play.convene()
    play.clock.advance(days=3, hours=2)
    play.hold(meeting, "mishu", absent=4)
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.resolve(meeting)
    assert caught.value.code == "affairs.no_quorum"


def test_a_resolution_that_fails_has_no_number_and_ends_the_matter(play: Play) -> None:
    play.raise_matter()
    for letter in AMOUNTS:
        play.deliberate(letter)
    meeting = play.convene()
    play.clock.advance(days=3, hours=2)
    play.hold(meeting, "mishu")
    play.resolve(meeting, no=3)
    assert play.state() is affairs.State.REJECTED
    with as_system():
        assert Resolution.objects.get().number == ""


@pytest.mark.mission("XQ9")
def test_the_steps_of_a_village_keep_their_order(play: Play) -> None:
    play.to_resolution()
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.step("a", "review", present=10, yes=10)
    assert caught.value.params["step"] == "村“两委”会商议"


@pytest.mark.mission("XQ9")
def test_the_deciding_step_cannot_be_typed_in_without_a_vote(play: Play) -> None:
    play.to_resolution()
    play.before_vote("a")
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.step("a", "decide", present=30, yes=30, entitled=30)
    assert caught.value.code == "affairs.needs_vote"


def test_the_number_called_comes_from_the_roll(play: Play) -> None:
    play.to_resolution()
    play.step("a", "discuss", entitled=5, present=5, yes=5)
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.step("a", "review", entitled=3, present=3, yes=3)
    assert caught.value.code == "affairs.roll"


@pytest.mark.mission("XQ9")
def test_a_village_that_failed_publishes_nothing_and_gets_no_authority(play: Play) -> None:
    play.to_resolution()
    play.pass_a()
    play.pass_b()
    play.miss_c()
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.publish("c")
    assert caught.value.code == "affairs.publish-decision"


def test_one_village_alone_does_not_meet_the_condition(play: Play) -> None:
    play.to_resolution()
    play.pass_a()
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.publish("a")
    assert caught.value.params["missing"] == 1


def test_nothing_takes_effect_before_the_window_is_over(play: Play) -> None:
    play.to_resolution()
    play.pass_a()
    play.pass_b()
    play.miss_c()
    play.publish("a")
    play.publish("b")
    play.clock.advance(days=7)
    with nothing_changes(), pytest.raises(Refusal) as caught:
        play.take_effect()
    assert caught.value.code == "affairs.take-effect"


def test_an_unanswered_objection_holds_the_village_back(play: Play) -> None:
    from liancun.contexts.disclosure import api as disclosure
    from liancun.framework.actors import Actor

    play.to_resolution()
    play.pass_a()
    play.pass_b()
    play.miss_c()
    notice = play.publish("a")
    play.publish("b")
    with as_system():
        slug = disclosure.line(notice).slug
    disclosure.object_to(
        Actor.stranger(), slug=slug, text="价格偏高", contact="", origin="test", key="1" * 16
    )
    play.clock.advance(days=8)
    assert play.take_effect() == (play.village("b"),)


def test_no_rating_before_every_result_is_published(play: Play) -> None:
    play.to_effect()
    with nothing_changes(), play.by("mishu") as actor, pytest.raises(Refusal) as caught:
        affairs.open_rating(actor, matter_id=play.matter, slips=5)
    assert caught.value.code == "affairs.open-rating"


def test_a_wrong_token_rates_nothing(play: Play) -> None:
    play.to_rating(slips=2)
    with nothing_changes(), pytest.raises(Unknown):
        affairs.rate("0000-0000-0000-0000", "very")


def test_a_mark_that_does_not_exist_spends_nothing(play: Play) -> None:
    play.to_rating(slips=2)
    with nothing_changes(), pytest.raises(Refusal):
        affairs.rate(play.tokens[0], "splendid")
    assert not affairs.rating_of(play.tokens[0]).spent


def test_after_the_last_day_nobody_rates(play: Play) -> None:
    play.to_rating(slips=2)
    play.clock.advance(days=11)
    with nothing_changes(), pytest.raises(Refusal) as caught:
        affairs.rate(play.tokens[0], "very")
    assert caught.value.code == "affairs.rate"


def test_no_officer_reads_tokens(play: Play) -> None:
    play.to_rating(slips=2)
    with play.by("mishu"):
        assert RatingToken.objects.count() == 0
    with as_system():
        stored = set(RatingToken.objects.values_list("digest", flat=True))
    assert not stored & set(play.tokens)
