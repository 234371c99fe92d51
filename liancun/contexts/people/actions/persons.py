"""Registering persons. The log gets ids and counts, never names or numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction

from liancun.contexts.people import queries, rules
from liancun.contexts.people.actions.numbers import Kept, add_numbers
from liancun.contexts.people.actions.traces import trace, trace_all
from liancun.contexts.people.models import Distinction, Person
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.database.fields import blind_index
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Unknown, mark


@dataclass(frozen=True)
class NewPerson:
    """`home_id`: the village or office that keeps the person's data. `sex`: male, female or "".

    Birth and sex are taken from the identity number when there is one.
    """

    name: str
    home_id: int
    phone: str = ""
    identity_number: str = ""
    user_id: int | None = None
    sex: str = ""
    birth_date: date | None = None
    ethnicity: str = ""


@action("people.add_person")
def add_person(
    actor: Actor,
    *,
    name: str,
    home_id: int,
    phone: str = "",
    identity_number: str = "",
    user_id: int | None = None,
    sex: str = "",
    birth_date: date | None = None,
    ethnicity: str = "",
    reason: str = "",
) -> int:
    """Gives the person's id. `reason`: why this is nobody of those who look alike.

    Refusals: people.no_name, codes.identity_…, people.phone_wrong, people.already_known, people.alike.
    """
    new = NewPerson(name, home_id, phone, identity_number, user_id, sex, birth_date, ethnicity)
    alike = [] if actor.kind == "system" else _alike(actor, new)
    rules.refuse_alike(alike, reason)
    person = add_people(actor, people=[new])[0]
    if alike:
        _tell_apart(actor, person, alike, home_id, reason)
    return person


def _alike(actor: Actor, new: NewPerson) -> list[int]:
    require(actor, "people.add_person", new.home_id)
    number = rules.tidy_identity(new.identity_number)
    born, _sex = rules.born_of(number, new.birth_date, new.sex)
    found = queries.alike(new.home_id, name=new.name, born=born, phone=rules.tidy_phone(new.phone))
    met = queries.same_minors([queries.Told("", new.home_id, new.name.strip(), born)]) if born else {}
    return [*found, *(one.id for one in met.values() if one.id not in found)]


def _tell_apart(actor: Actor, person: int, alike: Sequence[int], home_id: int, reason: str) -> None:
    Distinction.objects.bulk_create(
        Distinction(
            person_id=person,
            other_id=other,
            home_id=home_id,
            reason=reason.strip(),
            said_by_id=actor.person_id,
            said_at=clock.now(),
        )
        for other in alike
    )


@action("people.add_people")
def add_people(actor: Actor, *, people: Sequence[NewPerson]) -> list[int]:
    """Gives the ids in the order of the list; all or none."""
    homes = Counter(person.home_id for person in people)
    for home_id in homes:
        require(actor, "people.add_person", home_id)
    rows = [_row(person) for person in people]
    try:
        with transaction.atomic():
            _insert(rows)
    except IntegrityError as error:
        raise known(error) from error
    add_numbers([_numbers(row, person) for row, person in zip(rows, people, strict=True)])
    trace_all(actor, "people.add_people", homes)
    return [row.pk for row in rows]


_COLUMNS = Person._meta.concrete_fields
_BATCH = 5000


def _insert(rows: Sequence[Person]) -> None:
    """Written without being read back: who registers a child may not read the row that then stands there."""
    columns = ", ".join(str(field.column) for field in _COLUMNS)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute("select nextval('people_person_id_seq') from generate_series(1, %s)", [len(rows)])
        for row, (id,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = id
        for first in range(0, len(rows), _BATCH):
            batch = rows[first : first + _BATCH]
            values = [
                [field.get_db_prep_save(getattr(row, field.attname), connection) for row in batch]
                for field in _COLUMNS
            ]
            cursor.execute(f"insert into people_person ({columns}) select * from unnest({arrays})", values)


def _row(person: NewPerson) -> Person:
    rules.refuse_no_name(person.name)
    number = rules.tidy_identity(person.identity_number)
    phone = rules.tidy_phone(person.phone)
    born, sex = rules.born_of(number, person.birth_date, person.sex)
    row = Person(user_id=person.user_id, home_id=person.home_id, ethnicity=person.ethnicity.strip())
    row.birth_date, row.sex = born, sex
    write_name(row, person.name)
    write_digests(row, phone=phone, identity_number=number)
    return row


def write_name(row: Person, name: str) -> None:
    heard = rules.sounds(name)
    row.name = name.strip()
    row.name_pinyin, row.sound, row.initials = heard.pinyin, heard.sound, heard.initials


def _numbers(row: Person, person: NewPerson) -> Kept:
    number, phone = rules.tidy_identity(person.identity_number), rules.tidy_phone(person.phone)
    return Kept(row, number, phone, born=row.birth_date)


def write_digests(row: Person, *, phone: str | None = None, identity_number: str | None = None) -> None:
    """What makes a number findable; None leaves a digest as it is, "" takes it away."""
    if phone is not None:
        row.phone_index = blind_index(phone, "phone").hex() if phone else ""
    if identity_number is not None:
        row.identity_index = blind_index(identity_number, "identity").hex() if identity_number else ""


def known(error: IntegrityError) -> Exception:
    """The refusal for a number or account that is somebody else's; any other fault stays as it is."""
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
    row = locked(person_id)
    require(actor, "people.add_person", row.home_id)
    if row.user_id not in (None, user_id):
        raise Conflict(
            "people.has_account",
            mark("这个人已经有账号。"),
            remedy=mark("一人一号：忘记密码时，请重设原账号的密码。"),
        )
    row.user_id = user_id
    try:
        with transaction.atomic():
            row.save(update_fields=["user"])
    except IntegrityError as error:
        raise known(error) from error
    trace(actor, "people.give_account", row.home_id, 1)


def locked(person_id: int) -> Person:
    """The person's row, held until the end of the transaction. Unknown when one may not know of it."""
    row = Person.objects.select_for_update().filter(pk=person_id).first()
    if row is None:
        raise Unknown(
            "people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。")
        )
    return row
