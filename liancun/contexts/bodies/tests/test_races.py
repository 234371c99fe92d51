"""Two at once: of two joinings, and of two changes of one body, one holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from django.db import connections

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.tests.conftest import PAPER
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict


def _at_once(acts: list[Callable[[], object]]) -> list[str]:
    """Runs each act in its own transaction, all begun before any is done; gives "ok" or the refusal's code."""
    gate, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int) -> None:
        try:
            with as_system():
                gate.wait(timeout=20)
                acts[place]()
            said[place] = "ok"
        except Conflict as refused:
            said[place] = refused.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said)


def test_of_two_joinings_at_once_one_holds(cloned_world: World) -> None:
    village, today = cloned_world.outside.village, clock.today()
    with as_system():
        for line in bodies.joints_of(village, today):
            bodies.leave(SYSTEM, joint_id=line.body.id, member_id=village, until=today)
        second = bodies.found_joint(
            SYSTEM,
            kind="joint_committee",
            name="第三联合党委",
            parent_id=cloned_world.township,
            since=today,
            basis=PAPER,
        )

    def joins(joint: int) -> Callable[[], object]:
        return lambda: bodies.join(SYSTEM, joint_id=joint, member_id=village, since=today)

    assert _at_once([joins(cloned_world.joint), joins(second.id)]) == ["bodies.already_member", "ok"]
    with as_system():
        assert len(bodies.joints_of(village, today)) == 1


def test_of_two_renamings_from_one_day_one_holds(cloned_world: World) -> None:
    village, day = cloned_world.a.village, date(2026, 2, 1)

    def renames(name: str) -> Callable[[], object]:
        return lambda: bodies.rename(SYSTEM, body_id=village, name=name, since=day, basis=PAPER)

    assert _at_once([renames("新一村"), renames("新二村")]) == ["bodies.too_early", "ok"]
    with as_system():
        versions = bodies.versions_of(village)
        assert len(versions) == 2
        assert versions[-1].name == bodies.get(village).name
