"""A hall of voters for tests: opened ballots of every kind, families, officers of village A."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from liancun.contexts.ballots import api as ballots
from liancun.contexts.people import api as people
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system

SYSTEM = Actor.system("tests")
BORN = date(1980, 5, 1)


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def voters(world: World, count: int = 8) -> tuple[int, ...]:
    return world.a.representatives[:count]


def opened(world: World, entitled: Sequence[int] = (), *, who: str = "zhishu-a", **given: Any) -> int:
    officer = actor(world, who)
    asked: dict[str, Any] = {"method": "named", "question": "是否同意统一购买种子", **given}
    with as_actor(officer):
        line = ballots.open_ballot(
            officer, body_id=world.a.collective, entitled=entitled or voters(world), **asked
        )
    return line.id


def vote(world: World, ballot_id: int, person: int, choice: str = "yes", **given: Any) -> ballots.Receipt:
    officer = actor(world, "zhishu-a")
    with as_actor(officer):
        return ballots.cast(
            officer, ballot_id=ballot_id, person_id=person, choice=choice, key=f"k{person}", **given
        )


def closed(world: World, ballot_id: int) -> ballots.Tally:
    officer = actor(world, "zhishu-a")
    with as_actor(officer):
        ballots.close(officer, ballot_id=ballot_id)
        return ballots.result(ballot_id)


def family(world: World, *ages: int, number: str = "9001") -> list[int]:
    """Persons of one household in village A, of these ages."""
    today = clock.today()
    with as_system():
        found = people.add_people(
            SYSTEM,
            people=[
                people.NewPerson(
                    f"周{'一二三四五六'[place]}{number[-1]}",
                    world.a.village,
                    birth_date=today.replace(year=today.year - age, month=1, day=1),
                )
                for place, age in enumerate(ages)
            ],
        )
        members = tuple(
            people.NewHouseholdMember(person, "head" if place == 0 else "spouse" if place == 1 else "child")
            for place, person in enumerate(found)
        )
        people.found_household(
            SYSTEM,
            household=people.NewHousehold(world.a.village, number, "一组", date(2024, 1, 1), members),
        )
    return list(found)


def paper(world: World, ballot_id: int, person: int, choice: str, who: str) -> ballots.PaperEntered:
    officer = actor(world, who)
    with as_actor(officer):
        return ballots.enter_paper(officer, ballot_id=ballot_id, person_id=person, choice=choice)


def slips(world: World, ballot_id: int, persons: Sequence[int]) -> tuple[ballots.IssuedSlip, ...]:
    officer = actor(world, "zhishu-a")
    with as_actor(officer):
        return ballots.issue_slips(officer, ballot_id=ballot_id, person_ids=persons).slips


def correction(
    world: World, ballot_id: int, change: str, person: int, who: str = "zhishu-a"
) -> ballots.CorrectionLine:
    officer = actor(world, who)
    with as_actor(officer):
        return ballots.ask_correction(
            officer, ballot_id=ballot_id, change=change, person_id=person, reason="成员大会 5 月 3 日决定"
        )


def confirmed(world: World, correction_id: int, who: str = "jiandu-a") -> ballots.CorrectionLine:
    officer = actor(world, who)
    with as_actor(officer):
        return ballots.confirm_correction(officer, correction_id=correction_id)
