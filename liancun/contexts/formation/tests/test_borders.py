"""Imported areas: neighbours by shared border, and a map as the villages lie."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.queries import known, plans
from liancun.contexts.formation.rules.borders import beside, sheet_of, touching
from liancun.contexts.formation.rules.outlines import Area, area_of
from liancun.contexts.formation.tests.test_plannings import planned
from liancun.contexts.formation.web.drawing import drawn
from liancun.demo.world import World
from liancun.framework.scope import entered
from liancun.framework.testing import as_system


def square(x: float, y: float, side: float = 1.0) -> Area:
    return ((((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)),),)


def grid(wide: int, high: int) -> dict[int, Area]:
    return {x + wide * y: square(x, y) for y in range(high) for x in range(wide)}


@given(st.integers(2, 6), st.integers(1, 5))
def test_squares_of_a_grid_share_their_sides_and_not_their_corners(wide: int, high: int) -> None:
    expected = {(x + wide * y, x + 1 + wide * y) for y in range(high) for x in range(wide - 1)}
    expected |= {(x + wide * y, x + wide * (y + 1)) for y in range(high - 1) for x in range(wide)}
    assert touching(grid(wide, high)) == expected


def test_a_gap_of_a_survey_is_overlooked_and_a_river_is_not() -> None:
    assert touching({0: square(0, 0), 1: square(1.03, 0)}) == {(0, 1)}
    assert touching({0: square(0, 0), 1: square(1.2, 0)}) == set()


def test_a_village_inside_another_is_its_neighbour() -> None:
    inside = square(1, 1)
    around: Area = ((square(0, 0, 3)[0][0], inside[0][0]),)
    assert touching({0: around, 1: inside}) == {(0, 1)}
    sheet = sheet_of([(0.5, 0.5), (1.5, 1.5)], {0: around, 1: inside})
    assert [len(rings) for rings in sheet.shapes] == [2, 1]


def test_an_island_and_a_village_without_area_have_their_neighbours_by_position() -> None:
    places = [(0.5, 0.5), (1.5, 0.5), (4.5, 0.5), (5.5, 0.5)]
    areas = {0: square(0, 0), 1: square(1, 0), 2: square(4, 0)}
    assert beside(places, areas) == [(0, 1), (1, 2), (2, 3)]


def test_a_ring_that_crosses_itself_is_mended() -> None:
    bow: Area = ((((0, 0), (1, 1), (1, 0), (0, 1), (0, 0)),),)
    assert touching({0: bow, 1: square(1, 0)}) == {(0, 1)}


def test_only_areas_have_an_area() -> None:
    assert area_of({"type": "Point", "coordinates": [1, 2]}) is None
    ring = [[0, 0], [2, 0], [2, 2], [0, 0]]
    assert area_of({"type": "Polygon", "coordinates": [ring]}, (2.0, 1.0)) == (
        (((0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 0.0)),),
    )


def test_cells_lie_north_up_within_the_sheet_and_share_their_sides() -> None:
    sheet = sheet_of([(x + 0.5, y + 0.5) for y in range(3) for x in range(4)], grid(4, 3))
    corners = [point for rings in sheet.shapes for ring in rings for point in ring]
    assert all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in corners)
    assert len(set(corners)) == 20
    assert sheet.spots[8][1] < sheet.spots[0][1]


@pytest.mark.mission("TL1")
def test_imported_areas_make_the_neighbours_and_the_map_with_its_source(world: World) -> None:
    officer = world.actor("xian")
    with as_system():
        villages = sorted(bodies.subtree_ids(world.county, bodies.village_kinds()))
    with entered(officer):
        for at, village in enumerate(villages):
            ring = [[x * 1000, y * 1000] for x, y in square(at % 3, at // 3)[0][0]]
            bodies.place_body(
                officer,
                body_id=village,
                geometry=json.dumps({"type": "Polygon", "coordinates": [ring]}),
                crs="local",
                source="村庄规划底图",
                approval="",
                audience="internal",
                read=True,
            )
        found = known.ground(world.county, 2025)
    assert len(found.borders.areas) == len(villages) == 9
    plan = planned(world)
    with as_system():
        opened = plans.opened(plan)
    pairs = {(int(one.one), int(one.other)) for one in opened.problem.links}
    sides = {(villages[a], villages[b]) for a, b in touching(grid(3, 3))}
    assert {tuple(sorted(pair)) for pair in pairs} == sides
    shown = drawn(opened, opened.plan)
    assert shown.sources == ("村庄规划底图",)
    assert {cell.path.count("L") for cell in shown.cells} == {3}
