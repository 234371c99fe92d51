"""Two who approve one request at the same moment: it takes effect once, and the control shows what the lock is for."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connections

from liancun.contexts.people import api as people
from liancun.contexts.people import rules
from liancun.contexts.people.actions import changes
from liancun.contexts.people.models import ChangeRequest
from liancun.contexts.people.tests.casebook import DAY, ROLL, actors, ask, person
from liancun.demo.world import World
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import Refusal


class Meeting:
    """Holds whoever has read the request as waiting until the other has too, or a second has gone by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.barrier = threading.Barrier(2)
        self.met = False
        judge = rules.refuse_decided

        def judged(state: str) -> None:
            judge(state)
            try:
                self.barrier.wait(timeout=1.5)
                self.met = True
            except threading.BrokenBarrierError:
                pass

        monkeypatch.setattr(rules, "refuse_decided", judged)


def both_approve(deciders: list[Actor], change_id: int) -> list[str]:
    said: list[str] = []

    def approve(actor: Actor) -> None:
        try:
            with as_actor(actor):
                people.approve_change(actor, change_id=change_id)
            said.append("done")
        except Refusal as refusal:
            said.append(refusal.code)
        except DatabaseError as error:
            said.append("refused by the database" if "decided" in str(error) else str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=[actor]) for actor in deciders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(said)


def asked(world: World) -> tuple[int, list[Actor], int]:
    clerk, secretary, township = actors(world, "baozhang-a", "zhishu-a", "xiangzhen")
    with as_system():
        people.open_roll(SYSTEM, kind=ROLL, body_id=world.a.collective)
    one = person(world)
    return ask(world, clerk, person_id=one), [secretary, township], one


def times_on_roll(world: World, one: int) -> int:
    with as_system():
        return [line.person_id for line in people.roll(world.a.collective, ROLL, DAY)].count(one)


def test_two_approvals_take_effect_once(cloned_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    change, deciders, one = asked(cloned_world)
    meeting = Meeting(monkeypatch)
    assert both_approve(deciders, change) == ["done", "people.already_decided"]
    assert not meeting.met, "the lock keeps the second from reading until the first has decided"
    assert times_on_roll(cloned_world, one) == 1


def test_without_the_lock_both_would_decide_and_the_trigger_stops_the_second(
    cloned_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, deciders, one = asked(cloned_world)
    meeting = Meeting(monkeypatch)

    def unlocked(change_id: int) -> Any:
        return ChangeRequest.objects.get(pk=change_id)

    monkeypatch.setattr(changes, "locked", unlocked)
    assert both_approve(deciders, change) == ["done", "refused by the database"]
    assert meeting.met, "both had read the request as waiting"
    assert times_on_roll(cloned_world, one) == 1
