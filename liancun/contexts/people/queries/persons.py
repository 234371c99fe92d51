"""Reads of persons: always under the row policies, names masked by those who show them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from liancun.contexts.people import rules
from liancun.contexts.people.models import Capacity, FormerName, Person
from liancun.contexts.people.queries.dating import holding
from liancun.framework import crypto
from liancun.framework.actors import Actor
from liancun.framework.database.fields import blind_index
from liancun.framework.web.parts import Section as Shown
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class PersonLine:
    """Without numbers: telephone and identity number are opened one by one, for a reason."""

    id: int
    name: str
    home_id: int
    user_id: int | None


@dataclass(frozen=True)
class PersonRecord:
    """What the record page shows; numbers are read apart, masked (queries.numbers)."""

    id: int
    name: str
    home_id: int
    sex: str
    birth_date: date | None
    ethnicity: str
    died_on: date | None
    merged_into_id: int | None
    has_identity: bool
    has_phone: bool

    @property
    def birth_year(self) -> int | None:
        return self.birth_date.year if self.birth_date else None


@dataclass(frozen=True)
class CapacityLine:
    kind: str
    label: str
    guardian: PersonLine | None
    since: date
    until: date | None


def _line(found: QuerySet[Person]) -> PersonLine | None:
    row = found.values_list("id", "name", "home_id", "user_id").first()
    return PersonLine(*row) if row else None


def unknown() -> Unknown:
    return Unknown("people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。"))


def person_of_user(user_id: int) -> PersonLine | None:
    """The person who signs in with this account; visible to that user before any scope is known."""
    return _line(Person.objects.filter(user_id=user_id))


def person(id: int) -> PersonLine:
    """Unknown when there is none, or none the asker may know of. A merged record is given as it was."""
    line = _line(Person.objects.filter(pk=id))
    if line is None:
        raise unknown()
    return line


def resolved(id: int) -> PersonLine:
    """The record that stands for this person today: the kept one when records were merged."""
    row = Person.objects.filter(pk=id).values_list("merged_into_id", flat=True).first()
    return person(row or id)


def record(id: int) -> PersonRecord:
    """One person without numbers. Unknown as for `person`."""
    row = Person.objects.filter(pk=id).first()
    if row is None:
        raise unknown()
    return PersonRecord(
        row.pk,
        row.name,
        row.home_id,
        row.sex,
        row.birth_date,
        row.ethnicity,
        row.died_on,
        row.merged_into_id,
        bool(row.identity_index),
        bool(row.phone_index),
    )


def names(ids: Collection[int]) -> dict[int, str]:
    """Names of those the asker may know of."""
    with connection.cursor() as cursor:
        # One array, written at once: a roll of a county has a quarter of a million.
        wanted = "{" + ",".join(map(str, set(ids))) + "}"
        cursor.execute("select id, name from people_person where id = any(%s::bigint[])", [wanted])
        return dict(cursor.fetchall())


def at_homes(home_ids: Collection[int]) -> list[PersonLine]:
    """The persons of these homes the asker may know of, by name: for those who appoint."""
    found = Person.objects.filter(home_id__in=set(home_ids), merged_into=None, died_on=None)
    rows = found.order_by("name_pinyin", "id").values_list("id", "name", "home_id", "user_id")
    return [PersonLine(*row) for row in rows]


def former_names(id: int) -> list[tuple[str, date]]:
    """Names borne before, each with the first day it was no longer borne; newest first."""
    rows = list(FormerName.objects.filter(person_id=id).order_by("-until", "-id"))
    texts = crypto.open_many([row.name for row in rows if row.name is not None])
    return [(text or "", row.until) for row, text in zip(rows, texts, strict=True)]


def merged_records(id: int) -> list[PersonLine]:
    """The records that were merged into this one."""
    found = Person.objects.filter(merged_into_id=id).order_by("id")
    return [PersonLine(*row) for row in found.values_list("id", "name", "home_id", "user_id")]


def capacities(id: int, day: date) -> list[CapacityLine]:
    """What is recorded of a person's civil capacity that day."""
    rows = Capacity.objects.filter(holding(day), person_id=id).order_by("since", "id")
    found = list(rows)
    guardians = {line.id: line for line in lines({row.guardian_id for row in found if row.guardian_id})}
    return [
        CapacityLine(
            row.kind,
            str(row.get_kind_display()),
            guardians.get(row.guardian_id) if row.guardian_id else None,
            row.since,
            row.until,
        )
        for row in found
    ]


