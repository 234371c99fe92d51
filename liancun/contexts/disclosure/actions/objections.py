"""Receiving an objection from anyone, answering it, opening a contact for a reason."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.disclosure import playbook, queries
from liancun.contexts.disclosure.actions.complaints import RECEIPT
from liancun.contexts.disclosure.actions.notices import extend_if_later, lock
from liancun.contexts.disclosure.models import Answer, Notice, Objection, ObjectionText
from liancun.contexts.disclosure.rules import objection as rules
from liancun.contexts.disclosure.rules.window import Kind, refuse_objection
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.database.fields import blind_index
from liancun.framework.permissions import require
from liancun.framework.workdays import add_workdays
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.tokens import new_token, token_digest

SUBJECT = "disclosure.objection"


@action("disclosure.object")
def object_to(
    actor: Actor,
    *,
    slug: str,
    text: str,
    key: str,
    contact: str = "",
    origin: str = "",
    outside_at: datetime | None = None,
) -> queries.ReceivedLine:
    """Receives an objection of anyone who reads the notice; no sign-in, no name.

    `key` is made by the form: sending it twice receives it once. `origin` is the sender's block of addresses,
    kept only as a keyed digest of one notice and day. `contact` is optional and sealed. `outside_at`: when the
    outside zone received it; only the program says so, when it reads a file that came back.
    Refusals: disclosure.unknown, disclosure.takes_no_objections, disclosure.withdrawn, disclosure.window_closed,
    disclosure.objection_empty, disclosure.objection_long, disclosure.contact_long, disclosure.too_many,
    disclosure.outside_day, disclosure.brought_late.
    """
    if outside_at is not None:
        require(actor, "disclosure.receive_outside", None)
    said, reach = rules.tidy_text(text), rules.tidy_contact(contact)
    notice = queries.row_by_slug(slug)
    lock(notice.pk)
    digest = hashlib.sha256(key.encode()).hexdigest()
    received = Objection.objects.filter(notice=notice, key=digest).first()
    again = received is not None
    if received is None:
        _refuse(notice, outside_at)
        received = _receive(notice, digest, _origin(notice, origin), _receipt(notice, key), outside_at)
        _keep_words(received, notice, said, reach)
        audit.record(
            actor, "disclosure.object", subject=SUBJECT, subject_id=received.pk, body_id=notice.body_id,
            detail={"notice": notice.pk, "number": received.number},
        )  # fmt: skip
    receipt = _receipt(notice, key) if received.receipt else ""
    return queries.ReceivedLine(received.number, received.received_at, received.answer_due_on, receipt, again)


@action("disclosure.answer")
def answer(actor: Actor, *, objection_id: int, text: str) -> queries.ObjectionLine:
    """Answers an objection, once; the answer is public and signed by the office.

    Refusals: disclosure.unknown, disclosure.answer_empty, disclosure.answer_long, disclosure.already_answered.
    """
    line = queries.objection(objection_id)
    require(actor, "disclosure.answer", line.body_id)
    said = rules.tidy_answer(text)
    lock(line.notice_id)
    rules.refuse_second_answer(Answer.objects.filter(objection_id=objection_id).exists())
    Answer.objects.create(
        objection_id=objection_id,
        body_id=line.body_id,
        text=said,
        by_person_id=actor.person_id,
        by_name=signature(actor),
        at=clock.now(),
    )
    late = clock.today() > line.answer_due_on
    audit.record(
        actor, "disclosure.answer", subject=SUBJECT, subject_id=objection_id, body_id=line.body_id,
        detail={"notice": line.notice_id, "late": late},
    )  # fmt: skip
    return queries.objection(objection_id)


@action("disclosure.open_contact")
def open_contact(actor: Actor, *, objection_id: int, reason: str) -> str:
    """Shows the telephone number an objector left, for a stated reason that the log keeps.

    Refusals: disclosure.unknown, disclosure.no_reason, disclosure.no_contact.
    """
    line = queries.objection(objection_id)
    require(actor, "disclosure.open_contact", line.body_id)
    said = rules.tidy_reason(reason)
    contact = ObjectionText.objects.get(objection_id=objection_id).contact
    if not contact:
        raise Unknown(
            "disclosure.no_contact",
            mark("提意见的人没有留下联系电话。"),
            remedy=mark("请把答复公开发布，提意见的人可以在公开页面看到。"),
        )
    audit.record(
        actor, "disclosure.open_contact", subject=SUBJECT, subject_id=objection_id, body_id=line.body_id,
        detail={"reason": said},
    )  # fmt: skip
    return str(contact)


def _refuse(notice: Notice, outside_at: datetime | None) -> None:
    """What comes in now may make the window longer first; what came in outside finds it as it is."""
    outside_on = clock.local(outside_at).date() if outside_at else None
    refuse_objection(
        Kind(notice.kind),
        queries.window(notice.pk),
        clock.today(),
        outside_on=outside_on,
        grace_days=playbook.section().outside.grace_days if outside_on else 0,
    )
    if outside_on is None:
        extend_if_later(notice.pk)


def _receipt(notice: Notice, key: str) -> str:
    """The same for the same form, so that sending it twice shows one receipt; stored only as a digest."""
    return new_token(hashlib.sha256(f"receipt\n{notice.slug}\n{key}".encode()).digest())


def _receive(notice: Notice, key: str, origin: str, receipt: str, outside_at: datetime | None) -> Objection:
    now = clock.now()
    received = list(
        Objection.objects.filter(notice=notice, origin=origin).values_list("received_at", flat=True)
    )
    if origin:
        rules.refuse_flood(received, now)
    return Objection.objects.create(
        notice=notice,
        number=Objection.objects.filter(notice=notice).count() + 1,
        received_at=now,
        answer_due_on=add_workdays(clock.today(), notice.answer_days).day,
        origin=origin,
        key=key,
        receipt=token_digest(receipt, RECEIPT),
        outside_at=outside_at,
    )


def _keep_words(received: Objection, notice: Notice, text: str, contact: str) -> None:
    """Without RETURNING: a stranger may hand words in and may not read them back."""
    sealed = ObjectionText._meta.get_field("contact").get_db_prep_value(contact, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into disclosure_objectiontext (objection_id, body_id, text, contact) values (%s, %s, %s, %s)",
            [received.pk, notice.body_id, text, sealed],
        )


def _origin(notice: Notice, block: str) -> str:
    """Tells floods of one day on one notice apart, and joins nobody across days or notices."""
    if not block:
        return ""
    return blind_index(f"{notice.slug}|{clock.today()}|{block}", "address").hex()
