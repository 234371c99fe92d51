"""Numbers of persons: masked by default, plain only while the asker has them open for a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from liancun.contexts.people import rules
from liancun.contexts.people.models import Health, Numbers, Opening
from liancun.framework import clock, crypto
from liancun.framework.crypto import Sealed


@dataclass(frozen=True)
class NumberLine:
    """`shown`: masked, or plain while `open_until` is in the future; "" when there is none to be seen."""

    field: str
    shown: str
    open_until: datetime | None = None


def sealed(person_id: int) -> dict[str, Sealed]:
    """What is kept of a person and visible to the asker; a minor's is not there for who is not in charge."""
    found: dict[str, Sealed | None] = {}
    row = Numbers.objects.filter(pk=person_id).first()
    if row is not None:
        found |= {name: getattr(row, name) for name in rules.NUMBERS}
    health = Health.objects.filter(pk=person_id).first()
    if health is not None:
        found["health"] = health.note
    return {name: value for name, value in found.items() if value is not None}


def numbers(person_id: int, user_id: int | None) -> list[NumberLine]:
    """Every closed field of a person, in a fixed order; at most three statements."""
    closed = sealed(person_id)
    texts = dict(zip(closed, crypto.open_many(list(closed.values())), strict=True))
    now_open = opened(person_id, user_id)
    return [_line(name, texts.get(name) or "", now_open.get(name)) for name in rules.FIELDS]


def _line(name: str, text: str, until: datetime | None) -> NumberLine:
    return NumberLine(name, text if until else rules.FIELDS[name].mask(text), until if text else None)


def opened(person_id: int, user_id: int | None) -> Mapping[str, datetime]:
    """What this user has open of this person now: field → until when."""
    if user_id is None:
        return {}
    rows = Opening.objects.filter(person_id=person_id, user_id=user_id, until__gt=clock.now())
    return dict(rows.order_by("until").values_list("field", "until"))


def masked_phones(person_ids: Collection[int]) -> dict[int, str]:
    """Masked telephone numbers of a list of persons, one statement and one look into the store."""
    rows = list(
        Numbers.objects.filter(pk__in=set(person_ids), phone__isnull=False).values_list("pk", "phone")
    )
    texts = crypto.open_many([phone for _id, phone in rows if phone is not None])
    mask = rules.FIELDS["phone"].mask
    return {id: mask(text or "") for (id, _phone), text in zip(rows, texts, strict=True)}


@dataclass(frozen=True)
class OpeningLine:
    field: str
    actor_name: str
    reason: str
    opened_at: datetime


def openings(person_id: int) -> list[OpeningLine]:
    """Who looked, newest first: the person may ask."""
    rows = Opening.objects.filter(person_id=person_id).order_by("-opened_at")[:50]
    return [OpeningLine(*row) for row in rows.values_list("field", "actor_name", "reason", "opened_at")]
