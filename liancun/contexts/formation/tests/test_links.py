"""Roads and deliveries between villages come in by sheets and are what the planner reads."""

from __future__ import annotations

import io

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.models import Delivery, Road
from liancun.contexts.formation.queries import links, plans
from liancun.contexts.formation.rules.registry import Known
from liancun.contexts.formation.rules.registry import links as ways
from liancun.contexts.formation.tests.test_plannings import planned
from liancun.contexts.formation.web.sheets import DELIVERIES, ROADS
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.scope import entered
from liancun.framework.sheets import Layout, keeping, uploads
from liancun.framework.testing import as_system


def hand_in(world: World, layout: Layout, rows: list[str], who: str = "xian") -> tuple[str, list[str]]:
    """State of the upload, and what was remarked."""
    actor = world.actor(who)
    text = "\n".join([",".join(column.heading for column in layout.columns), *rows])
    with entered(actor):
        upload = uploads.at_once(actor, layout, "表.csv", io.BytesIO(text.encode()))
        faults, _, _ = keeping.remarks(upload)
    return upload.state, [one.code for one in faults]


def village(key: int) -> Known:
    return Known(str(key), f"村{key}", "镇", float(key), 0.0)


def test_roads_on_record_say_who_are_neighbours_and_how_far() -> None:
    row = [village(0), village(1), village(2)]
    assert [(one.one, one.other) for one in ways(row, 2.0)] == [("0", "1"), ("1", "2")]
    found = ways(row, 2.0, {("0", "2"): 9.0, ("0", "1"): 3.0, ("1", "7"): 4.0})
    assert [(one.one, one.other, one.minutes) for one in found] == [("0", "1", 3.0), ("0", "2", 9.0)]
    partly = ways(row, 2.0, {("0", "1"): 3.0})
    assert [(one.one, one.other, one.minutes) for one in partly] == [("0", "1", 3.0), ("1", "2", 2.0)]


@pytest.mark.mission("TL1", "TL12")
def test_a_sheet_of_roads_and_deliveries_is_what_the_next_plan_reads(world: World) -> None:
    with as_system():
        a, b = (bodies.get(seat.village).name for seat in (world.a, world.b))
    assert hand_in(world, ROADS, [f"{a},{b},7,公路台账"]) == ("done", [])
    assert hand_in(world, DELIVERIES, [f"{a},{b},饲料,120000.00,供销台账"]) == ("done", [])
    plan = planned(world)
    with as_system():
        problem = plans.opened(plan).problem
    pair = {str(world.a.village), str(world.b.village)}
    assert [one.minutes for one in problem.links if {one.one, one.other} == pair] == [7.0]
    assert [(one.seller, one.buyer, one.amount) for one in problem.supplies] == [
        (str(world.a.village), str(world.b.village), 12.0)
    ]
    panel = signed_in("xian").get(f"/planning/plans/{plan}/villages/{world.a.village}/").content.decode()
    assert "7 分钟" in panel
    assert " 12.0<" in panel


def test_the_latest_row_of_a_pair_holds_the_same_again_changes_nothing_and_nought_ends_it(
    world: World,
) -> None:
    with as_system():
        a, b = (bodies.get(seat.village).name for seat in (world.a, world.b))
    for minutes in (7, 7, 5):
        assert hand_in(world, ROADS, [f"{b},{a},{minutes},公路台账"])[0] == "done"
    pair = (min(world.a.village, world.b.village), max(world.a.village, world.b.village))
    with as_system():
        assert links.roads(pair) == {pair: 5}
        assert Road.objects.count() == 2
    assert hand_in(world, ROADS, [f"{a},{b},0,公路台账"])[0] == "done"
    with as_system():
        assert links.roads(pair) == {}


def test_a_file_with_a_fault_is_refused_whole(world: World) -> None:
    with as_system():
        a, b = (bodies.get(seat.village).name for seat in (world.a, world.b))
    state, codes = hand_in(world, ROADS, [f"{a},{b},7,台账", f"{a},{a},7,台账", f"{b},{a},9,台账"])
    assert state != "done"
    assert set(codes) == {"formation.one_village", "formation.twice"}
    assert hand_in(world, DELIVERIES, [f"{a},没有这个村,饲料,1.00,台账"])[1] == ["bodies.not_found"]
    with as_system():
        assert not Road.objects.exists()
        assert not Delivery.objects.exists()


def test_rows_never_change_and_another_county_does_not_read_them(world: World) -> None:
    with as_system():
        a, b = (bodies.get(seat.village).name for seat in (world.a, world.b))
    hand_in(world, ROADS, [f"{a},{b},7,台账"])
    with as_system(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update formation_road set minutes = 1")
    with entered(world.actor("zhishu-e")):
        assert not Road.objects.exists()


def test_the_page_of_missing_data_names_roads_and_deliveries(world: World) -> None:
    page = signed_in("xian").get(f"/planning/areas/{world.county}/data/").content.decode()
    assert "到邻村的道路" in page
    assert "村与村的供销" in page
    assert "/imports/formation.roads/" in page
