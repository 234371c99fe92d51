"""Planning a notice, the supervisors' review, the office's answer, publishing what passed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import playbook, queries
from liancun.contexts.disclosure.actions.notices import refuse_title, write_notice
from liancun.contexts.disclosure.models import Plan, PlanEnding, Review, ReviewAnswer
from liancun.contexts.disclosure.rules import review as rules
from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.contexts.disclosure.rules.objection import tidy_reason
from liancun.contexts.disclosure.rules.window import Kind
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.framework.workdays import add_days, add_workdays
from liancun.kernel.errors import Conflict, Place, Refusal, mark

SUBJECT = "disclosure.plan"
REPLACED = "按审查意见修改后重新拟定"


@action("disclosure.plan")
def plan_notice(
    actor: Actor,
    *,
    body_id: int,
    category: str,
    title: str,
    content: Mapping[str, Any] | snapshots.Snapshot,
    replaces_id: int | None = None,
) -> queries.PlanRecord:
    """Writes down what the office means to publish; where the rules want it, the supervisors are asked.

    Days and kind follow from the category. `replaces_id`: the former plan, given up with this one.
    Refusals: disclosure.category, disclosure.no_supervisors, disclosure.plan_over and those of publishing.
    """
    require(actor, "disclosure.plan", body_id)
    rule = _category(category, bodies.get(body_id).kind)
    refuse_title(title.strip())
    parsed = snapshots.parse(content)
    snapshots.refuse_personal_data(title, parsed)
    if replaces_id is not None:
        _end(actor, _locked(replaces_id), REPLACED)
    row = _row(actor, body_id, Kind(rule.kind), title, parsed, _reviewer(body_id) if rule.review else None)
    row.category, row.replaces_id = category, replaces_id
    row.days, row.working_days = rule.days, rule.working_days
    row.save(force_insert=True)
    _record(actor, "disclosure.plan", row, {"category": category, "digest": row.digest})
    return queries.plan(row.pk)


@action("disclosure.plan_of_subject")
def plan_of_subject(
    actor: Actor,
    *,
    body_id: int,
    kind: str,
    title: str,
    content: Mapping[str, Any] | snapshots.Snapshot,
    days: int,
    working_days: bool,
    subject: str,
    subject_id: int,
    part: str,
) -> queries.PlanRecord:
    """Sends what another context means to publish to the supervisors; `part` tells its notices apart.

    Refusals: disclosure.planned_already, disclosure.no_supervisors and those of publishing.
    """
    require(actor, "disclosure.plan", body_id)
    refuse_title(title.strip())
    parsed = snapshots.parse(content)
    snapshots.refuse_personal_data(title, parsed)
    if queries.plan_about(subject, subject_id, body_id, part) is not None:
        raise Conflict(
            "disclosure.planned_already",
            mark("这一项已经送审。"),
            remedy=mark("请在公开方案里查看审查到了哪一步。"),
        )
    row = _row(actor, body_id, Kind(kind), title, parsed, _reviewer(body_id))
    row.subject, row.subject_id, row.part = subject, subject_id, part
    row.days, row.working_days = days, working_days
    row.save(force_insert=True)
    _record(actor, "disclosure.plan", row, {"subject": subject, "part": part, "digest": row.digest})
    return queries.plan(row.pk)


def _row(
    actor: Actor, body_id: int, kind: Kind, title: str, parsed: snapshots.Snapshot, reviewer: int | None
) -> Plan:
    """A plan not yet saved: without its days, and what it is about."""
    stored, rule = snapshots.plain(parsed), playbook.section().review
    return Plan(
        body_id=body_id,
        kind=kind.value,
        title=title.strip(),
        snapshot=stored,
        digest=snapshots.fingerprint({"title": title.strip(), **stored}),
        reviewer_id=reviewer,
        review_due_on=_after(rule.days) if reviewer else None,
        answer_days=rule.answer_days,
        planned_at=clock.now(),
        planned_by=signature(actor),
        planned_by_id=actor.person_id,
    )


@action("disclosure.review")
def review_plan(actor: Actor, *, plan_id: int, agrees: bool, text: str = "") -> queries.PlanRecord:
    """The supervisors agree, or object and say why: no veto, the office answers and may then publish.

    Refusals: disclosure.unknown_plan, disclosure.own_plan, disclosure.not_reviewing, disclosure.review_empty.
    """
    row = queries.plan_row(plan_id)
    require(actor, "disclosure.review", row.body_id)
    said = rules.tidy_words(text, needed=not agrees)
    row = _locked(plan_id)
    rules.refuse_review(queries.state_of_row(row), planner=row.planned_by_id, reviewer=actor.person_id)
    Review.objects.create(
        plan=row,
        body_id=row.body_id,
        agrees=agrees,
        text=said,
        answer_due_on=None if agrees else _after(row.answer_days),
        by_name=signature(actor),
        by_person_id=actor.person_id,
        at=clock.now(),
    )
    _record(actor, "disclosure.review", row, {"agrees": agrees})
    return queries.plan(plan_id)


@action("disclosure.answer_review")
def answer_review(actor: Actor, *, plan_id: int, text: str) -> queries.PlanRecord:
    """The office's one answer to the supervisors; what was planned may then be published as it is.

    Refusals: disclosure.unknown_plan, disclosure.nothing_to_answer, disclosure.review_empty.
    """
    row = queries.plan_row(plan_id)
    require(actor, "disclosure.plan", row.body_id)
    said = rules.tidy_words(text, needed=True)
    row = _locked(plan_id)
    rules.refuse_answer(queries.state_of_row(row))
    ReviewAnswer.objects.create(
        plan=row, body_id=row.body_id, text=said, by_name=signature(actor), at=clock.now()
    )
    _record(actor, "disclosure.answer_review", row, {})
    return queries.plan(plan_id)


@action("disclosure.drop_plan")
def drop_plan(actor: Actor, *, plan_id: int, reason: str) -> queries.PlanRecord:
    """Gives a plan up before it is published, and says why.

    Refusals: disclosure.unknown_plan, disclosure.no_reason, disclosure.plan_over.
    """
    row = queries.plan_row(plan_id)
    require(actor, "disclosure.plan", row.body_id)
    _end(actor, _locked(plan_id), tidy_reason(reason))
    return queries.plan(plan_id)


@action("disclosure.publish_plan")
def publish_plan(actor: Actor, *, plan_id: int) -> queries.NoticeLine:
    """Publishes what was planned, once its review is over; the window begins today.

    Refusals: disclosure.unknown_plan, disclosure.of_a_subject, disclosure.under_review,
    disclosure.review_unanswered, disclosure.plan_over.
    """
    row = queries.plan_row(plan_id)
    require(actor, "disclosure.publish", row.body_id)
    if row.subject:
        raise Conflict(
            "disclosure.of_a_subject",
            mark("这份公开方案是一件事项的，从那件事项的页面发布。"),
            remedy=mark("请打开那件事项继续办理。"),
        )
    return publish_reviewed(actor, plan_id)


def publish_reviewed(actor: Actor, plan_id: int) -> queries.NoticeLine:
    """The same for the context that sent it to the supervisors: exactly what was reviewed."""
    row = queries.plan_row(plan_id)
    require(actor, "disclosure.publish", row.body_id)
    row = _locked(plan_id)
    rules.refuse_unready(queries.state_of_row(row), row.review_due_on)
    return write_notice(
        actor,
        body_id=row.body_id,
        kind=Kind(row.kind),
        title=row.title,
        content=snapshots.shown(row.snapshot),
        days=row.days,
        working_days=row.working_days,
        subject=row.subject,
        subject_id=row.subject_id,
        category=row.category,
        plan_id=row.pk,
    )


def _locked(plan_id: int) -> Plan:
    """One at a time: reviewing, answering, publishing, giving up. The row is read after the lock."""
    with connection.cursor() as cursor:
        cursor.execute("select disclosure_lock_plan(%s)", [plan_id])
    return queries.plan_row(plan_id)


def _category(key: str, kind: str) -> playbook.Category:
    found = playbook.section().category.get(key)
    if found is None or kind not in found.bodies:
        raise Refusal(
            "disclosure.category",
            mark("公开目录里没有这一类，或者这个组织不公开这一类。"),
            place=Place("field", field="category"),
            remedy=mark("请从目录中选择。"),
        )
    return found


def _reviewer(body_id: int) -> int | None:
    """The supervisors of the village that publishes; a body outside a village has none."""
    village = bodies.village_of(body_id)
    if village is None:
        return None
    by = playbook.section().review.by
    found = bodies.parts_of([village.id], by).get(village.id)
    if found is None:
        raise Refusal(
            "disclosure.no_supervisors",
            mark("{village}没有登记村务监督委员会，按规定须经它审查才能公开。"),
            {"village": village.name},
            remedy=mark("请先由乡镇登记村务监督委员会。"),
        )
    return found.id


def _after(days: int) -> date:
    working = playbook.section().review.working_days
    return (add_workdays if working else add_days)(clock.today(), days).day


def _end(actor: Actor, row: Plan, reason: str) -> None:
    rules.refuse_over(queries.state_of_row(row))
    PlanEnding.objects.create(
        plan=row, body_id=row.body_id, reason=reason, by_name=signature(actor), at=clock.now()
    )
    _record(actor, "disclosure.drop_plan", row, {})


def _record(actor: Actor, verb: str, row: Plan, detail: Mapping[str, Any]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=row.pk, body_id=row.body_id, detail=detail)
