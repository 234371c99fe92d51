"""Scope: what PostgreSQL lets a transaction see, and for how long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import psycopg
import pytest
from django.db import DatabaseError, InternalError, connection, transaction

from liancun.contexts.people.models import Person
from liancun.demo.world import World
from liancun.framework import clock, scope
from liancun.framework.actors import Actor
from liancun.framework.scope import entered, entered_as_user
from liancun.framework.testing import as_actor, as_system

HEAD_OF_A = "zhishu-a"


def _people() -> int:
    return Person.objects.count()


def _actor(world: World, name: str = HEAD_OF_A) -> Actor:
    with as_system():
        return world.actor(name)


def _one(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    assert row is not None
    return row[0]


NO_SCOPE = "enter a scope first"


def test_nothing_is_seen_outside_a_scope(cloned_world: World) -> None:
    """Who is of age hangs on the day, and the day on the scope: without one not even an empty answer is given."""
    with as_system():
        assert _people() > 0
    with pytest.raises(DatabaseError, match=NO_SCOPE):
        _people()


def test_a_raw_connection_without_a_scope_sees_nothing(
    cloned_world: World, clone: str, app_connection: psycopg.Connection[tuple[int]]
) -> None:
    with pytest.raises(psycopg.DatabaseError, match=NO_SCOPE):
        app_connection.execute("select count(*) from people_person")
    app_connection.rollback()
    row = app_connection.execute("select count(*) from people_rollentry").fetchone()
    assert row == (0,)


def test_a_raw_write_without_a_scope_is_refused(
    cloned_world: World, clone: str, app_connection: psycopg.Connection[tuple[int]]
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute(
            "insert into people_person (name, name_pinyin, identity_index, home_id) values ('x', 'x', '', %s)",
            [cloned_world.a.village],
        )


def test_a_person_sees_fewer_rows_than_the_system(world: World) -> None:
    actor = _actor(world)
    with as_system():
        everybody = _people()
    with as_actor(actor):
        seen = set(Person.objects.values_list("home_id", flat=True))
        assert 0 < _people() < everybody
    assert seen == {world.a.village}


def test_a_nested_scope_gives_the_outer_one_back(world: World) -> None:
    actor = _actor(world)
    with as_system():
        everybody = _people()
        with as_actor(actor):
            assert _people() < everybody
        assert _people() == everybody
        current = scope.current()
        assert current is not None
        assert current[0].kind == "system"


def test_a_nested_scope_that_fails_gives_the_outer_one_back(world: World) -> None:
    actor = _actor(world)
    with as_system():
        everybody = _people()
        with pytest.raises(KeyError), as_actor(actor):
            raise KeyError
        assert _people() == everybody


def test_a_scope_ends_with_its_transaction(cloned_world: World) -> None:
    with as_system():
        assert _one("select liancun_everything()") is True
    assert _one("select liancun_everything()") is False
    assert scope.current() is None


def test_a_stranger_reads_no_person(world: World) -> None:
    with as_actor(Actor.stranger()):
        assert _people() == 0


def test_postgresql_refuses_a_write_of_a_read_only_scope(cloned_world: World) -> None:
    with as_system():
        before = _people()
        person = Person.objects.first()
        assert person is not None
    with pytest.raises(InternalError, match="read-only"), entered(Actor.system("page"), read_only=True):
        Person.objects.filter(pk=person.pk).update(name="改名")
    with as_system():
        assert _people() == before
        assert Person.objects.get(pk=person.pk).name == person.name


def test_a_read_only_scope_still_reads(cloned_world: World) -> None:
    with entered(Actor.system("page"), read_only=True):
        assert _people() > 0


def test_an_error_in_a_scope_leaves_nothing(cloned_world: World) -> None:
    with as_system():
        person = Person.objects.first()
        assert person is not None

    def rename_and_fail() -> None:
        with as_system():
            Person.objects.filter(pk=person.pk).update(name="改名")
            raise KeyError

    with pytest.raises(KeyError):
        rename_and_fail()
    with as_system():
        assert Person.objects.get(pk=person.pk).name == person.name


def test_the_clock_reaches_the_database(db: None) -> None:
    moment = datetime(2031, 12, 31, 23, 30, tzinfo=clock.ZONE)
    with clock.fixed(moment), as_system():
        assert _one("select liancun_now()") == moment
        assert str(_one("select liancun_today()")) == "2031-12-31"


def test_today_in_the_database_is_the_day_in_china(db: None) -> None:
    with clock.fixed(datetime(2031, 12, 31, 0, 30, tzinfo=clock.ZONE)), as_system():
        assert str(_one("select liancun_today()")) == str(clock.today()) == "2031-12-31"


def test_the_database_has_no_clock_without_a_scope(
    clone: str, app_connection: psycopg.Connection[tuple[object]]
) -> None:
    with pytest.raises(psycopg.DatabaseError) as caught:
        app_connection.execute("select liancun_now()")
    assert caught.value.sqlstate == "LC000"


def test_a_user_is_found_before_their_scope(cloned_world: World) -> None:
    with entered_as_user(cloned_world.users[HEAD_OF_A]) as actor:
        assert actor.is_signed_in
        assert actor.post
        assert set(Person.objects.values_list("home_id", flat=True)) == {cloned_world.a.village}


def test_nobody_signed_in_is_a_stranger(cloned_world: World) -> None:
    with entered_as_user(None) as actor:
        assert actor == Actor.stranger()
        assert _people() == 0


def test_an_unknown_user_may_read_nothing_scoped(cloned_world: World) -> None:
    with entered_as_user(999_999_999) as actor:
        assert actor.person_id is None
        assert _people() == 0


def test_two_threads_have_two_scopes(cloned_world: World) -> None:
    actor = _actor(cloned_world)

    def count_as_actor() -> int:
        try:
            with as_actor(actor):
                return _people()
        finally:
            connection.close()

    with as_system(), ThreadPoolExecutor(max_workers=1) as pool:
        in_thread = pool.submit(count_as_actor).result()
        assert 0 < in_thread < _people()


def test_the_memo_is_forgotten_with_its_transaction(db: None) -> None:
    with as_system():
        scope.memo()["key"] = "value"
        assert scope.memo()["key"] == "value"
        with as_system():
            assert scope.memo()["key"] == "value", (
                "one transaction, one memo: it holds only what is the same for all"
            )
    assert "key" not in scope.memo()
    with as_system():
        assert "key" not in scope.memo()


def test_memo_outside_of_a_transaction_keeps_nothing() -> None:
    scope.memo()["key"] = "value"
    assert scope.memo() == {}


@pytest.mark.parametrize("table", ["framework_playbookversion"])
@pytest.mark.parametrize("statement", ["update {} set county = 'x'", "delete from {}", "truncate {}"])
def test_the_serving_role_cannot_change_frozen_rows(db: None, table: str, statement: str) -> None:
    with as_system(), pytest.raises(Exception, match="permission denied"), transaction.atomic():
        _one(statement.format(table))


def test_even_the_owner_cannot_change_frozen_rows(clone: str) -> None:
    from django.db import connections

    for statement in (
        "update framework_playbookversion set county = 'x'",
        "truncate framework_playbookversion",
    ):
        with (
            pytest.raises(Exception, match="these rows never change"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute(statement)
