"""Sealed fields in a real table: what lies in the row is unreadable, nothing is kept as NULL."""

from __future__ import annotations

from django.db import connection

from liancun.contexts.people.models import Person
from liancun.demo.world import World
from liancun.framework.testing import as_system

PHONE = "13904100001"


def test_the_raw_row_is_unreadable(world: World) -> None:
    with as_system():
        person = Person.objects.filter(home_id=world.a.village).first()
        assert person is not None
        person.phone = PHONE
        person.save(update_fields=["phone"])
        assert Person.objects.get(pk=person.pk).phone == PHONE
        with connection.cursor() as cursor:
            cursor.execute("select phone, p::text from people_person p where id = %s", [person.pk])
            raw, whole = cursor.fetchone() or (b"", "")
    assert PHONE.encode() not in bytes(raw)
    assert PHONE not in whole
    assert PHONE.encode().hex() not in whole


def test_an_empty_text_is_kept_as_null(world: World) -> None:
    with as_system():
        person = Person.objects.filter(home_id=world.a.village).first()
        assert person is not None
        person.phone = ""
        person.save(update_fields=["phone"])
        assert Person.objects.get(pk=person.pk).phone is None
