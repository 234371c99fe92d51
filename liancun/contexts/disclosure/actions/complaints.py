"""An objector who is not satisfied goes to the office above: received with a number, decided once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import playbook, queries
from liancun.contexts.disclosure.actions.notices import lock
from liancun.contexts.disclosure.models import (
    Complaint,
    ComplaintDecision,
    ComplaintText,
    Notice,
    Objection,
    Outcome,
)
from liancun.contexts.disclosure.rules import complaint as rules
from liancun.contexts.disclosure.rules import objection as words
from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.framework.workdays import add_days, add_workdays
from liancun.kernel.errors import Place, Refusal, Unknown, mark
from liancun.kernel.tokens import token_digest

SUBJECT = "disclosure.complaint"
RECEIPT = "disclosure.receipt"


@dataclass(frozen=True)
class ComplaintReceived:
    """What the sender is told: the number, the office that decides, and by when."""

    number: str
    office: str
    due_on: date


@action("disclosure.complain")
def complain(
    actor: Actor,
    *,
    slug: str,
    receipt: str,
    text: str,
    contact: str = "",
    about: str = "",
    outside_at: datetime | None = None,
) -> ComplaintReceived:
    """Takes an answered (or never answered) objection to the office above; the receipt of the objection is the right.

    `outside_at`: when the outside zone received it, and `about` the key by which it sent the objection; only the
    program says so, when it reads a file that came back.
    No veto: no window moves. Refusals: disclosure.unknown, disclosure.outside_day, disclosure.brought_late, tokens.*, disclosure.unknown_receipt,
    disclosure.complained, disclosure.not_answered_yet, disclosure.complaint_late, disclosure.nobody_above,
    disclosure.objection_empty, disclosure.objection_long, disclosure.contact_long.
    """
    said, reach = words.tidy_text(text), words.tidy_contact(contact)
    notice = queries.row_by_slug(slug)
    if outside_at is not None:
        require(actor, "disclosure.receive_outside", None)
    wanted = _by_key(about) if about and outside_at else Q(receipt=token_digest(receipt, RECEIPT))
    lock(notice.pk)
    objection = _objection(notice, wanted)
    _refuse(objection, outside_at)
    row = _receive(notice, objection, _office(notice))
    _keep_words(row, said, reach)
    audit.record(
        actor, "disclosure.complain", subject=SUBJECT, subject_id=row.pk, body_id=row.body_id,
        detail={"notice": notice.pk, "objection": objection.number},
    )  # fmt: skip
    return ComplaintReceived(rules.shown_number(row.year, row.number), row.body.name, row.due_on)


@action("disclosure.decide_complaint")
def decide_complaint(actor: Actor, *, complaint_id: int, outcome: str, text: str) -> queries.ComplaintRecord:
    """Decides a complaint, once; the decision is public and signed by the office.

    Refusals: disclosure.unknown_complaint, disclosure.outcome, disclosure.answer_empty, disclosure.answer_long,
    disclosure.decided, and personal numbers in the text.
    """
    found = queries.complaint(complaint_id)
    require(actor, "disclosure.decide_complaint", found.line.body_id)
    said = words.tidy_answer(text)
    snapshots.refuse_personal_text("text", said)
    if outcome not in Outcome.values:
        raise Refusal(
            "disclosure.outcome",
            mark("还没有选择处理结果。"),
            place=Place("field", field="outcome"),
            remedy=mark("请选择支持、部分支持或不予支持。"),
        )
    lock(found.line.notice_id)
    rules.refuse_second_decision(ComplaintDecision.objects.filter(complaint_id=complaint_id).exists())
    ComplaintDecision.objects.create(
        complaint_id=complaint_id,
        body_id=found.line.body_id,
        outcome=outcome,
        text=said,
        by_person_id=actor.person_id,
        by_name=signature(actor),
        at=clock.now(),
    )
    late = clock.today() > found.line.due_on
    audit.record(
        actor, "disclosure.decide_complaint", subject=SUBJECT, subject_id=complaint_id,
        body_id=found.line.body_id, detail={"outcome": outcome, "late": late},
    )  # fmt: skip
    return queries.complaint(complaint_id)


@action("disclosure.open_complaint_contact")
def open_complaint_contact(actor: Actor, *, complaint_id: int, reason: str) -> str:
    """Shows the telephone number left with a complaint, for a stated reason that the log keeps.

    Refusals: disclosure.unknown_complaint, disclosure.no_reason, disclosure.no_contact.
    """
    found = queries.complaint(complaint_id)
    require(actor, "disclosure.decide_complaint", found.line.body_id)
    said = words.tidy_reason(reason)
    contact = ComplaintText.objects.get(complaint_id=complaint_id).contact
    if not contact:
        raise Unknown(
            "disclosure.no_contact",
            mark("提意见的人没有留下联系电话。"),
            remedy=mark("请把答复公开发布，提意见的人可以在公开页面看到。"),
        )
    audit.record(
        actor, "disclosure.open_complaint_contact", subject=SUBJECT, subject_id=complaint_id,
        body_id=found.line.body_id, detail={"reason": said},
    )  # fmt: skip
    return str(contact)


def _by_key(about: str) -> Q:
    return Q(key=hashlib.sha256(about.encode()).hexdigest())


def _objection(notice: Notice, wanted: Q) -> Objection:
    found = Objection.objects.filter(wanted, notice=notice).select_related("answer").first()
    if found is None:
        raise Refusal(
            "disclosure.unknown_receipt",
            mark("这份公开内容没有这个回执号对应的意见。"),
            place=Place("field", field="receipt"),
            remedy=mark("请核对提意见时给您的回执号；丢失的，可以到乡镇人民政府当面反映。"),
            status=422,
        )
    return found


def _refuse(objection: Objection, outside_at: datetime | None) -> None:
    answer = getattr(objection, "answer", None)
    answered = clock.local(answer.at).date() if answer else None
    within = playbook.section().complaint.within_days
    asked_on = clock.local(outside_at).date() if outside_at else clock.today()
    if outside_at is not None:
        last = rules.last_day(answered, objection.answer_due_on, within)
        rules.refuse_brought(asked_on, clock.today(), last, playbook.section().outside.grace_days)
    earlier = Complaint.objects.filter(objection=objection).first()
    rules.refuse_complaint(
        answered_on=answered if answered and answered <= asked_on else None,
        answer_due=objection.answer_due_on,
        within_days=within,
        already=rules.shown_number(earlier.year, earlier.number) if earlier else "",
        today=asked_on,
    )


def _office(notice: Notice) -> int:
    """The nearest office above the publishing body, of the first kind that the rules name."""
    above = bodies.lines(bodies.get(notice.body_id).above[:-1])
    for kind in playbook.section().complaint.to:
        found = [line for line in above.values() if line.kind == kind]
        if found:
            return max(found, key=lambda line: len(line.above)).id
    rules.refuse_no_office(False)
    raise AssertionError("refused above")


def _receive(notice: Notice, objection: Objection, office_id: int) -> Complaint:
    """Numbers run through the year for each deciding office, under its lock."""
    with connection.cursor() as cursor:
        cursor.execute("select disclosure_lock_office(%s)", [office_id])
    rule, today = playbook.section().complaint, clock.today()
    due = (add_workdays if rule.working_days else add_days)(today, rule.decide_days)
    return Complaint.objects.create(
        objection=objection,
        notice=notice,
        body_id=office_id,
        year=today.year,
        number=Complaint.objects.filter(body_id=office_id, year=today.year).count() + 1,
        received_at=clock.now(),
        due_on=due.day,
    )


def _keep_words(row: Complaint, text: str, contact: str) -> None:
    """Without RETURNING: a stranger may hand words in and may not read them back."""
    sealed = ComplaintText._meta.get_field("contact").get_db_prep_value(contact, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into disclosure_complainttext (complaint_id, body_id, text, contact) values (%s, %s, %s, %s)",
            [row.pk, row.body_id, text, sealed],
        )
