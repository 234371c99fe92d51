"""Taking in what came back from the outside zone, each record once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction

from liancun.contexts.affairs import api as affairs
from liancun.contexts.audit import api as audit
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.portal.rules import returned as rules
from liancun.contexts.portal.rules import sealing
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Refusal


@dataclass(frozen=True)
class Outcome:
    """What became of a record: taken (`again`: it had been before), or refused with the sentence.

    `number`: the objection's, 0 for a rating.
    """

    key: str
    kind: str
    number: int
    again: bool
    refusal: Refusal | None


@dataclass(frozen=True)
class Report:
    head: rules.Head
    outcomes: tuple[Outcome, ...]

    @property
    def taken(self) -> int:
        return sum(one.refusal is None and not one.again for one in self.outcomes)

    @property
    def again(self) -> int:
        return sum(one.again for one in self.outcomes)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.refusal is not None)


@action("portal.receive")
def receive(actor: Actor, *, content: bytes, public_key: str, office_key: str) -> Report:
    """Takes in a returned file, sealed to the office's key (PEM, private). A file that is not genuine is refused whole; a late record alone, with its reason.

    Repeating it changes nothing. Refusals: portal.not_sealed, portal.seal, portal.returned_signature, portal.returned_form, portal.returned_size.
    """
    require(actor, "portal.receive", None)
    found = rules.opened(sealing.unsealed(content, office_key), public_key)
    report = Report(found.head, tuple(_taken(actor, found.head.zone, record) for record in found.records))
    audit.record(
        actor, "portal.receive", subject="portal.returned", subject_id=None, body_id=None,
        detail={
            "digest": hashlib.sha256(content).hexdigest(), "serial": found.head.serial, "taken": report.taken,
            "again": report.again, "refused": len(report.refused),
        },
    )  # fmt: skip
    return report


def _taken(actor: Actor, zone: str, record: rules.Sent) -> Outcome:
    kind = _KINDS[type(record)]
    try:
        with transaction.atomic():
            number, again = _take(actor, zone, record)
    except Refusal as refusal:
        return Outcome(record.key, kind, 0, again=False, refusal=refusal)
    return Outcome(record.key, kind, number, again, None)


_KINDS = {
    rules.SentObjection: "objection",
    rules.SentComplaint: "complaint",
    rules.SentRating: "rating",
}


def _take(actor: Actor, zone: str, record: rules.Sent) -> tuple[int, bool]:
    """The number it got (0: none), and whether it had been taken in before."""
    if isinstance(record, rules.SentObjection):
        return _object(actor, zone, record)
    return _complain(actor, zone, record) if isinstance(record, rules.SentComplaint) else _rate(record)


def _complain(actor: Actor, zone: str, record: rules.SentComplaint) -> tuple[int, bool]:
    """An objection goes to the office above once: whatever comes for it later had been before."""
    try:
        disclosure.complain(
            actor,
            slug=record.notice,
            receipt=record.receipt,
            about=_key(zone, record.about) if record.about else "",
            text=record.text,
            contact=record.contact,
            outside_at=record.received_at,
        )
    except Refusal as refusal:
        if refusal.code != "disclosure.complained":
            raise
        return 0, True
    return 0, False


def _key(zone: str, key: str) -> str:
    return f"outside/{zone}/{key}"


def _object(actor: Actor, zone: str, record: rules.SentObjection) -> tuple[int, bool]:
    line = disclosure.object_to(
        actor,
        slug=record.notice,
        text=record.text,
        contact=record.contact,
        key=_key(zone, record.key),
        outside_at=record.received_at,
    )
    return line.number, line.again


def _rate(record: rules.SentRating) -> tuple[int, bool]:
    """The slip itself is spent once; an earlier mark is never told."""
    return 0, affairs.rate(record.token, record.mark).already
