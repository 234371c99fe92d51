"""The demonstration's meetings without a matter: held, followed up, called again."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from liancun.contexts.meetings import api as meetings
from liancun.demo import councils
from liancun.demo.thread import Offices, Thread
from liancun.demo.world import World
from liancun.framework import clock, playbook
from liancun.framework.testing import as_actor, as_system


@pytest.mark.parametrize("county", sorted(councils.COUNCILS))
def test_two_are_held_one_is_called_and_one_assignment_is_still_open(world: World, county: str) -> None:
    with clock.fixed(datetime(2026, 5, 20, 10, tzinfo=clock.ZONE)):
        with as_system():
            playbook.apply(Path(settings.LIANCUN_PLAYBOOKS_DIR) / county)
        offices = Offices(world.joint, world.township, world.agency)
        seats, amounts = (world.a, world.b, world.c), (Decimal(1), Decimal(1), Decimal(1))
        councils.play(Thread(offices, seats, amounts, "", clock.today()))
        with as_system():
            secretary = world.actor("shuji")
        with as_actor(secretary):
            last, second, first = meetings.of_body(world.joint)
            given = meetings.follow_ups(world.joint)
            agenda = [line.title for line in meetings.record(last.id).agenda]
    assert [one.state.value for one in (first, second, last)] == ["confirmed", "confirmed", "planned"]
    assert [one.is_open for one in given] == [False, True]
    assert agenda[0] == "上次会议议定事项办理情况"
