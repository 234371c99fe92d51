"""Near relatives: declared by the village, warned of where the law keeps posts apart."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from liancun.contexts.access import api as access
from liancun.contexts.access.actions import relatives as actions
from liancun.contexts.access.models import NearRelative
from liancun.contexts.access.queries import relatives as queries
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal


def declare(world: World, first: int, second: int, name: str = "zhishu-a") -> int:
    with as_system():
        who = world.actor(name)
    with as_actor(who):
        return actions.declare_kin(
            who, body_id=world.a.village, person_id=first, relative_id=second, kind="sibling"
        )


def pair(world: World) -> tuple[int, int]:
    """The head of the village committee, and of supervision."""
    return world.a.staff[0], world.a.staff[4]


def test_a_supervisor_who_is_a_relative_of_the_committee_is_warned_of(world: World) -> None:
    head, supervisor = pair(world)
    declare(world, supervisor, head)
    with as_system():
        (clash,) = queries.clashes(queries.declared())
    assert clash.kind == "sibling"
    shown = signed_in("zhishu-a").get("/access/relatives/").content.decode()
    assert "请调整任职" in shown
    assert clash.supervisor in shown


def test_relatives_outside_supervision_are_no_clash(world: World) -> None:
    declare(world, world.a.staff[0], world.a.staff[3])
    with as_system():
        assert queries.clashes(queries.declared()) == []


def test_those_who_act_on_one_item_are_told(world: World) -> None:
    head, supervisor = pair(world)
    declare(world, head, supervisor)
    assert [tie.other(head) for tie in access.kin_among(head, [supervisor, None, world.a.staff[1]])] == [
        supervisor
    ]
    assert access.kin_among(head, [world.a.staff[1]]) == []
    assert access.kin_among(None, [supervisor]) == []


def test_a_tie_is_declared_once_whichever_way_round(world: World) -> None:
    head, supervisor = pair(world)
    declare(world, head, supervisor)
    with pytest.raises(Conflict):
        declare(world, supervisor, head)
    with pytest.raises(Refusal):
        declare(world, head, head)
    with as_system():
        assert NearRelative.objects.count() == 1


def test_another_village_neither_declares_nor_sees(world: World) -> None:
    head, supervisor = pair(world)
    with pytest.raises(NotAllowed):
        declare(world, head, supervisor, name="zhishu-b")
    declare(world, head, supervisor)
    with as_system():
        other = world.actor("zhishu-b")
    with as_actor(other):
        assert queries.declared() == []


def test_it_ends_once_and_may_then_be_declared_anew(world: World) -> None:
    head, supervisor = pair(world)
    id = declare(world, head, supervisor)
    with as_system():
        who = world.actor("zhishu-a")
    with as_actor(who):
        actions.end_kin(who, kin_id=id)
    assert access.kin_among(head, [supervisor]) == []
    with as_system(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update access_nearrelative set until = null where id = %s", [id])
    assert declare(world, head, supervisor) != id


def test_the_database_keeps_the_order(world: World) -> None:
    with as_system(), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "insert into access_nearrelative (person_id, relative_id, kind, body_id, since)"
            " values (%s, %s, 'spouse', %s, current_date)",
            [world.a.staff[4], world.a.staff[0], world.a.village],
        )
