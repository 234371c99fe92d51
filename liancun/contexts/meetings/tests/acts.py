"""Gestures the tests of whole meetings share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.meetings import api as meetings
from liancun.contexts.people import api as people
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=clock.ZONE)


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def joint_meeting(world: World, *, days: int = 3, agenda: Sequence[str] = ("秋收包装箱统一采购",)) -> int:
    """The committee's secretary calls a 联席会议."""
    secretary = actor(world, "shuji")
    with as_actor(secretary):
        return meetings.convene_kind(
            secretary,
            body_id=world.joint,
            kind="joint_meeting",
            title="三月联席会议",
            starts_at=clock.now() + timedelta(days=days),
            place="联合党委会议室",
            agenda=agenda,
        ).id


def sat(
    world: World, meeting_id: int, now: clock.FixedClock, *, days: int = 3, who: str = "shuji"
) -> list[int]:
    """Its day comes, everybody is there, the secretary takes the chair; gives those called."""
    now.advance(days=days)
    keeper = actor(world, who)
    with as_actor(keeper):
        called = [one.person_id for one in meetings.attendees(meeting_id)]
        meetings.record_attendance(keeper, meeting_id=meeting_id, present=called)
        meetings.hold(keeper, meeting_id=meeting_id)
    return called


def assembly(
    world: World, *, kind: str = "members", days: int = 10, papers: dict[int, str] | None = None
) -> int:
    """The branch secretary calls the members of village A's collective."""
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        return meetings.convene_kind(
            secretary,
            body_id=world.a.collective,
            kind=kind,
            title="成员大会",
            starts_at=clock.now() + timedelta(days=days),
            place="村文化广场",
            agenda=["收益分配方案"],
            papers=papers,
        ).id


def members(world: World, count: int = 9) -> list[int]:
    """So many adults of village A on the roll of the collective's members, in one household by threes."""
    born = date(1970, 5, 1)
    with as_system():
        ids = people.add_people(
            SYSTEM,
            people=[people.NewPerson(f"成员{n}", world.a.village, birth_date=born) for n in range(count)],
        )
        since = date(2025, 1, 1)
        people.enrol_many(
            SYSTEM,
            entries=[people.NewEntry("collective_member", world.a.collective, one, since) for one in ids],
        )
        for first in range(0, count, 3):
            home = ids[first : first + 3]
            people.found_household(
                SYSTEM,
                household=people.NewHousehold(
                    world.a.village,
                    f"T{first}",
                    "",
                    since,
                    tuple(
                        people.NewHouseholdMember(one, "head" if one == home[0] else "other") for one in home
                    ),
                ),
            )
    return ids


def refused_by_database(statement: str, *values: Any) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(getattr(caught.value.__cause__, "sqlstate", ""))