def capacity_kinds(person_ids: Collection[int], day: date) -> dict[int, tuple[str, ...]]:
    """person → kinds of capacity facts that hold that day, in one statement."""
    found: dict[int, tuple[str, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CAPACITY_KINDS, {"people": list(person_ids), "day": day})
        for person, kind in cursor.fetchall():
            found[person] = (*found.get(person, ()), kind)
    return found


_CAPACITY_KINDS = """
select person_id, kind from people_capacity
where person_id = any(%(people)s) and since <= %(day)s and (until is null or until > %(day)s)
"""


def lines(ids: Collection[int]) -> list[PersonLine]:
    found = Person.objects.filter(pk__in=set(ids)).order_by("sound", "id")
    return [PersonLine(*row) for row in found.values_list("id", "name", "home_id", "user_id")]


def standing(id: int, day: date) -> rules.Standing:
    """Whether the person may vote for themselves that day."""
    row = Person.objects.filter(pk=id).values_list("birth_date", "died_on").first()
    if row is None:
        raise unknown()
    kinds = Capacity.objects.filter(holding(day), person_id=id).values_list("kind", flat=True)
    return rules.standing(rules.Facts(*row, held=tuple(kinds)), day)


def alike(home_id: int, *, name: str, born: date | None, phone: str) -> list[int]:
    """Records of this home with the same name and birth, or the same phone."""
    same = Q(pk__in=())
    if born is not None:
        same |= Q(name=name.strip(), birth_date=born)
    if phone:
        same |= Q(phone_index=blind_index(phone, "phone").hex())
    found = Person.objects.filter(same, home_id=home_id, merged_into=None)
    return list(found.order_by("id").values_list("id", flat=True)[:20])


@dataclass(frozen=True)
class LikelyLine:
    """Somebody who may be the one looked for, and by what: number, phone, name or sound."""

    person: PersonLine
    birth_year: int | None
    by: str


def likely(*, name: str = "", phone: str = "", identity_number: str = "") -> list[LikelyLine]:
    """Who is registered already, surest first; of those the asker may know of, at most thirty."""
    ways: list[tuple[str, Q]] = []
    if identity_number:
        ways.append(("identity", Q(identity_index=blind_index(identity_number, "identity").hex())))
    if phone:
        ways.append(("phone", Q(phone_index=blind_index(phone, "phone").hex())))
    if name.strip():
        ways += [("name", Q(name=name.strip())), ("sound", Q(sound=rules.sounds(name).sound))]
    found: dict[int, LikelyLine] = {}
    for by, match in ways:
        rows = Person.objects.filter(match, merged_into=None).order_by("id")[:30]
        for row in rows.values_list("id", "name", "home_id", "user_id", "birth_date"):
            born = row[4].year if row[4] else None
            found.setdefault(row[0], LikelyLine(PersonLine(*row[:4]), born, by))
    return list(found.values())[:30]


Maker = Callable[[PersonLine, date, Actor], Shown | None]
_sections: list[Maker] = []


def section(make: Maker) -> Maker:
    """Registers `make(person, day, actor)`: a section of the person's record page, or None when there is nothing.

    Called in `ready()` of the context above; fit for use as a decorator. A few statements, whatever the size.
    """
    if make not in _sections:
        _sections.append(make)
    return make


def sections(line: PersonLine, day: date, actor: Actor) -> tuple[Shown, ...]:
    """What all contexts above have to show of this person, lowest `order` first."""
    made = (make(line, day, actor) for make in _sections)
    return tuple(sorted((one for one in made if one is not None), key=lambda one: one.order))
