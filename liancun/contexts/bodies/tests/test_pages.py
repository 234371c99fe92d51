"""The register and the record of bodies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liancun.contexts.bodies import api as bodies
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system


def text(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


def test_the_register_lists_committees_and_villages(world: World) -> None:
    client = signed_in("xian")
    joint, village = bodies.get(world.joint), bodies.get(world.a.village)
    assert joint.name in text(client, "/bodies/")
    assert village.name in text(client, "/bodies/?kind=village")
    assert village.name in text(client, f"/bodies/?kind=village&q={village.name[:2]}")
    assert village.name not in text(client, "/bodies/?kind=village&q=zzzz")


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=9999999999", "page=999", "kind=<b>", "q=%25'%22"]
)
def test_the_register_bears_any_question(world: World, query: str) -> None:
    assert signed_in("xian").get(f"/bodies/?{query}").status_code in (200, 302)


def test_the_record_of_a_committee_shows_its_members_of_a_day(world: World) -> None:
    client, name = signed_in("zhishu-a"), bodies.get(world.a.village).name
    assert name in text(client, f"/bodies/{world.joint}/")
    early = client.get(f"/bodies/{world.joint}/?on=1999-01-01").content.decode()
    assert "这一天没有成员" in early


def test_the_record_of_a_village_shows_its_own_bodies_and_who_holds_posts(world: World) -> None:
    page = text(signed_in("zhishu-a"), f"/bodies/{world.a.village}/")
    assert bodies.get(world.a.collective).name in page
    assert bodies.get(world.joint).name in page
    assert "报账员" in page


def test_an_unknown_body_is_not_found(world: World) -> None:
    assert signed_in("xian").get("/bodies/99999999/").status_code == 404


def form(world: World) -> dict[str, Any]:
    return {"member": world.outside.village, "role": "member", "since": clock.today().isoformat()}


def test_a_county_officer_registers_joining_and_leaving(world: World) -> None:
    client = signed_in("xian")
    with as_system():
        for line in bodies.joints_of(world.outside.village, clock.today()):
            bodies.leave(SYSTEM, joint_id=line.body.id, member_id=world.outside.village, until=clock.today())
    assert client.post(f"/bodies/{world.joint}/join/", form(world)).status_code == 302
    assert world.joint in {line.body.id for line in bodies.joints_of(world.outside.village, clock.today())}
    left = client.post(
        f"/bodies/{world.joint}/leave/{world.outside.village}/", {"until": date(2099, 1, 1).isoformat()}
    )
    assert left.status_code == 302
    assert bodies.joints_of(world.outside.village, date(2099, 1, 1)) == []


def test_a_refused_joining_shows_the_form_again_and_saves_nothing(world: World) -> None:
    client = signed_in("xian")
    before = bodies.memberships(clock.today())
    page = client.post(f"/bodies/{world.joint}/join/", form(world) | {"member": world.a.village})
    assert page.status_code == 422
    assert "已经加入了同类联建组织" in page.content.decode()
    assert bodies.memberships(clock.today()) == before


@pytest.mark.parametrize("name", ["zhishu-a", "baozhang-a", "shuji", "kuaiji"])
def test_nobody_else_may_register_members(world: World, name: str) -> None:
    client = signed_in(name)
    before = bodies.memberships(clock.today())
    assert client.get(f"/bodies/{world.joint}/join/").status_code == 403
    assert client.post(f"/bodies/{world.joint}/join/", form(world)).status_code == 403
    assert bodies.memberships(clock.today()) == before


def test_the_register_takes_as_many_statements_for_one_village_as_for_many(world: World) -> None:
    client = signed_in("xian")
    name = bodies.get(world.a.village).name
    text(client, "/bodies/?kind=village")
    counts = []
    for url in (f"/bodies/?kind=village&q={name}", "/bodies/?kind=village"):
        with CaptureQueriesContext(connection) as captured:
            text(client, url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
