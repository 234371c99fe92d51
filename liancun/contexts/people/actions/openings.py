"""Looking at numbers for a reason: told to the log beside the request, kept as a row that ends by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liancun.contexts.audit import api as audit
from liancun.contexts.people import playbook, queries, rules
from liancun.contexts.people.actions.numbers import guarded
from liancun.contexts.people.models import Numbers, Opening
from liancun.framework import clock, crypto
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Place, Refusal, mark

SUBJECT = "people.person"


@action("people.open_numbers")
def open_number(actor: Actor, *, person_id: int, field: str, reason: str) -> str:
    """The plain text, open to this actor for the playbook's minutes.

    The log is told first, over a connection of its own: whoever asked is on record although the request fails.
    Refusals: people.unknown, people.no_reason, people.guarded, people.no_number, access.not_allowed.
    """
    person = queries.person(person_id)
    require(actor, "people.open_numbers", person.home_id)
    why = rules.tidy_reason(reason)
    _tell(actor, "people.open_numbers", person.id, person.home_id, {"field": field, "reason": why})
    closed = queries.sealed(person_id).get(field)
    text = closed.open() if closed else None
    if not text:
        raise _none(field)
    now = clock.now()
    Opening.objects.bulk_create(
        [
            Opening(
                person_id=person.id,
                home_id=person.home_id,
                field=field,
                reason=why,
                user_id=actor.user_id,
                actor_name=actor.name,
                opened_at=now,
                until=rules.closes(now, playbook.privacy().open_minutes),
            )
        ]
    )
    return text


def _none(field: str) -> Refusal:
    """Says the same for a number that is not there and for one that others keep: neither is told apart."""
    if field not in rules.FIELDS:
        return guarded()
    return Refusal(
        "people.no_number",
        mark("没有可以查看的这一项：没有登记，或由本村专人保管。"),
        place=Place("field", field="field"),
        remedy=mark("未成年人和健康信息请由本村指定的保管人办理。"),
    )


@dataclass(frozen=True)
class NumberRow:
    """One person of an exported roll; "" where nothing is kept or nothing may be seen."""

    name: str
    identity_number: str
    phone: str
    bank_card: str


@action("people.export_numbers")
def export_numbers(
    actor: Actor, *, body_id: int, kind: str, fields: Sequence[str], reason: str
) -> list[NumberRow]:
    """The numbers of everybody on a roll, for one stated purpose; minors' and health are never in it.

    Refusals: people.no_reason, access.not_allowed.
    """
    require(actor, "people.export_numbers", body_id)
    why = rules.tidy_reason(reason)
    wanted = [name for name in rules.NUMBERS if name in fields]
    lines = queries.roll(body_id, kind, clock.today())
    told = {"kind": kind, "fields": wanted, "count": len(lines), "reason": why}
    _tell(actor, "people.export_numbers", None, body_id, told)
    texts = _texts([line.person_id for line in lines], wanted)
    return [
        NumberRow(line.name, *(texts.get((line.person_id, name), "") for name in rules.NUMBERS))
        for line in lines
    ]


def _texts(person_ids: Sequence[int], wanted: Sequence[str]) -> dict[tuple[int, str], str]:
    rows = Numbers.objects.filter(pk__in=set(person_ids), guarded_until__isnull=True)
    closed = {(row.pk, name): value for row in rows for name in wanted if (value := getattr(row, name))}
    texts = crypto.open_many(list(closed.values()))
    return {key: text for key, text in zip(closed, texts, strict=True) if text}


def _tell(actor: Actor, verb: str, person_id: int | None, body_id: int, detail: dict[str, object]) -> None:
    audit.record_aside(actor, verb, subject=SUBJECT, subject_id=person_id, body_id=body_id, detail=detail)
