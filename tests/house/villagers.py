"""A villager of A with a household, and a change of the roll that waits."""

from __future__ import annotations

from liancun.contexts.evidence import api as evidence
from liancun.contexts.people import api as people
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system


def furnish(world: World) -> dict[str, object]:
    """A villager with a household, whom the clerk asks to enter on the roll of members."""
    a, day = world.a, clock.today()
    with as_system():
        villager = people.add_person(Actor.system("tests"), name="测试村民", home_id=a.village)
        head = people.NewHouseholdMember(villager, "head")
        household = people.found_household(
            Actor.system("tests"), household=people.NewHousehold(a.village, "T001", "", day, (head,))
        )
        clerk = world.actor("baozhang-a")
    with as_actor(clerk):
        paper = evidence.store(
            clerk,
            body_id=a.collective,
            name="证明.txt",
            content="同意。".encode(),
            purpose="people.change_request",
        )
        change = people.ask_change(
            clerk,
            kind="add",
            body_id=a.collective,
            person_id=villager,
            reason="成员大会确认",
            effective_on=day,
            roll="collective_member",
            files=[paper.id],
        )
    return {"villager_id": villager, "household_id": household, "change_id": change}
