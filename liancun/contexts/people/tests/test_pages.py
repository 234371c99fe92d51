"""Rolls on the screen: masked, and only for those of the own village or above."""

from __future__ import annotations

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system


def roll(body_id: int, kind: str = "representative") -> str:
    return f"/people/{body_id}/{kind}/"


def test_a_roll_is_masked(world: World) -> None:
    page = signed_in("zhishu-a").get(roll(world.a.collective))
    shown = page.content.decode()
    with as_system():
        names = [line.name for line in people.roll(world.a.collective, "representative", clock.today())]
    assert page.status_code == 200
    assert f"共 {len(names)} 人" in shown
    own = {people_name for people_name in names if len(people_name) > 1}
    assert not any(f">{name}<" in shown for name in own)
    assert "*" in shown


def test_the_register_counts_only_the_own_rolls(world: World) -> None:
    shown = signed_in("zhishu-a").get("/people/").content.decode()
    assert bodies.get(world.a.collective).name in shown
    assert bodies.get(world.b.collective).name not in shown


@pytest.mark.parametrize("name", ["zhishu-b", "baozhang-b", "shuji", "kuaiji", "audit"])
def test_others_may_not_see_the_roll(world: World, name: str) -> None:
    page = signed_in(name).get(roll(world.a.collective))
    assert page.status_code == 403
    assert "*" not in page.content.decode()


def test_an_unknown_kind_of_roll_is_not_found(world: World) -> None:
    assert signed_in("zhishu-a").get(roll(world.a.collective, "voters")).status_code == 404
