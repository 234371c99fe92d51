"""Villages with people in them, for the tests of requests and households."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from liancun.contexts.evidence import api as evidence
from liancun.contexts.people import api as people
from liancun.contexts.people.models import ChangeRequest
from liancun.demo.world import World
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system

DAY = date(2026, 6, 1)
ADULT = date(1980, 5, 4)
ROLL = "collective_member"


def person(world: World, name: str = "王秀兰", *, home: int | None = None, **given: Any) -> int:
    with as_system():
        return people.add_person(
            SYSTEM, name=name, home_id=home or world.a.village, **{"birth_date": ADULT, **given}
        )


def paper(world: World, body_id: int | None = None) -> int:
    with as_system():
        stored = evidence.store(
            SYSTEM,
            body_id=body_id or world.a.collective,
            name="证明.txt",
            content="同意。".encode(),
            purpose="people.change_request",
        )
    return stored.id


def ask(world: World, asker: Actor, kind: str = "add", **given: Any) -> int:
    """A request of village A, with a paper behind it."""
    values = {
        "kind": kind,
        "body_id": world.a.collective,
        "reason": "成员大会确认",
        "effective_on": DAY,
        "roll": ROLL,
        "files": [paper(world)],
        **given,
    }
    with as_actor(asker):
        return people.ask_change(asker, **values)


def approve(actor: Actor, request_id: int) -> None:
    with as_actor(actor):
        people.approve_change(actor, change_id=request_id)


def actors(world: World, *user_names: str) -> list[Actor]:
    with as_system():
        return [world.actor(name) for name in user_names]


@dataclass(frozen=True)
class Standing:
    """What a refusal must leave as it was."""

    rolls: dict[tuple[int, str], int]
    waiting: int


def standing() -> Standing:
    with as_system():
        return Standing(people.roll_sizes(DAY), ChangeRequest.objects.filter(state="waiting").count())


def household(world: World, number: str, head: int, *others: tuple[int, str], since: date = DAY) -> int:
    members = (
        people.NewHouseholdMember(head, "head"),
        *(people.NewHouseholdMember(id, relation) for id, relation in others),
    )
    with as_system():
        return people.found_household(
            SYSTEM,
            household=people.NewHousehold(world.a.village, number, "一组 1 号", since, members),
        )
