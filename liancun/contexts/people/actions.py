"""Registering persons and keeping rolls. The log gets ids and counts, never names or numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from pypinyin import lazy_pinyin

from liancun.contexts.audit import api as audit
from liancun.contexts.people import rules
from liancun.contexts.people.models import Person, RollEntry
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.database.fields import blind_index
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Unknown, mark


@dataclass(frozen=True)
class NewPerson:
    """`home_id`: the village or office that keeps the person's data."""

    name: str
    home_id: int
    phone: str = ""
    identity_number: str = ""
    user_id: int | None = None


@dataclass(frozen=True)
class NewEntry:
    kind: str
    body_id: int
    person_id: int
    since: date


@action("people.add_person")
def add_person(
    actor: Actor,
    *,
    name: str,
    home_id: int,
    phone: str = "",
    identity_number: str = "",
    user_id: int | None = None,
) -> int:
    """Gives the person's id. Refusals: people.no_name, people.identity_wrong, people.already_known."""
    return add_people(actor, people=[NewPerson(name, home_id, phone, identity_number, user_id)])[0]


@action("people.add_people")
def add_people(actor: Actor, *, people: Sequence[NewPerson]) -> list[int]:
    """Gives the ids in the order of the list; all or none."""
    homes = Counter(person.home_id for person in people)
    for home_id in homes:
        require(actor, "people.add_person", home_id)
    rows = [_row(person) for person in people]
    try:
        with transaction.atomic():
            Person.objects.bulk_create(rows, batch_size=2000)
    except IntegrityError as error:
        raise _known(error) from error
    _trace_all(actor, "people.add_people", homes)
    return [row.pk for row in rows]


def _row(person: NewPerson) -> Person:
    rules.refuse_no_name(person.name)
    number = rules.tidy_identity(person.identity_number)
    return Person(
        name=person.name.strip(),
        name_pinyin=" ".join(lazy_pinyin(person.name.strip())),
        user_id=person.user_id,
        phone=person.phone,
        identity_number=number,
        identity_index=blind_index(number, "identity").hex() if number else "",
        home_id=person.home_id,
    )


def _known(error: IntegrityError) -> Exception:
    if "people_person_" not in str(error):
        return error
    return Conflict(
        "people.already_known",
        mark("这个身份证号或账号已经登记给另一个人。"),
        place=Place("field", field="identity_number"),
        remedy=mark("请核对号码；确为同一人时，请使用已登记的人员。"),
    )


@action("people.give_account")
def give_account(actor: Actor, *, person_id: int, user_id: int) -> None:
    """Ties an account to a registered person, once. Refusals: people.already_known, access.not_allowed."""
    row = Person.objects.select_for_update().filter(pk=person_id).first()
    if row is None:
        raise Unknown(
            "people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。")
        )
    require(actor, "people.add_person", row.home_id)
    row.user_id = user_id
    try:
        with transaction.atomic():
            row.save(update_fields=["user"])
    except IntegrityError as error:
        raise _known(error) from error
    _trace(actor, "people.give_account", row.home_id, 1)


@action("people.enrol")
def enrol(actor: Actor, *, kind: str, body_id: int, person_id: int, since: date) -> None:
    """Refusals: people.already_enrolled, access.not_allowed."""
    enrol_many(actor, entries=[NewEntry(kind, body_id, person_id, since)])


@action("people.enrol_many")
def enrol_many(actor: Actor, *, entries: Sequence[NewEntry]) -> int:
    """Puts persons on rolls; all or none. Gives how many."""
    bodies = Counter(entry.body_id for entry in entries)
    for body_id in bodies:
        require(actor, "people.enrol", body_id)
    rows = [RollEntry(kind=e.kind, body_id=e.body_id, person_id=e.person_id, since=e.since) for e in entries]
    try:
        with transaction.atomic():
            RollEntry.objects.bulk_create(rows, batch_size=5000)
    except IntegrityError as error:
        raise Conflict(
            "people.already_enrolled",
            mark("名册里已经有这个人。"),
            remedy=mark("请核对名册，不必重复登记。"),
        ) from error
    _trace_all(actor, "people.enrol", bodies)
    return len(rows)


@action("people.strike")
def strike(actor: Actor, *, kind: str, body_id: int, person_id: int, until: date) -> None:
    """Takes a person off a roll: `until` is the first day that no longer counts."""
    require(actor, "people.enrol", body_id)
    row = (
        RollEntry.objects.select_for_update()
        .filter(kind=kind, body_id=body_id, person_id=person_id, until=None)
        .first()
    )
    if row is None:
        raise Unknown("people.not_enrolled", mark("名册里没有这个人。"), remedy=mark("请刷新页面查看名册。"))
    rules.refuse_backward(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    _trace(actor, "people.strike", body_id, 1)


def _trace(actor: Actor, verb: str, body_id: int, count: int) -> None:
    _trace_all(actor, verb, {body_id: count})


def _trace_all(actor: Actor, verb: str, counts: Mapping[int, int]) -> None:
    """One row for each body that people were added to."""
    acts = [audit.Act(verb, "people.person", None, id, {"count": count}) for id, count in counts.items()]
    audit.record_all(actor, acts)
