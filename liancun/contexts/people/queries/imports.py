"""What is there already of a list of persons: asked for a thousand at a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from liancun.contexts.people.models import Household, HouseholdMember, Person, RollEntry
from liancun.framework.database.fields import blind_index


@dataclass(frozen=True)
class There:
    id: int
    name: str
    home_id: int
    birth_date: date | None


def by_digest(digests: Collection[str]) -> dict[str, There]:
    """Digest of the identity number → person, of those the asker may know of."""
    rows = Person.objects.filter(identity_index__in=list(digests), merged_into=None)
    fields = ("identity_index", "id", "name", "home_id", "birth_date")
    return {row[0]: There(*row[1:]) for row in rows.values_list(*fields)} if digests else {}


def by_name(homes: Collection[int], names: Collection[str]) -> dict[tuple[int, str], list[There]]:
    """Persons without an identity number by home and name."""
    if not names:
        return {}
    rows = Person.objects.filter(home_id__in=list(homes), name__in=list(names), identity_index="")
    found: dict[tuple[int, str], list[There]] = {}
    for row in rows.filter(merged_into=None).values_list("id", "name", "home_id", "birth_date"):
        found.setdefault((row[2], row[1]), []).append(There(*row))
    return found


@dataclass(frozen=True)
class Meant:
    """Persons by identity number and by name, of those the asker may know of."""

    numbered: dict[str, There]
    named: dict[str, list[There]]


def meant(*, numbers: Collection[str], names: Collection[str]) -> Meant:
    """Whom a list of tidied identity numbers and names may mean; two statements."""
    digests = {blind_index(number, "identity").hex(): number for number in numbers if number}
    numbered = {digests[digest]: there for digest, there in by_digest(digests).items()}
    rows = Person.objects.filter(name__in=list(names), merged_into=None)
    named: dict[str, list[There]] = {}
    for row in rows.values_list("id", "name", "home_id", "birth_date"):
        named.setdefault(row[1], []).append(There(*row))
    return Meant(numbered, named)


def numbered(homes: Collection[int], numbers: Collection[str]) -> set[tuple[int, str]]:
    """Households that exist, by home and number."""
    if not numbers:
        return set()
    rows = Household.objects.filter(home_id__in=list(homes), number__in=list(numbers))
    return set(rows.values_list("home_id", "number"))


def housed(person_ids: Collection[int]) -> dict[int, str]:
    """Person → number of the household they belong to now."""
    rows = HouseholdMember.objects.filter(person_id__in=list(person_ids), until=None)
    return dict(rows.values_list("person_id", "household__number")) if person_ids else {}


def enrolled(person_ids: Collection[int]) -> set[tuple[int, str, int]]:
    """(person, roll, body) of open entries."""
    if not person_ids:
        return set()
    rows = RollEntry.objects.filter(person_id__in=list(person_ids), until=None)
    return set(rows.values_list("person_id", "kind", "body_id"))
