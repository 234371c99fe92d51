"""Where a body lies: what GeoJSON is taken, and that nothing unapproved is ever public (law 13)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.rules.geometry import MOST_BYTES, MOST_POSITIONS, geometry_of
from liancun.demo.world import World
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import NotAllowed, Refusal

POINT = {"type": "Point", "coordinates": [123.8, 42.3]}
AREA = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}


def given(world: World, **changed: Any) -> dict[str, Any]:
    usual = {
        "body_id": world.a.village,
        "geometry": json.dumps(POINT),
        "crs": "cgcs2000",
        "source": "县自然资源局公开地图",
        "approval": "",
        "audience": "internal",
        "read": True,
    }
    return usual | changed


@pytest.fixture
def officer(world: World) -> Actor:
    with as_system():
        return world.actor("xiangzhen")


def place(actor: Actor, world: World, **changed: Any) -> int:
    with as_actor(actor):
        return bodies.place_body(actor, **given(world, **changed))


def seen(actor: Actor, world: World) -> tuple[bool, bool]:
    """Whether the place, and whether a public place, is seen."""
    ids = [world.a.village]
    with as_actor(actor):
        return bool(bodies.places_of(ids)), bool(bodies.public_places(ids))


def test_a_place_is_seen_inside_only_until_it_is_approved(world: World, officer: Actor) -> None:
    stranger = Actor.stranger()
    place(officer, world)
    assert (seen(officer, world), seen(stranger, world)) == ((True, False), (False, False))
    place(officer, world, approval="辽S(2025)021号", audience="internal")
    assert (seen(officer, world), seen(stranger, world)) == ((True, False), (False, False))
    place(officer, world, approval="辽S(2025)021号", audience="public")
    assert (seen(officer, world), seen(stranger, world)) == ((True, True), (True, True))


def test_the_latest_place_holds_and_earlier_ones_stay(world: World, officer: Actor) -> None:
    place(officer, world)
    place(officer, world, geometry=json.dumps(AREA), source="实测")
    with as_actor(officer):
        latest = bodies.place_of(world.a.village)
    assert latest is not None
    assert (latest.geometry, latest.source) == (AREA, "实测")
    assert count() == 2


def count() -> int:
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select count(*) from bodies_bodyplace")
        found: int = (cursor.fetchone() or (0,))[0]
    return found


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"read": False}, "bodies.warning_unread"),
        ({"audience": "public"}, "bodies.no_approval"),
        ({"audience": "public", "approval": "没有"}, "bodies.no_approval"),
        ({"approval": "GS(24)1"}, "bodies.no_approval"),
        ({"source": " "}, "bodies.place_source"),
        ({"geometry": "{"}, "bodies.geometry_broken"),
        ({"geometry": "[" * 100_000}, "bodies.geometry_broken"),
        ({"geometry": " " * (MOST_BYTES + 1)}, "bodies.geometry_big"),
        (
            {"geometry": json.dumps({"type": "LineString", "coordinates": [[0, 0], [1, 1]]})},
            "bodies.geometry_broken",
        ),
        ({"geometry": json.dumps({"type": "Point", "coordinates": [1, 2, 300]})}, "bodies.geometry_broken"),
        ({"geometry": json.dumps({"type": "Point", "coordinates": [181, 2]})}, "bodies.geometry_broken"),
        ({"geometry": '{"type": "Point", "coordinates": [NaN, 2]}'}, "bodies.geometry_broken"),
        ({"geometry": '{"type": "Point", "coordinates": [true, 2]}'}, "bodies.geometry_broken"),
        (
            {"geometry": json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0]]]})},
            "bodies.geometry_broken",
        ),
    ],
)
def test_what_is_not_fit_is_refused(world: World, officer: Actor, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        place(officer, world, **changed)
    assert caught.value.code == code
    assert count() == 0


def test_only_the_bare_shape_of_a_feature_is_kept() -> None:
    feature = {"type": "Feature", "properties": {"owner": "张三", "depth": 3}, "geometry": AREA, "id": 7}
    for given_ in (feature, {"type": "FeatureCollection", "features": [feature]}):
        assert geometry_of(json.dumps(given_), on_earth=True) == AREA


def test_a_shape_of_too_many_points_is_refused() -> None:
    ring = [[0, 0]] * (MOST_POSITIONS + 1)
    with pytest.raises(Refusal) as caught:
        geometry_of(
            json.dumps({"type": "Polygon", "coordinates": [ring]}, separators=(",", ":")), on_earth=True
        )
    assert caught.value.code == "bodies.geometry_big"


def test_a_plane_of_ones_own_may_have_any_numbers() -> None:
    point = {"type": "Point", "coordinates": [41_500_000, 4_680_000]}
    assert geometry_of(json.dumps(point), on_earth=False) == point


@pytest.mark.parametrize("name", ["baozhang-a", "shuji", "zhishu-b"])
def test_nobody_else_places_a_village(world: World, name: str) -> None:
    with as_system():
        actor = world.actor(name)
    with pytest.raises(NotAllowed):
        place(actor, world)
    assert count() == 0


@pytest.mark.parametrize(
    "attack",
    [
        "insert into bodies_bodyplace (body_id, geometry, crs, source, approval, audience, recorded_by_name,"
        " recorded_at) values ({village}, '{{}}', 'wgs84', 's', '', 'public', 'n', now())",
        "update bodies_bodyplace set audience = 'public'",
        "delete from bodies_bodyplace",
    ],
)
def test_the_database_refuses(world: World, officer: Actor, attack: str) -> None:
    place(officer, world)
    with (
        pytest.raises((DatabaseError, IntegrityError)),
        as_system(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack.format(village=world.a.village))
    assert seen(Actor.stranger(), world) == (False, False)
    assert count() == 1
