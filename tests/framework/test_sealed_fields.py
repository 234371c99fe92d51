"""Sealed fields in a real table: what lies in the row is unreadable, a plain text does not get in."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from liancun.contexts.people.models import Numbers, Person
from liancun.demo.world import World
from liancun.framework.crypto import seal, seal_for
from liancun.framework.testing import as_system

PHONE = "13904100001"


def _somebody(world: World) -> Person:
    person = Person.objects.filter(home_id=world.a.village).first()
    assert person is not None
    return person


def test_the_raw_row_is_unreadable(world: World) -> None:
    with as_system():
        person = _somebody(world)
        Numbers.objects.create(
            person=person, home_id=person.home_id, phone=seal_for(person.key, PHONE, "phone")
        )
        kept = Numbers.objects.get(pk=person.pk).phone
        assert kept is not None
        assert kept.open() == PHONE
        with connection.cursor() as cursor:
            cursor.execute("select phone, n::text from people_numbers n where person_id = %s", [person.pk])
            raw, whole = cursor.fetchone() or (b"", "")
    assert PHONE.encode() not in bytes(raw)
    assert PHONE not in whole
    assert PHONE.encode().hex() not in whole


@pytest.mark.parametrize("value", [PHONE, seal(PHONE, "phone")], ids=["plain", "under a master key"])
def test_what_is_not_sealed_for_the_person_does_not_get_in(world: World, value: object) -> None:
    with as_system():
        person = _somebody(world)
        with pytest.raises(TypeError, match="person's own key"), transaction.atomic():
            Numbers.objects.create(person=person, home_id=person.home_id, phone=value)  # type: ignore[misc]
        assert not Numbers.objects.filter(pk=person.pk).exists()


def test_what_is_sealed_for_another_column_does_not_get_in(world: World) -> None:
    with as_system():
        person = _somebody(world)
        sealed = seal_for(person.key, PHONE, "identity")
        with pytest.raises(TypeError), transaction.atomic():
            Numbers.objects.create(person=person, home_id=person.home_id, phone=sealed)
        assert not Numbers.objects.filter(pk=person.pk).exists()


def test_nothing_is_kept_as_null(world: World) -> None:
    with as_system():
        person = _somebody(world)
        Numbers.objects.create(person=person, home_id=person.home_id, phone=None)
        assert Numbers.objects.get(pk=person.pk).phone is None
