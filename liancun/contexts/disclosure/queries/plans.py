"""Reads of plans: for the planning office, its supervisors and those above."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from liancun.contexts.disclosure.models import DueReminder, Notice, Plan
from liancun.contexts.disclosure.queries.lines import PlanLine, PlanRecord
from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.contexts.disclosure.rules.review import Course, PlanState, state_of
from liancun.contexts.disclosure.rules.window import Kind
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


def plan_row(plan_id: int) -> Plan:
    """Refusal: disclosure.unknown_plan (404)."""
    row = _plans().filter(pk=plan_id).first()
    if row is None:
        raise Unknown(
            "disclosure.unknown_plan",
            mark("没有这份公开方案，或您不能查看。"),
            remedy=mark("请从公开方案列表重新打开。"),
        )
    return row


def course_of(row: Plan) -> Course:
    review = getattr(row, "review", None)
    return Course(
        review_due=row.review_due_on,
        agreed=review.agrees if review else None,
        answered=hasattr(row, "answer"),
        published=hasattr(row, "notice"),
        dropped=hasattr(row, "ending"),
    )


def state_of_row(row: Plan) -> PlanState:
    return state_of(course_of(row), clock.today())


def plan(plan_id: int) -> PlanRecord:
    """Refusal: disclosure.unknown_plan (404)."""
    row = plan_row(plan_id)
    review, answer = getattr(row, "review", None), getattr(row, "answer", None)
    ending, notice = getattr(row, "ending", None), getattr(row, "notice", None)
    later = getattr(row, "replaced_by", None)
    return PlanRecord(
        line=_line(row),
        snapshot=snapshots.shown(row.snapshot),
        days=row.days,
        working_days=row.working_days,
        reviewer=row.reviewer.name if row.reviewer else "",
        review_due_on=row.review_due_on,
        agreed=review.agrees if review else None,
        review=review.text if review else "",
        review_by=review.by_name if review else "",
        reviewed_at=review.at if review else None,
        answer=answer.text if answer else "",
        answered_by=answer.by_name if answer else "",
        answered_at=answer.at if answer else None,
        ending=ending.reason if ending else "",
        ended_at=ending.at if ending else None,
        replaces_id=row.replaces_id,
        replaced_by_id=later.pk if later else None,
        notice_id=notice.pk if notice else None,
    )


def plan_about(subject: str, subject_id: int, body_id: int, part: str) -> tuple[int, PlanState] | None:
    """The plan not given up that another context sent to review, and where it stands."""
    found = _plans().filter(subject=subject, subject_id=subject_id, body_id=body_id, part=part, ending=None)
    row = found.first()
    return (row.pk, state_of_row(row)) if row else None


def plans(
    body_ids: Collection[int] | None, *, open_only: bool, search: str = "", first: int, size: int
) -> tuple[list[PlanLine], int]:
    """A page of the plans of these bodies (None: all that one may read), newest first, and how many there are."""
    found = _plans()
    if body_ids is not None:
        found = found.filter(body_id__in=set(body_ids))
    if search:
        found = found.filter(title__contains=search)
    if open_only:
        found = found.filter(notice=None, ending=None)
    ordered = found.order_by("-planned_at", "-id")
    return [_line(row) for row in ordered[first : first + size]], found.count()


def unfinished() -> tuple[PlanLine, ...]:
    """Plans neither published nor given up, oldest first. One statement."""
    return tuple(_line(row) for row in _plans().filter(notice=None, ending=None).order_by("planned_at", "id"))


def plan_reminders(plan_id: int) -> tuple[tuple[str, str, datetime], ...]:
    """What of, kind and moment of each reminder about a plan."""
    found = DueReminder.objects.filter(about__in=("review", "answer"), row_id=plan_id).order_by(
        "reminded_at", "id"
    )
    return tuple(found.values_list("about", "kind", "reminded_at"))


def _plans() -> QuerySet[Plan]:
    return Plan.objects.select_related(
        "body", "reviewer", "review", "answer", "ending", "notice", "replaced_by"
    )


def _line(row: Plan) -> PlanLine:
    state, notice = state_of_row(row), getattr(row, "notice", None)
    return PlanLine(
        id=row.pk,
        body_id=row.body_id,
        office=row.body.name,
        category=row.category,
        kind=Kind(row.kind),
        title=row.title,
        planned_at=row.planned_at,
        planned_by=row.planned_by,
        state=state,
        due_on=_due(row, state),
        reviewer_id=row.reviewer_id,
        slug=notice.slug if notice else "",
    )


def _due(row: Plan, state: PlanState) -> date | None:
    """By when the next one must act: the supervisors, or the office that owes them an answer."""
    if state is PlanState.REVIEWING:
        return row.review_due_on
    review = getattr(row, "review", None)
    if state is not PlanState.OBJECTED or review is None:
        return None
    due: date | None = review.answer_due_on
    return due


def notices_of_plans(plan_ids: Collection[int]) -> dict[int, int]:
    """Plan → the notice it was published as; plans that are not published are left out. One statement."""
    found = Notice.objects.filter(plan_id__in=plan_ids)
    return {plan_id: notice_id for plan_id, notice_id in found.values_list("plan_id", "id") if plan_id}
