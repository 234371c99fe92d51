"""Keeping numbers of persons, sealed under each person's own key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from liancun.contexts.people import playbook, rules
from liancun.contexts.people.models import Numbers, Person
from liancun.framework import clock, crypto
from liancun.framework.database.writing import insert
from liancun.kernel import codes
from liancun.kernel.errors import NotAllowed, Refusal, mark


@dataclass(frozen=True)
class Kept:
    """Numbers of a new person; "" is none. `born` when it is known otherwise than from the identity number."""

    person: Person
    identity_number: str = ""
    phone: str = ""
    bank_card: str = ""
    born: date | None = None


def add_numbers(kept: Sequence[Kept]) -> None:
    """Seals and writes the numbers of newly registered persons: one go for keys, one for rows."""
    told = [one for one in kept if one.identity_number or one.phone or one.bank_card]
    if not told:
        return
    sealed = _seal([(one.person.key, {name: getattr(one, name) for name in rules.NUMBERS}) for one in told])
    columns: dict[str, tuple[str, list[object]]] = {
        "person_id": ("bigint", [one.person.pk for one in told]),
        "home_id": ("bigint", [one.person.home_id for one in told]),
        "guarded_until": ("date", [_guarded(one.identity_number, one.born) for one in told]),
    }
    for name in rules.NUMBERS:
        values = [one[name] for one in sealed]
        columns[name] = ("bytea", [None if value is None else value.data for value in values])
    insert("people_numbers", columns)


def set_numbers(person: Person, texts: Mapping[str, str], *, born: date | None = None) -> None:
    """Replaces the numbers named (`rules.NUMBERS`) by tidied texts; "" takes one away.

    Refusals: people.guarded (a minor's, when the actor is not in charge).
    """
    (values,) = _seal([(person.key, texts)])
    found = Numbers.objects.filter(pk=person.pk)
    changes: dict[str, object] = dict(values)
    if "identity_number" in texts or born:
        changes["guarded_until"] = _guarded(texts.get("identity_number", ""), born)
    if found.update(**changes):
        return
    try:
        with transaction.atomic():
            Numbers.objects.create(person_id=person.pk, home_id=person.home_id, **changes)
    except IntegrityError as error:  # there are some, and the row policy hides them
        raise guarded() from error


def guarded() -> Refusal:
    return NotAllowed(
        "people.guarded",
        mark("未成年人信息和健康信息由本村专人保管，您不能查看或更改。"),
        remedy=mark("请由本村指定的两名保管人办理。"),
    )


def _seal(given: Sequence[tuple[UUID, Mapping[str, str]]]) -> list[dict[str, crypto.Sealed | None]]:
    flat = [
        (key, text, rules.FIELDS[name].purpose)
        for key, texts in given
        for name, text in texts.items()
        if text
    ]
    sealed = iter(crypto.seal_many(flat))
    return [{name: next(sealed) if text else None for name, text in texts.items()} for _key, texts in given]


def _guarded(identity_number: str, born: date | None) -> date | None:
    if identity_number:
        born = codes.birth_and_sex(identity_number)[0]
    return rules.guarded_until(born, playbook.privacy().minors.under, clock.today())


def index_phones(most: int = 2_000) -> int:
    """Makes telephone numbers findable that were kept before there were digests; gives how many.

    Run by the system. A number whose key is destroyed stays closed and is passed over.
    """
    unfound = Numbers.objects.filter(
        phone__isnull=False, person__phone_index="", person__merged_into=None
    ).select_related("person")
    done, last = 0, 0
    while rows := list(unfound.filter(pk__gt=last).order_by("pk")[:most]):
        done, last = done + _index(rows), rows[-1].pk
    return done


def _index(rows: Sequence[Numbers]) -> int:
    told = [(row.person, row.phone) for row in rows if row.phone is not None]
    texts = crypto.open_many([phone for _person, phone in told])
    changed = []
    for (person, _phone), text in zip(told, texts, strict=True):
        if text:
            person.phone_index = crypto.blind_index(text, "phone").hex()
            changed.append(person)
    Person.objects.bulk_update(changed, ["phone_index"], batch_size=1000)
    return len(changed)
