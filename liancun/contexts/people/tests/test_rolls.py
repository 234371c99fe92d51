"""Persons and rolls: encrypted, dated, seen only by those of their own body."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.people import rules
from liancun.contexts.people.models import Numbers, Person
from liancun.framework import scope
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

START = date(2026, 1, 1)
DAY = date(2026, 5, 30)
NUMBER = "11010519491231002X"  # the example of GB 11643
PHONE = "13812345678"


@pytest.fixture
def places(db: None) -> Iterator[dict[str, int]]:
    with as_system():
        yield bodies.add_bodies(
            SYSTEM,
            bodies=[
                bodies.NewBody("county", "甲县", START, key="county"),
                bodies.NewBody("township", "甲镇", START, under="county", key="town"),
                bodies.NewBody("village", "A村", START, under="town", key="A"),
                bodies.NewBody("village", "B村", START, under="town", key="B"),
            ],
        )


def add(places: dict[str, int], name: str = "王秀兰", where: str = "A", **given: Any) -> int:
    return people.add_person(SYSTEM, name=name, home_id=places[where], **given)


def test_numbers_lie_encrypted_in_the_database(places: dict[str, int]) -> None:
    person = add(places, phone=PHONE, identity_number=NUMBER)
    with connection.cursor() as cursor:
        cursor.execute(
            "select n.phone, n.identity_number, p.identity_index from people_person p"
            " join people_numbers n on n.person_id = p.id where p.id = %s",
            [person],
        )
        phone, number, index = cursor.fetchone()
    assert PHONE.encode() not in bytes(phone)
    assert NUMBER.encode() not in bytes(number)
    assert NUMBER not in index
    row = Numbers.objects.get(pk=person)
    assert row.phone
    assert row.identity_number
    assert (row.phone.open(), row.identity_number.open()) == (PHONE, NUMBER)


def test_the_log_and_a_printed_person_carry_no_personal_data(places: dict[str, int]) -> None:
    person = add(places, phone=PHONE, identity_number=NUMBER)
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(detail::text, ' ') from audit_auditrow")
        told = cursor.fetchone()[0]
    assert not any(text in told for text in ("王秀兰", PHONE, NUMBER))
    assert "王秀兰" not in str(Person.objects.get(pk=person))


def test_one_identity_number_belongs_to_one_person(places: dict[str, int]) -> None:
    add(places, identity_number=NUMBER)
    with pytest.raises(Conflict) as refused:
        add(places, name="另一人", where="B", identity_number=NUMBER.lower())
    assert refused.value.code == "people.already_known"
    assert NUMBER not in refused.value.text()
    assert Person.objects.filter(name="另一人").count() == 0


@pytest.mark.parametrize("number", ["110105194912310021", "11010519491331002X", "1234"])
def test_it_refuses_a_wrong_identity_number_without_repeating_it(number: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.tidy_identity(number)
    assert refused.value.code.startswith("codes.identity_")
    assert number not in refused.value.text()


def test_a_person_stands_on_a_roll_from_day_to_day(places: dict[str, int]) -> None:
    person = add(places)
    people.enrol(SYSTEM, kind="representative", body_id=places["A"], person_id=person, since=START)
    people.strike(SYSTEM, kind="representative", body_id=places["A"], person_id=person, until=DAY)
    sizes = [people.roll_size(places["A"], "representative", day) for day in (START, date(2026, 5, 29), DAY)]
    assert sizes == [1, 1, 0]
    assert people.roll(places["A"], "representative", START) == (people.RollLine(person, "王秀兰"),)
    assert people.roll(places["A"], "party_member", START) == ()


def test_nobody_stands_twice_on_one_roll(places: dict[str, int]) -> None:
    person = add(places)
    people.enrol(SYSTEM, kind="representative", body_id=places["A"], person_id=person, since=START)
    with pytest.raises(Conflict) as refused:
        people.enrol(SYSTEM, kind="representative", body_id=places["A"], person_id=person, since=DAY)
    assert refused.value.code == "people.already_enrolled"
    assert people.roll_size(places["A"], "representative", DAY) == 1


def enter_people_of(monkeypatch: Any, *ids: int) -> Any:
    monkeypatch.setattr(scope, "_scope_of", lambda actor: scope.Scope(people=ids))
    return scope.entered(Actor(9, 9, "某人", "", None, "user"))


def test_another_villages_roll_is_empty_and_its_persons_unknown(
    places: dict[str, int], monkeypatch: Any
) -> None:
    person = add(places)
    people.enrol(SYSTEM, kind="representative", body_id=places["A"], person_id=person, since=START)
    with enter_people_of(monkeypatch, places["B"]):
        assert people.roll(places["A"], "representative", DAY) == ()
        assert people.names([person]) == {}
        with pytest.raises(Unknown):
            people.person(person)
    with enter_people_of(monkeypatch, places["A"]):
        assert people.roll_size(places["A"], "representative", DAY) == 1


def test_it_refuses_without_the_right_and_adds_nobody(places: dict[str, int], monkeypatch: Any) -> None:
    with enter_people_of(monkeypatch, places["A"]), pytest.raises(NotAllowed):
        people.add_person(Actor(9, 9, "某人", "", None, "user"), name="外人", home_id=places["A"])
    assert Person.objects.filter(name="外人").count() == 0


ATTACKS = (
    "insert into people_rollentry (kind, body_id, person_id, since) values ('representative', {A}, {person}, '2026-02-01')",
    "update people_rollentry set person_id = 1",
    "delete from people_rollentry",
    "truncate people_person cascade",
    "delete from people_person",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(places: dict[str, int], attack: str) -> None:
    person = add(places)
    people.enrol(SYSTEM, kind="representative", body_id=places["A"], person_id=person, since=START)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack.format(person=person, **places))
    assert people.roll_size(places["A"], "representative", DAY) == 1
