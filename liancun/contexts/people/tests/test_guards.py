"""What the database itself refuses, whoever writes the statement."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.people import api as people
from liancun.contexts.people.tests.casebook import ROLL, actors, approve, ask, person, standing
from liancun.demo.world import World
from liancun.framework.testing import SYSTEM, as_actor, as_system


def opened(world: World) -> None:
    with as_system():
        people.open_roll(SYSTEM, kind=ROLL, body_id=world.a.collective)


ATTACKS = {
    "an entry without a request": (
        "insert into people_rollentry (kind, body_id, person_id, since) values ('{roll}', {body}, {person}, '2026-06-01')"
    ),
    "an entry by a request that waits": (
        "insert into people_rollentry (kind, body_id, person_id, since, request_id)"
        " values ('{roll}', {body}, {person}, '2026-06-01', {request})"
    ),
    "approving one's own": (
        "update people_changerequest set state = 'approved', decided_by_id = asked_by_id, decided_at = now()"
    ),
    "approving in another's name": (
        "update people_changerequest set state = 'approved', decided_by_id = {other}, decided_at = now()"
    ),
    "changing what is asked": "update people_changerequest set person_id = {other}",
    "asking in another's name": (
        "insert into people_changerequest (kind, roll, body_id, person_id, payload, reason, effective_on, asked_by_id,"
        " asked_at, state, answer) values ('add', '{roll}', {body}, {other}, '{{}}', 'x', '2026-06-01', {other}, now(),"
        " 'waiting', '')"
    ),
    "an approved beginning": (
        "insert into people_changerequest (kind, roll, body_id, person_id, payload, reason, effective_on, asked_by_id,"
        " asked_at, state, answer, decided_by_id, decided_at) values ('add', '{roll}', {body}, {other}, '{{}}', 'x',"
        " '2026-06-01', {asker}, now(), 'approved', '', {other}, now())"
    ),
    "closing the roll again": "delete from people_rollopening",
    "taking the request away": "delete from people_changerequest",
    "emptying the requests": "truncate people_changerequest cascade",
    "another's former name": "update people_formername set name = 'x'",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(world: World, attack: str) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    opened(world)
    one = person(world)
    request = ask(world, clerk, person_id=one)
    before = standing()
    ids = {
        "roll": ROLL,
        "body": world.a.collective,
        "person": one,
        "request": request,
        "other": secretary.person_id,
        "asker": clerk.person_id,
    }
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        as_actor(clerk),
        connection.cursor() as cursor,
    ):
        cursor.execute(ATTACKS[attack].format(**ids))
    assert standing() == before


def test_an_approved_request_serves_once(world: World) -> None:
    clerk, secretary = actors(world, "baozhang-a", "zhishu-a")
    opened(world)
    one = person(world)
    request = ask(world, clerk, person_id=one)
    approve(secretary, request)
    statement = (
        "insert into people_rollentry (kind, body_id, person_id, since, until, request_id)"
        " values (%s, %s, %s, '2020-01-01', '2020-06-01', %s)"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), as_system(), connection.cursor() as cursor:
        cursor.execute(statement, [ROLL, world.a.collective, one, request])
