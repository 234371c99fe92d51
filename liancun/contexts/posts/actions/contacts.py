"""Contact points: who is whose contact, visits with a short note, issues until they are settled; and 领办."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Model

from liancun.contexts.audit import api as audit
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Contact, Issue, Lead, LeadResult, Visit
from liancun.contexts.posts.queries import contacts as queries
from liancun.contexts.posts.queries import offices
from liancun.contexts.posts.rules import offices as office_rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark


@action("posts.make_contact")
def make_contact(
    actor: Actor, *, person_id: int, body_id: int, kind: str, since: date, until: date | None = None
) -> int:
    """Refusals: posts.unknown_contact, posts.backward, posts.contact_once."""
    require(actor, "posts.make_contact", body_id)
    if kind not in playbook.section().contact:
        raise Unknown(
            "posts.unknown_contact", mark("制度里没有这种联系点。"), remedy=mark("请从列表中选择。")
        )
    office_rules.refuse_backward(since, until)
    row = Contact(
        person_id=person_id,
        person_name=name_of(person_id),
        body_id=body_id,
        kind=kind,
        since=since,
        until=until,
    )
    _once(row, "posts.contact_once", mark("这个人已经是这里的联系人。"))
    _trace(actor, "posts.make_contact", row.pk, body_id, {"person": person_id, "kind": kind})
    return row.pk


def name_of(person_id: int) -> str:
    found = offices.names([person_id]).get(person_id)
    if not found:
        raise Unknown(
            "people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。")
        )
    return found


def _once(row: Model, code: str, sentence: str) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            code, sentence, place=Place("field", field="person"), remedy=mark("请刷新页面查看。")
        ) from error


@action("posts.end_contact")
def end_contact(actor: Actor, *, contact_id: int, until: date) -> None:
    line = queries.contact(contact_id)
    require(actor, "posts.make_contact", line.body_id)
    row = Contact.objects.select_for_update().get(pk=contact_id)
    if row.until is not None:
        raise _over()
    office_rules.refuse_backward(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    _trace(actor, "posts.end_contact", contact_id, line.body_id, {"person": line.person_id})


def _over() -> Conflict:
    return Conflict("posts.over", mark("这一项已经结束。"), remedy=mark("请刷新页面查看。"))


@action("posts.record_visit")
def record_visit(actor: Actor, *, contact_id: int, on: date, note: str, issues: Sequence[str] = ()) -> int:
    """A short note, and what was raised. No photograph, no place. Refusals: posts.no_note, posts.visit_day."""
    line = queries.contact(contact_id)
    if actor.person_id is None or actor.person_id != line.person_id:
        require(actor, "posts.make_contact", line.body_id)
    if not note.strip():
        raise Refusal(
            "posts.no_note",
            mark("请用一两句话写下走访情况。"),
            place=Place("field", field="note"),
            status=422,
        )
    if on > clock.today() or on < line.since or (line.until is not None and on >= line.until):
        raise Refusal(
            "posts.visit_day",
            mark("走访日期应在联系期内，不能晚于今天。"),
            place=Place("field", field="on"),
            remedy=mark("请核对日期。"),
        )
    visit = Visit.objects.create(
        contact_id=contact_id,
        body_id=line.body_id,
        person_id=line.person_id,
        on=on,
        note=note.strip(),
        by_name=signature(actor),
        at=clock.now(),
    )
    raised = [one.strip() for one in issues if one.strip()]
    Issue.objects.bulk_create(
        Issue(visit=visit, body_id=line.body_id, person_id=line.person_id, what=one) for one in raised
    )
    _trace(
        actor, "posts.record_visit", visit.pk, line.body_id, {"contact": contact_id, "issues": len(raised)}
    )
    return visit.pk


@action("posts.settle_issue")
def settle_issue(actor: Actor, *, issue_id: int, note: str) -> None:
    """By the contact, or by an officer of the body. Refusals: posts.no_note, posts.over."""
    line = queries.issue(issue_id)
    if actor.person_id is None or actor.person_id != line.person_id:
        require(actor, "posts.settle_issue", line.body_id)
    if not note.strip():
        raise Refusal(
            "posts.no_note", mark("请写明怎样办的。"), place=Place("field", field="note"), status=422
        )
    row = Issue.objects.select_for_update().get(pk=issue_id)
    if row.settled_on is not None:
        raise _over()
    row.settled_on, row.settled_note, row.settled_by = clock.today(), note.strip(), signature(actor)
    row.save(update_fields=["settled_on", "settled_note", "settled_by"])
    _trace(actor, "posts.settle_issue", issue_id, line.body_id, {})


@action("posts.take_lead")
def take_lead(
    actor: Actor,
    *,
    person_id: int,
    body_id: int,
    business: str,
    target: str,
    since: date,
    business_body_id: int | None = None,
    target_amount: Decimal | None = None,
    unit: str = "",
) -> int:
    """领办: a person leads a business of this body, with a target. Refusal: posts.lead_once."""
    require(actor, "posts.take_lead", body_id)
    row = Lead(
        person_id=person_id,
        person_name=name_of(person_id),
        body_id=body_id,
        business=business.strip(),
        business_body_id=business_body_id,
        target=target.strip(),
        target_amount=target_amount,
        unit=unit.strip(),
        since=since,
    )
    _once(row, "posts.lead_once", mark("这个人已经在领办这个项目。"))
    _trace(actor, "posts.take_lead", row.pk, body_id, {"person": person_id})
    return row.pk


@action("posts.end_lead")
def end_lead(actor: Actor, *, lead_id: int, until: date) -> None:
    line = queries.lead(lead_id)
    require(actor, "posts.take_lead", line.body_id)
    row = Lead.objects.select_for_update().get(pk=lead_id)
    if row.until is not None:
        raise _over()
    office_rules.refuse_backward(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    _trace(actor, "posts.end_lead", lead_id, line.body_id, {"person": line.person_id})


@action("posts.record_result")
def record_result(actor: Actor, *, lead_id: int, on: date, note: str, amount: Decimal | None = None) -> int:
    """What came of it by that day. Refusals: posts.no_note, posts.visit_day."""
    line = queries.lead(lead_id)
    if actor.person_id is None or actor.person_id != line.person_id:
        require(actor, "posts.take_lead", line.body_id)
    if not note.strip():
        raise Refusal(
            "posts.no_note", mark("请写明取得了什么成效。"), place=Place("field", field="note"), status=422
        )
    if on > clock.today() or on < line.since:
        raise Refusal(
            "posts.visit_day",
            mark("日期应在领办开始之后，不能晚于今天。"),
            place=Place("field", field="on"),
            remedy=mark("请核对日期。"),
        )
    made = LeadResult.objects.create(
        lead_id=lead_id,
        body_id=line.body_id,
        person_id=line.person_id,
        on=on,
        amount=amount,
        note=note.strip(),
        by_name=signature(actor),
        at=clock.now(),
    )
    _trace(actor, "posts.record_result", made.pk, line.body_id, {"lead": lead_id})
    return made.pk


def _trace(actor: Actor, verb: str, id: int, body_id: int, detail: Mapping[str, object]) -> None:
    subject = "posts.lead" if verb.endswith(("lead", "result")) else "posts.contact"
    audit.record(actor, verb, subject=subject, subject_id=id, body_id=body_id, detail=detail)
