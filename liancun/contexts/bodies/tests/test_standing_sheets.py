"""Facts by year and places handed in as sheets: once, corrected with a reason, and no survey secrets."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.models import BodyFact, BodyPlace
from liancun.contexts.bodies.tests.test_sheets import filled, sent, shown
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.testing import as_system

FACTS, PLACES = "/imports/bodies.facts/", "/imports/bodies.places/"
SOURCE = "2025 年农村经营管理统计年报"


@pytest.fixture
def code(world: World) -> str:
    with as_system():
        return bodies.get(world.a.village).code


def held(world: World, year: int = 2025) -> dict[str, bodies.FactLine]:
    with as_system():
        return bodies.facts_of([world.a.village], year).get(world.a.village, {})


def came_in(client: Any, url: str, rows: list[list[Any]]) -> str:
    """The page of the file after its commit."""
    page = sent(client, url, filled(client, url, rows))
    assert client.post(f"{page}commit/").status_code == 302
    return shown(client, page)


def test_facts_come_in_by_year_with_their_source(world: World, code: str) -> None:
    rows = [[code, "耕地", 2025, "３２６０.５", SOURCE, ""], [code, "户数", 2025, "412", SOURCE, ""]]
    assert "已于" in came_in(signed_in("xian"), FACTS, rows)
    found = held(world)
    assert {name: bodies.fact_value(line, None) for name, line in found.items()} == {
        "land_cropland": "3260.5",
        "households": "412",
    }
    assert found["households"].source == SOURCE


def test_the_same_fact_twice_changes_nothing(world: World, code: str) -> None:
    client = signed_in("xian")
    came_in(client, FACTS, [[code, "耕地", 2025, "3260.50", SOURCE, ""]])
    page = sent(client, FACTS, filled(client, FACTS, [[code, "耕地", 2025, 3260.5, SOURCE, "再填一次"]]))
    assert "没有可以写入的新内容" in shown(client, page)
    client.post(f"{page}commit/")
    with as_system():
        assert BodyFact.objects.filter(body_id=world.a.village, year=2025).count() == 1


def test_another_value_is_a_correction_that_needs_a_reason_and_keeps_the_old(world: World, code: str) -> None:
    client = signed_in("xian")
    came_in(client, FACTS, [[code, "耕地", 2025, "3260.5", SOURCE, ""]])
    page = sent(client, FACTS, filled(client, FACTS, [[code, "耕地", 2025, "3300", SOURCE, ""]]))
    assert "与原来登记的“3260.5”不同" in shown(client, page)
    assert client.post(f"{page}commit/").status_code == 409
    assert held(world)["land_cropland"].sequence == 1
    came_in(client, FACTS, [[code, "耕地", 2025, "3300", SOURCE, "复核后更正"]])
    line = held(world)["land_cropland"]
    assert (line.sequence, line.quantity, line.reason) == (2, Decimal(3300), "复核后更正")
    with as_system():
        assert BodyFact.objects.filter(body_id=world.a.village, code="land_cropland").count() == 2


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["集体经营收入增幅", 2025, "1", SOURCE], "所列的词"),
        (["耕地", 2999, "1", SOURCE], "年度应在"),
        (["耕地", 2025, "很多", SOURCE], "的值写得不对"),
        (["耕地", 2025, "1.234", SOURCE], "位小数"),
        (["党员", 2025, "-1", SOURCE], "的值写得不对"),
        (["耕地", 2025, "1", ""], "必须填写"),
    ],
)
def test_a_wrong_fact_is_named_and_nothing_is_written(
    world: World, code: str, cells: list[Any], said: str
) -> None:
    client = signed_in("xian")
    good = [code, "户数", 2025, "412", SOURCE, ""]
    page = sent(client, FACTS, filled(client, FACTS, [good, [code, *cells, ""]]))
    assert said in shown(client, page)
    assert client.post(f"{page}commit/").status_code == 409
    assert held(world) == {}


def test_a_village_hands_in_its_own_facts_and_no_others(world: World, code: str) -> None:
    client = signed_in("baozhang-a")
    with as_system():
        other = bodies.get(world.b.village).code
    assert "已于" in came_in(client, FACTS, [[code, "户数", 2025, "412", SOURCE, ""]])
    page = sent(client, FACTS, filled(client, FACTS, [[other, "户数", 2025, "98", SOURCE, ""]]))
    assert "需要改正" in shown(client, page)
    with as_system():
        assert not BodyFact.objects.filter(body_id=world.b.village).exists()


CRS = "CGCS2000（2000 国家大地坐标系）"


def test_a_place_comes_in_with_its_source_and_number(world: World, code: str) -> None:
    client = signed_in("xian")
    assert "涉密测绘成果" in client.get(PLACES).content.decode()
    row = [code, "123.72", "42.29", "", CRS, "县标准地图", "GS(2024)0650号", "可以公开", "是"]
    assert "已于" in came_in(client, PLACES, [row])
    with as_system():
        place = bodies.place_of(world.a.village)
        assert place is not None
    assert place.geometry == {"type": "Point", "coordinates": [123.72, 42.29]}
    assert (place.source, place.approval, place.audience) == ("县标准地图", "GS(2024)0650号", "public")
    again = sent(client, PLACES, filled(client, PLACES, [[*row[:2], "42.290", *row[3:]]]))
    assert "没有可以写入的新内容" in shown(client, again)
    with as_system():
        assert BodyPlace.objects.filter(body_id=world.a.village).count() == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["123.72", "42.29", "", CRS, "县标准地图", "", "可以公开", "是"], "必须有审图号"),
        (["123.72", "42.29", "", CRS, "县标准地图", "", "仅内部使用", "否"], "涉密测绘提示"),
        (["", "", "", CRS, "县标准地图", "", "仅内部使用", "是"], "没有写明位置"),
        (["223.72", "42.29", "", CRS, "县标准地图", "", "仅内部使用", "是"], "不是可用的"),
        (
            ["", "", '{"type":"Point","coordinates":[1,2,300]}', CRS, "航测", "", "仅内部使用", "是"],
            "不带高程",
        ),
        (["123.72", "42.29", "", CRS, "", "", "仅内部使用", "是"], "必须填写"),
    ],
)
def test_a_place_without_grounds_stays_out(world: World, code: str, cells: list[str], said: str) -> None:
    client = signed_in("xian")
    page = sent(client, PLACES, filled(client, PLACES, [[code, *cells]]))
    assert said in shown(client, page)
    assert client.post(f"{page}commit/").status_code == 409
    with as_system():
        assert not BodyPlace.objects.filter(body_id=world.a.village).exists()


def test_places_are_for_officers(world: World) -> None:
    assert signed_in("baozhang-a").get(PLACES).status_code == 403


def features(properties: dict[str, Any], *corners: tuple[float, float]) -> bytes:
    shape = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False).encode()


def test_areas_come_in_as_the_file_of_a_map_program(world: World, code: str) -> None:
    client = signed_in("xian")
    told = {"组织": code, "坐标系": CRS, "来源": "村庄规划", "使用范围": "仅内部使用", "已核对不涉密": "是"}
    corners = [(123.7, 42.2), (123.8, 42.2), (123.8, 42.3)]
    page = sent(client, PLACES, features(told, *corners), "村.geojson")
    assert client.post(f"{page}commit/").status_code == 302
    with as_system():
        place = bodies.place_of(world.a.village)
        assert place is not None
    assert place.geometry["coordinates"] == [[list(at) for at in (*corners, corners[0])]]
    lacking = sent(client, PLACES, features({**told, "已核对不涉密": "否"}, *corners), "村2.geojson")
    assert "涉密测绘提示" in shown(client, lacking)
    assert "不是 GeoJSON 要素集" in shown(client, sent(client, PLACES, b'{"type": "Point"}', "点.geojson"))
