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


def test_the_register_keeps_the_kind_in_its_search_and_reads_any_day(world: World) -> None:
    client = signed_in("xian")
    page = text(client, "/bodies/?kind=village")
    assert '<option value="village" selected>' in page
    assert bodies.get(world.a.village).name in page
    assert bodies.get(world.a.village).name not in text(client, "/bodies/?kind=village&on=1999-01-01")


def test_the_tree_leads_from_the_top_to_a_villages_own_bodies(world: World) -> None:
    client = signed_in("zhishu-a")
    county, town = bodies.get(world.county), bodies.get(world.township)
    assert county.parent_id is not None
    assert f"/bodies/tree/{county.parent_id}/" in text(client, "/bodies/tree/")
    assert town.name in text(client, f"/bodies/tree/{county.id}/")
    assert f"/bodies/tree/{world.a.village}/" in text(client, f"/bodies/tree/{town.id}/")
    assert bodies.get(world.a.collective).name in text(client, f"/bodies/tree/{world.a.village}/")


CHANGE = {"since": "2026-03-01", "basis": "县民政局批复〔2026〕3号"}


def test_a_county_officer_renames_recodes_and_moves(world: World) -> None:
    client, village = signed_in("xian"), world.a.village
    other = bodies.get(world.outside.village).parent_id
    forms = (
        ("rename", {"name": "桃花村", "short_name": "桃花村"}),
        ("recode", {"code": "211221999299", "since": "2026-04-01"}),
        ("move", {"parent": other, "since": "2026-05-01"}),
    )
    for name, given in forms:
        sent = client.post(f"/bodies/{village}/{name}/", CHANGE | given)
        assert sent.status_code == 302, sent.content.decode()
    now = bodies.get(village)
    assert (now.name, now.code, now.parent_id) == ("桃花村", "211221999299", other)
    page = text(client, f"/bodies/{village}/")
    for words in ("更名为“桃花村”", "区划代码改为 211221999299", "县民政局批复〔2026〕3号"):
        assert words in page


def test_a_change_without_a_paper_shows_the_form_again_and_changes_nothing(world: World) -> None:
    client, before = signed_in("xian"), bodies.versions_of(world.a.village)
    page = client.post(
        f"/bodies/{world.a.village}/rename/", CHANGE | {"name": "桃花村", "short_name": "桃花村", "basis": ""}
    )
    assert page.status_code == 422
    assert bodies.versions_of(world.a.village) == before


def test_a_village_is_merged_by_its_form(world: World) -> None:
    client, gone, heir = signed_in("xian"), world.a.village, world.b.village
    page = client.post(f"/bodies/{gone}/end/", CHANGE | {"into": heir, "since": clock.today().isoformat()})
    assert page.status_code == 302, page.content.decode()
    assert "已撤销或并入" in text(client, f"/bodies/{gone}/")
    assert bodies.get(world.a.collective).name in text(client, f"/bodies/{world.a.collective}/")
    assert client.get(f"/bodies/{heir}/").status_code == 200


def test_every_village_can_be_chosen_under_its_township(world: World) -> None:
    client, county = signed_in("xian"), bodies.get(world.county)
    town = bodies.get(world.township)
    more = [
        bodies.NewBody(
            "village",
            f"新{number}村",
            date(2020, 1, 1),
            code=f"211221998{number + 200}",
            under=world.township,
        )
        for number in range(310)
    ]
    with as_system():
        bodies.add_bodies(SYSTEM, bodies=more)
    url = f"/bodies/{county.id}/found/?kind=alliance"
    shown = client.get(url).content.decode()
    assert shown.count('name="members"') == 310 + 9
    assert f"<summary>{town.short_name}" in shown
    found = client.get(f"{url}&find={town.short_name}").content.decode()
    assert found.count('name="members"') >= 310
    last = bodies.find("211221998509")
    assert last is not None
    given = CHANGE | {
        "kind": "alliance",
        "name": "全县联盟党委",
        "nature": "functional",
        "members": [last.id],
    }
    assert client.post(url, given).status_code == 302


def test_a_joint_body_is_founded_described_and_a_role_changed_by_forms(world: World) -> None:
    client, town, village = signed_in("xian"), world.township, world.a.village
    given = CHANGE | {
        "kind": "alliance",
        "name": "文旅联盟党委",
        "nature": "functional",
        "members": [village],
    }
    assert client.post(f"/bodies/{town}/found/", given).status_code == 302
    alliance = next(line for line in bodies.joint_bodies() if line.kind == "alliance")
    assert [line.body.id for line in bodies.members_of(alliance.id, clock.today())] == [village]
    later = CHANGE | {"since": "2026-06-01"}
    assert (
        client.post(f"/bodies/{alliance.id}/role/{village}/", later | {"role": "centre"}).status_code == 302
    )
    described = later | {"nature": "elected", "bond": "villages"}
    assert client.post(f"/bodies/{alliance.id}/describe/", described).status_code == 302
    page = text(client, f"/bodies/{alliance.id}/")
    assert "中心村" in page
    assert "村村联建" in page
    assert "中心村" not in text(client, f"/bodies/{alliance.id}/?on=2026-05-31").split("经过")[0]


def test_a_registration_code_with_a_wrong_digit_is_refused_at_its_field(world: World) -> None:
    client = signed_in("xian")
    page = client.post(
        f"/bodies/{world.a.collective}/registration/", {"registration_code": "N2211221MF0000013A"}
    )
    assert page.status_code == 422
    assert "校验位不符" in page.content.decode()
    right = {"registration_code": "N2211221MF0000013G"}
    assert client.post(f"/bodies/{world.a.collective}/registration/", right).status_code == 302
    assert "N2211221MF0000013G" in text(client, f"/bodies/{world.a.collective}/")


def test_the_one_search_box_finds_bodies_for_everyone(world: World) -> None:
    name = bodies.get(world.a.village).name
    assert f"/bodies/{world.a.village}/" in text(signed_in("baozhang-b"), f"/search/?q={name}")
    assert "没有找到" in text(signed_in("baozhang-b"), "/search/?q=zzzzzz")
