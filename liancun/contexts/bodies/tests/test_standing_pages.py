"""Facts, flags, places, agreements and pairings as people meet them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liancun.contexts.bodies import api as bodies
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock, todo
from liancun.framework.testing import SYSTEM, as_actor, as_system

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.fixed(TODAY):
        yield


def text(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


def enter(world: World, year: int, value: int) -> None:
    with as_system():
        new = bodies.NewFact(world.a.village, "population", year, value, "统计年报")
        bodies.record_facts(SYSTEM, facts=[new], reason="核对" if value > 1000 else "")


def held(world: World) -> int | None:
    with as_system():
        line = bodies.facts_of([world.a.village], 2025).get(world.a.village, {}).get("population")
    return None if line is None or line.quantity is None else int(line.quantity)


def test_a_clerk_enters_a_year_with_the_year_before_beside(world: World) -> None:
    enter(world, 2024, 980)
    client, url = signed_in("baozhang-a"), f"/bodies/{world.a.village}/facts/enter/?year=2025"
    assert "上一年：980" in text(client, url)
    assert client.post(url, {"population": "991", "source": "统计年报"}).status_code == 302
    assert held(world) == 991
    shown = text(client, f"/bodies/{world.a.village}/facts/?year=2025")
    assert "991" in shown
    assert "980" in shown


def test_a_correction_asks_for_its_reason_and_shows_what_stood_before(world: World) -> None:
    enter(world, 2025, 980)
    client, url = signed_in("baozhang-a"), f"/bodies/{world.a.village}/facts/enter/?year=2025"
    refused = client.post(url, {"population": "985", "source": "统计年报"})
    assert refused.status_code == 422
    assert "请写明更正的原因" in refused.content.decode()
    assert held(world) == 980
    given = {"population": "985", "source": "统计年报", "reason": "漏报"}
    assert client.post(url, given).status_code == 302
    assert "980 → 985" in text(client, f"/bodies/{world.a.village}/facts/?year=2025")


def test_the_list_of_a_fact_names_who_can_supply_what_is_missing(world: World) -> None:
    client = signed_in("xian")
    page = text(client, "/bodies/facts/?code=population&year=2025")
    assert "报账员" in page
    enter(world, 2025, 980)
    only_missing = text(client, "/bodies/facts/?code=population&year=2025&show=missing")
    assert f">{bodies.get(world.a.village).name}<" not in only_missing


def test_the_list_of_a_fact_takes_as_many_statements_however_many_rows(world: World) -> None:
    client, name = signed_in("xian"), bodies.get(world.a.village).name
    text(client, "/bodies/facts/?code=population")
    counts = []
    for url in (f"/bodies/facts/?code=population&q={name}", "/bodies/facts/?code=population"):
        with CaptureQueriesContext(connection) as captured:
            text(client, url)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_place_form_warns_and_keeps_nothing_unread(world: World) -> None:
    client, url = signed_in("xiangzhen"), f"/bodies/{world.a.village}/place/"
    assert "涉密测绘提示" in text(client, url)
    given = {
        "geometry": json.dumps({"type": "Point", "coordinates": [123.8, 42.3]}),
        "crs": "cgcs2000",
        "source": "公开地图",
        "approval": "",
        "audience": "internal",
    }
    assert client.post(url, given).status_code == 422
    with as_system():
        assert bodies.place_of(world.a.village) is None
    assert client.post(url, given | {"read": "on"}).status_code == 302
    with as_system():
        assert bodies.place_of(world.a.village) is not None


def test_a_flag_is_shown_inside_and_never_on_public_pages(world: World) -> None:
    client = signed_in("xiangzhen")
    given = {"code": "weak_income", "basis": "年收入不足 10 万元", "since": "2026-01-01"}
    assert client.post(f"/bodies/{world.a.village}/flag/", given).status_code == 302
    assert "集体经济薄弱村" in text(client, f"/bodies/{world.a.village}/facts/")
    code = bodies.get(world.a.village).code
    for url in ("/p/", f"/p/v/{code}/"):
        public = text(Client(), url)
        assert "薄弱" not in public
        assert "软弱" not in public


def agreement(world: World) -> int:
    terms = [bodies.Terms(world.a.village, "接待"), bodies.Terms(world.b.village, "采摘")]
    draft = bodies.Draft("文旅协议", "合办旅游", TODAY, date(2026, 7, 15), terms)
    with as_system():
        return bodies.draft_agreement(SYSTEM, host_id=world.joint, draft=draft)


def sign(world: World, id: int) -> None:
    for letter in ("a", "b"):
        with as_system():
            actor = world.actor(f"zhishu-{letter}")
        with as_actor(actor):
            digest = bodies.agreement(id, TODAY).text_digest
            bodies.sign_agreement(
                actor, agreement_id=id, body_id=world.seat(letter).village, text_digest=digest
            )


def waiting(world: World, name: str) -> list[str]:
    with as_system():
        actor = world.actor(name)
    with as_actor(actor):
        return [item.what for item in todo.waiting_for(actor) if "文旅协议" in item.what]


def test_what_waits_for_a_signature_and_what_ends_soon_stands_among_the_things_to_do(world: World) -> None:
    id = agreement(world)
    assert waiting(world, "zhishu-a") == ["签署联建协议：文旅协议"]
    assert waiting(world, "zhishu-c") == waiting(world, "baozhang-a") == []
    sign(world, id)
    assert waiting(world, "zhishu-a") == ["联建协议快到期：文旅协议"]
    assert waiting(world, "shuji") == ["联建协议快到期：文旅协议"]
    assert waiting(world, "baozhang-a") == []


def test_the_record_of_a_village_leads_to_its_agreements_pairings_and_facts(world: World) -> None:
    agreement(world)
    with as_system():
        bodies.pair(
            SYSTEM,
            kind="strong_weak",
            helper_id=world.b.village,
            helped_id=world.a.village,
            since=TODAY,
        )
    page = text(signed_in("zhishu-a"), f"/bodies/{world.a.village}/")
    assert "文旅协议" in page
    assert "强村带弱村" in page
    assert "查看和登记" in page
    other = text(signed_in("zhishu-e"), f"/bodies/{world.a.village}/")
    assert "文旅协议" not in other
    assert "强村带弱村" not in other


def test_the_list_of_pairings_counts_as_of_a_day(world: World) -> None:
    client = signed_in("xiangzhen")
    given = {
        "kind": "strong_weak",
        "helper": world.a.village,
        "helped": world.b.village,
        "since": "2026-03-01",
    }
    assert client.post("/bodies/pairings/new/", given).status_code == 302
    assert "强村带弱村：1 对" in text(client, "/bodies/pairings/?on=2026-03-01")
    assert "1 对" not in text(client, "/bodies/pairings/?on=2026-02-28")


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999", "stand=<b>", "q=%25'", "kind=x", "code=x", "year=99999"]
)
@pytest.mark.parametrize("page", ["agreements", "pairings", "facts"])
def test_the_lists_bear_any_question(world: World, page: str, query: str) -> None:
    assert signed_in("xian").get(f"/bodies/{page}/?{query}").status_code in (200, 302)
