"""Two at once: of two confirmations one holds; without the lock both would write."""

from __future__ import annotations

import threading
from collections.abc import Callable
from unittest.mock import patch

from django.db import connections

from liancun.contexts.meetings import api as meetings
from liancun.contexts.meetings.actions import ground, minuting
from liancun.contexts.meetings.models import Draft, Minutes
from liancun.contexts.meetings.tests.acts import MONDAY, actor, joint_meeting, sat
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Refusal


def _at_once(world: World, acts: list[Callable[[], object]]) -> list[str]:
    """Runs each act as the committee's secretary in its own transaction, all begun before any is done."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)
    secretary = actor(world, "shuji")

    def run(place: int) -> None:
        try:
            with as_actor(secretary):
                gate.wait(timeout=20)
                acts[place]()
            said[place] = "ok"
        except Refusal as refused:
            said[place] = refused.code
        except Exception as fault:
            said[place] = type(fault).__name__
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said)


def test_of_two_confirmations_at_once_one_holds_and_the_other_is_told(cloned_world: World) -> None:
    with clock.fixed(MONDAY) as now:
        meeting = joint_meeting(cloned_world)
        sat(cloned_world, meeting, now)
        secretary = actor(cloned_world, "shuji")

        def confirms(text: str) -> Callable[[], object]:
            return lambda: meetings.confirm(secretary, meeting_id=meeting, minutes=text)

        assert _at_once(cloned_world, [confirms("甲稿。"), confirms("乙稿。")]) == [
            "meetings.confirmed",
            "ok",
        ]
        with as_system():
            assert Minutes.objects.count() == 1


def test_of_two_drafts_at_once_both_are_kept_one_after_the_other(cloned_world: World) -> None:
    with clock.fixed(MONDAY) as now:
        meeting = joint_meeting(cloned_world)
        sat(cloned_world, meeting, now)
        secretary = actor(cloned_world, "shuji")

        def drafts(text: str, version: int | None) -> Callable[[], object]:
            return lambda: meetings.draft_minutes(secretary, meeting_id=meeting, text=text, version=version)

        assert _at_once(cloned_world, [drafts("甲", 0), drafts("乙", 0)]) == [
            "meetings.draft_overtaken",
            "ok",
        ]
        # The control: without the lock both read the same last draft, and only the database stops the second.
        both_read = threading.Barrier(2)
        with (
            patch.object(ground, "lock", lambda meeting_id: None),
            patch.object(minuting, "_refuse_overtaken", lambda last, version: both_read.wait(timeout=20)),
        ):
            said = _at_once(cloned_world, [drafts("丙", 1), drafts("丁", 1)])
        assert said == ["IntegrityError", "ok"]
        with as_system():
            assert Draft.objects.count() == 2
