"""How plans are shown: states, facts, time lines, registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.disclosure import playbook
from liancun.contexts.disclosure.queries import PlanLine, PlanRecord, TurnLine
from liancun.contexts.disclosure.rules.calendar import Standing
from liancun.contexts.disclosure.rules.review import PlanState
from liancun.framework import clock
from liancun.framework.web import forms
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Register,
    Related,
    Row,
    State,
)


class EmptyForm(forms.Form):
    """A step that asks for nothing but the press of its button."""


@dataclass(frozen=True)
class Rights:
    plans: bool
    reviews: bool
    publishes: bool


def state(of: PlanState) -> State:
    return {
        PlanState.REVIEWING: State(_("监督委员会审查中"), "waiting"),
        PlanState.OBJECTED: State(_("有意见，等待答复"), "waiting"),
        PlanState.READY: State(_("可以发布"), "running"),
        PlanState.PUBLISHED: State(_("已发布"), "done"),
        PlanState.DROPPED: State(_("已作废"), "closed"),
    }[of]


def category_name(key: str) -> str:
    if not key:
        return _("事项")
    found = playbook.section().category.get(key)
    return _(found.name) if found else key


def category_words(one: playbook.Category) -> str:
    """The name with its days, as a form offers it."""
    unit = _("个工作日") if one.working_days else _("天")
    review = _("，先送审查") if one.review else ""
    return _("%(name)s（%(kind)s %(days)s %(unit)s%(review)s）") % {
        "name": _(one.name),
        "kind": _(one.kind),
        "days": one.days,
        "unit": unit,
        "review": review,
    }


def register(lines: Sequence[PlanLine], *, of: str, search: str) -> Register:
    columns = (
        Column("title", _("标题")),
        Column("category", _("目录")),
        Column("office", _("公开单位")),
        Column("planned", _("拟定日期"), "date"),
        Column("due", _("办理期限"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                line.title,
                category_name(line.category),
                line.office,
                clock.local(line.planned_at).date(),
                line.due_on,
                state(line.state),
            ),
            url=reverse("disclosure:plan", args=[line.id]),
        )
        for line in lines
    )
    which = (Choice("open", _("还没有发布的")), Choice("all", _("全部")))
    return Register(
        columns,
        rows,
        filters=(Filter("of", _("范围"), which, of),),
        search=search,
        search_hint=_("标题"),
        empty=_("没有等待办理的公开方案。"),
    )


def calendar_register(turns: Sequence[TurnLine], *, search: str) -> Register:
    columns = (
        Column("office", _("村")),
        Column("category", _("目录")),
        Column("due", _("应当公开到"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(Row((one.office, _(one.name), one.due_on, _standing(one.standing))) for one in turns)
    return Register(
        columns,
        rows,
        search=search,
        search_hint=_("村"),
        empty=_("方案里没有写固定公开日，或者您的职务不管哪个村。"),
    )


def _standing(of: Standing) -> State:
    return {
        Standing.COMING: State(_("还没有到"), "draft"),
        Standing.DUE: State(_("将到期"), "waiting"),
        Standing.MISSED: State(_("过期没有公开"), "refused"),
        Standing.DONE: State(_("已公开"), "done"),
    }[of]


def facts(record: PlanRecord) -> list[Fact]:
    line, unit = record.line, _("个工作日") if record.working_days else _("天")
    return [
        Fact(_("目录"), category_name(line.category)),
        Fact(_("种类"), _(line.kind.value)),
        Fact(_("公开单位"), line.office),
        Fact(_("公开期限"), _("%(days)s %(unit)s") % {"days": record.days, "unit": unit}),
        Fact(_("审查"), record.reviewer or _("按目录不需要审查")),
    ]


def next_step(record: PlanRecord, rights: Rights) -> NextStep | None:
    line, of = record.line, record.line.state
    late = line.due_on is not None and line.due_on < clock.today()
    if of is PlanState.REVIEWING:
        return NextStep(
            sentence=_("等待监督委员会审查；到期没有提出意见，次日可以发布。"),
            label=_("去审查") if rights.reviews else "",
            url=reverse("disclosure:review", args=[line.id]) if rights.reviews else "",
            who=record.reviewer,
            by=line.due_on,
        )
    if of is PlanState.OBJECTED:
        return NextStep(
            sentence=_("监督委员会有意见，等待答复。"),
            label=_("去答复") if rights.plans else "",
            url=reverse("disclosure:answer_review", args=[line.id]) if rights.plans else "",
            who=line.office,
            by=line.due_on,
            late=late,
        )
    if of is PlanState.READY:
        return NextStep(
            sentence=_("审查已过，可以发布。") if record.reviewer else _("可以发布。"),
            label=_("去发布") if rights.publishes else "",
            url=reverse("disclosure:publish_plan", args=[line.id]) if rights.publishes else "",
            who=line.office,
        )
    return None


def what_next(record: PlanRecord) -> str:
    """One sentence after an act."""
    step = next_step(record, Rights(False, False, False))
    return step.sentence if step else ""


def timeline(record: PlanRecord, reminders: Sequence[tuple[str, str, datetime]]) -> list[Entry]:
    line = record.line
    found = [Entry(_("拟定"), line.planned_at, who=line.planned_by)]
    if record.reviewed_at:
        what = _("监督委员会同意公开") if record.agreed else _("监督委员会提出意见")
        found.append(
            Entry(
                what,
                record.reviewed_at,
                who=record.review_by,
                note=record.review,
                tone="done" if record.agreed else "waiting",
            )
        )
    if record.answered_at:
        found.append(
            Entry(_("答复监督委员会"), record.answered_at, who=record.answered_by, note=record.answer)
        )
    if record.ended_at:
        found.append(Entry(_("作废"), record.ended_at, note=record.ending, tone="closed"))
    found += [_reminded(*one) for one in reminders]
    found.sort(key=lambda entry: str(entry.at))
    if line.state is PlanState.REVIEWING and record.review_due_on:
        due = chinese_date(record.review_due_on)
        found.append(Entry(_("审查期满（%(day)s）") % {"day": due}, tone="waiting"))
    return found


def _reminded(about: str, kind: str, at: datetime) -> Entry:
    if about == "review":
        return Entry(_("审查将到期，已提醒"), at, tone="waiting")
    if kind == "overdue":
        return Entry(_("答复监督委员会的期限已过，已提醒"), at, tone="refused")
    return Entry(_("答复监督委员会将到期，已提醒"), at, tone="waiting")


def related(record: PlanRecord, rights: Rights) -> list[Related]:
    line, links = record.line, []
    if record.notice_id:
        links.append(Link(_("公开记录"), reverse("disclosure:notice", args=[record.notice_id])))
    if record.replaces_id:
        links.append(Link(_("修改前的方案"), reverse("disclosure:plan", args=[record.replaces_id])))
    if record.replaced_by_id:
        links.append(Link(_("修改后的方案"), reverse("disclosure:plan", args=[record.replaced_by_id])))
    if rights.plans and line.state not in (PlanState.PUBLISHED, PlanState.DROPPED):
        again = f"{reverse('disclosure:new_plan')}?replaces={line.id}"
        links.append(Link(_("修改后重新拟定"), again))
        links.append(Link(_("作废"), reverse("disclosure:drop_plan", args=[line.id])))
    return [Related(_("相关"), tuple(links))] if links else []
