"""Reads of persons: always under the row policies, names masked by those who show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from liancun.contexts.people.models import Person
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class PersonLine:
    """Without numbers: telephone and identity number are opened one by one, for a reason."""

    id: int
    name: str
    home_id: int
    user_id: int | None


def _line(found: QuerySet[Person]) -> PersonLine | None:
    row = found.values_list("id", "name", "home_id", "user_id").first()
    return PersonLine(*row) if row else None


def person_of_user(user_id: int) -> PersonLine | None:
    """The person who signs in with this account; visible to that user before any scope is known."""
    return _line(Person.objects.filter(user_id=user_id))


def person(id: int) -> PersonLine:
    """Unknown when there is none, or none the asker may know of."""
    line = _line(Person.objects.filter(pk=id))
    if line is None:
        raise Unknown(
            "people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。")
        )
    return line


def names(ids: Collection[int]) -> dict[int, str]:
    """Names of those the asker may know of."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("id", "name"))


def at_homes(home_ids: Collection[int]) -> list[PersonLine]:
    """The persons of these homes the asker may know of, by name: for those who appoint."""
    found = Person.objects.filter(home_id__in=set(home_ids)).order_by("name_pinyin", "id")
    return [PersonLine(*row) for row in found.values_list("id", "name", "home_id", "user_id")]
