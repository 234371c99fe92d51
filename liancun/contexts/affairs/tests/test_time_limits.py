"""Limits pass by the product clock: marked once, and what follows is the playbook's rule."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.jobs import keep_time
from liancun.contexts.affairs.models import StageRecord
from liancun.contexts.affairs.rules.life import Standing
from liancun.contexts.affairs.tests.play import Play
from liancun.contexts.affairs.web.views.waiting import waiting
from liancun.framework.testing import as_system
from liancun.framework.todo import TodoItem
from liancun.kernel.errors import Refusal


def late(play: Play) -> list[tuple[str, int]]:
    with as_system():
        rows = StageRecord.objects.filter(matter_id=play.matter, how="late").order_by("pk")
        return list(rows.values_list("stage", "village_id"))


def told(play: Play) -> list[TodoItem]:
    with play.by("xiangzhen") as actor:
        return list(waiting(actor))


@pytest.mark.mission("TL6")
def test_a_branch_that_stayed_silent_is_marked_once_and_waited_for_no_more(play: Play) -> None:
    play.raise_matter()
    play.deliberate("a")
    play.deliberate("b")
    play.clock.advance(days=10)
    keep_time()
    assert late(play) == []
    play.clock.advance(days=1)
    keep_time()
    keep_time()
    assert late(play) == [("deliberate", play.village("c"))]
    assert play.state() is affairs.State.READY
    with pytest.raises(Refusal):
        play.deliberate("c")


def test_the_township_is_told_of_a_passed_limit_until_the_matter_goes_on(play: Play) -> None:
    play.raise_matter()
    play.deliberate("a")
    play.deliberate("b")
    assert told(play) == []
    play.clock.advance(days=11)
    keep_time()
    assert [item.due for item in told(play)] == [play.at().date() - timedelta(days=1)]
    assert all("期限已过" in item.what for item in told(play))
    meeting = play.convene()
    play.clock.advance(days=3, hours=2)
    play.hold(meeting, "mishu")
    play.resolve(meeting)
    assert told(play) == []


def test_a_silent_branch_s_village_still_decides_by_its_own_procedure_from_the_first_step(play: Play) -> None:
    play.raise_matter()
    play.deliberate("a")
    play.deliberate("b")
    play.clock.advance(days=11)
    keep_time()
    meeting = play.convene()
    play.clock.advance(days=3, hours=2)
    play.hold(meeting, "mishu")
    play.resolve(meeting)
    play.step("c", "propose", entitled=3, present=3, yes=3)
    assert play.by_hand("c", yes=play.enough("c"))


def test_a_village_that_did_not_decide_in_time_is_not_bound(play: Play) -> None:
    play.to_resolution()
    play.pass_a()
    play.pass_b()
    play.clock.advance(days=46)
    keep_time()
    assert late(play) == [("resolve", play.village("c"))]
    with as_system():
        standings = affairs.matter(play.matter).life.standings
    assert standings[play.village("c")] is Standing.OVERDUE
    assert standings[play.village("a")] is Standing.AGREED


def test_the_worker_puts_decisions_into_effect_when_their_windows_are_over(play: Play) -> None:
    play.to_resolution()
    play.pass_a()
    play.pass_b()
    play.miss_c()
    play.publish("a")
    play.publish("b")
    keep_time()
    assert play.state() is affairs.State.WAITING
    play.clock.advance(days=8)
    keep_time()
    assert play.state() is affairs.State.ACTING
    with as_system():
        assert affairs.bound_villages(play.matter) == (play.village("a"), play.village("b"))
