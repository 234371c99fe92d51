"""Consents in force and withdrawn; how old somebody is, as far as the program knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from liancun.contexts.people.models import Consent, Numbers, Person
from liancun.kernel import codes


@dataclass(frozen=True)
class ConsentLine:
    id: int
    kind: str
    given_by: str
    given_on: date
    paper: str
    file_id: int | None
    withdrawn_on: date | None


def consents(person_id: int) -> list[ConsentLine]:
    rows = Consent.objects.filter(person_id=person_id).order_by("-given_on", "-id")
    return [
        ConsentLine(*row)
        for row in rows.values_list("id", "kind", "given_by", "given_on", "paper", "file_id", "withdrawn_on")
    ]


def consent(person_id: int, kind: str) -> ConsentLine | None:
    """The one in force."""
    return next((one for one in consents(person_id) if one.kind == kind and one.withdrawn_on is None), None)


def born(person_id: int) -> date | None:
    """As registered, or from the identity number when the asker may see it."""
    told = Person.objects.filter(pk=person_id).values_list("birth_date", flat=True).first()
    if told is not None:
        return told
    row = Numbers.objects.filter(pk=person_id).first()
    text = row.identity_number.open() if row and row.identity_number else None
    return codes.birth_and_sex(text)[0] if text else None


def guarded_until(person_id: int) -> date | None:
    return Numbers.objects.filter(pk=person_id).values_list("guarded_until", flat=True).first()
