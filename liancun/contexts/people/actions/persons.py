"""Registering persons. The log gets ids and counts, never names or numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from pypinyin import lazy_pinyin

from liancun.contexts.people import rules
from liancun.contexts.people.actions.numbers import Kept, add_numbers
from liancun.contexts.people.actions.traces import trace, trace_all
from liancun.contexts.people.models import Person
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
    add_numbers([_numbers(row, person) for row, person in zip(rows, people, strict=True)])
    trace_all(actor, "people.add_people", homes)
    return [row.pk for row in rows]


def _row(person: NewPerson) -> Person:
    rules.refuse_no_name(person.name)
    number = rules.tidy_identity(person.identity_number)
    return Person(
        name=person.name.strip(),
        name_pinyin=" ".join(lazy_pinyin(person.name.strip())),
        user_id=person.user_id,
        identity_index=blind_index(number, "identity").hex() if number else "",
        home_id=person.home_id,
    )


def _numbers(row: Person, person: NewPerson) -> Kept:
    return Kept(row, rules.tidy_identity(person.identity_number), person.phone.strip())


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
        raise _known(error) from error
    trace(actor, "people.give_account", row.home_id, 1)
