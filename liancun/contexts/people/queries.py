"""Reads of persons and rolls: always under the row policies, names masked by those who show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from liancun.contexts.people.models import Person, RollEntry
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class PersonLine:
    """Without numbers: telephone and identity number are opened one by one, for a reason."""

    id: int
    name: str
    home_id: int
    user_id: int | None


@dataclass(frozen=True)
class RollLine:
    person_id: int
    name: str


def holding(day: date) -> Q:
    """Rows whose period holds that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def _entries(body_id: int, kind: str, day: date) -> QuerySet[RollEntry]:
    return RollEntry.objects.filter(holding(day), body_id=body_id, kind=kind)


def roll(body_id: int, kind: str, day: date) -> tuple[RollLine, ...]:
    """Who stands on the roll that day, by name; empty also when one may not know."""
    found = _entries(body_id, kind, day).order_by("person__name_pinyin", "person_id")
    return tuple(RollLine(*row) for row in found.values_list("person_id", "person__name"))


def roll_size(body_id: int, kind: str, day: date) -> int:
    return _entries(body_id, kind, day).count()


def rolls(body_ids: Collection[int], day: date) -> dict[tuple[int, str], int]:
    """(body, roll kind) → number of persons that day, in one statement."""
    found: dict[tuple[int, str], int] = {}
    for key in RollEntry.objects.filter(holding(day), body_id__in=set(body_ids)).values_list(
        "body_id", "kind"
    ):
        found[key] = found.get(key, 0) + 1
    return found


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


def roll_sizes(day: date) -> dict[tuple[int, str], int]:
    """(body, roll kind) → number of persons that day, for every roll the asker may know of; one statement."""
    counted = RollEntry.objects.filter(holding(day)).values("body_id", "kind").annotate(size=Count("pk"))
    return {(row["body_id"], row["kind"]): row["size"] for row in counted.order_by()}


def at_homes(home_ids: Collection[int]) -> list[PersonLine]:
    """The persons of these homes the asker may know of, by name: for those who appoint."""
    found = Person.objects.filter(home_id__in=set(home_ids)).order_by("name_pinyin", "id")
    return [PersonLine(*row) for row in found.values_list("id", "name", "home_id", "user_id")]
