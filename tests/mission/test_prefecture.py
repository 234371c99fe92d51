"""The whole prefecture loads through the doors, with the counts the counties published."""

from __future__ import annotations

from datetime import date

from liancun.contexts.bodies import api as bodies
from liancun.demo import small, tieling
from liancun.framework import clock
from liancun.framework.testing import as_system


def test_sixty_nine_committees_of_five_hundred_and_five_villages(empty: str) -> None:
    said: list[str] = []
    with clock.fixed(date(2026, 11, 22)), as_system():
        accounts, matter_id = tieling.furnish(
            tieling.VILLAGES, small.PASSWORD, said.append, seed=tieling.SEED
        )
        committees = bodies.of_kind("joint_committee")
        members = [line for joint in committees for line in bodies.members_of(joint.id, clock.today())]

    assert (len(committees), len(members), len({line.body.id for line in members})) == (69, 505, 505)
    assert matter_id
    assert ("xian", "县委组织部干部") in accounts
