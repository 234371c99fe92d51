"""Numbers kept before they could be searched become findable, and closed ones stay closed."""

from __future__ import annotations

from liancun.contexts.people import queries, rules
from liancun.contexts.people.jobs import index
from liancun.contexts.people.models import Person
from liancun.contexts.people.tests.casebook import person
from liancun.demo.world import World
from liancun.framework import crypto
from liancun.framework.testing import as_system

PHONES = ("13900002222", "13900003333", "13900004444")


def found(phone: str) -> list[int]:
    with as_system():
        return [line.id for line in queries.find(rules.read_search(phone), None, count=5).lines]


def test_phones_kept_before_digests_are_found_after_the_nightly_work(world: World) -> None:
    old, erased, known = (
        person(world, f"欧阳{name}", phone=phone) for name, phone in zip("文武秀", PHONES, strict=True)
    )
    with as_system():
        Person.objects.filter(pk__in=(old, erased)).update(phone_index="")
        before = Person.objects.get(pk=known).phone_index
        crypto.destroy([Person.objects.get(pk=erased).key])
    assert found(PHONES[0]) == []
    index()
    assert found(PHONES[0]) == [old]
    assert found(PHONES[1]) == []
    with as_system():
        assert Person.objects.get(pk=known).phone_index == before
        assert Person.objects.get(pk=erased).phone_index == ""
    index()
    assert found(PHONES[0]) == [old]
