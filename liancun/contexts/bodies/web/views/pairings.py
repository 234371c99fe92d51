"""Pairings: the list of a day, the record of one, and the acts on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import playbook, queries
from liancun.contexts.bodies.actions import pairings as actions
from liancun.contexts.bodies.queries import pairings as reading
from liancun.contexts.bodies.queries.pairings import GoalLine, PairingLine, PairingRecord
from liancun.contexts.bodies.web.forms.pairings import ClosePairingForm, GoalForm, PairForm, ResultForm
from liancun.contexts.bodies.web.views.forming import FORM, pager, sent, step_page, window
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web import formats
from liancun.framework.web.parts import Choice, Column, Entry, Fact, Filter, Link, Register, Row, State
from liancun.framework.web.shortcuts import actor_of, as_of, page

MOST_CHOICES = 1_000


@require_safe
def pairings(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "bodies.read_pairings", None)
    day, kinds = as_of(request), playbook.facts_section().pairing
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    search = request.GET.get("q", "").strip()[:40]
    first, count = window(request)
    total, listed = reading.pairings(day, kind=kind, search=search, first=first, count=count)
    context = {
        "title": _("结对"),
        "lead": _counts(day, kind),
        "register": _register(listed, kind, search, day),
        "pager": pager(request, total),
        "may_pair": may(actor, "bodies.pair", None),
    }
    return page(request, "bodies/pairings.html", context)


def _counts(day: date, kind: str) -> str:
    """How many on that day: 110 pairs, 29 helpers, 110 helped."""
    found = [
        _("%(kind)s：%(pairs)d 对，帮扶方 %(helpers)d 个，受助方 %(helped)d 个")
        % {
            "kind": playbook.pairing_name(code),
            "pairs": one.pairings,
            "helpers": one.helpers,
            "helped": one.helped,
        }
        for code, one in sorted(reading.pairing_counts(day).items())
        if kind in ("", code)
    ]
    return "；".join(found)


def _register(listed: list[PairingLine], kind: str, search: str, on: date) -> Register:
    columns = (
        Column("helped", _("受助方"), "name"),
        Column("helper", _("帮扶方")),
        Column("kind", _("类别")),
        Column("since", _("开始"), "date"),
    )
    rows = tuple(
        Row(
            (line.helped_name, line.helper_name, line.kind_name, line.since),
            url=reverse("bodies:pairing", args=[line.id]),
        )
        for line in listed
    )
    choices = [Choice(code, one.name) for code, one in playbook.facts_section().pairing.items()]
    return Register(
        columns,
        rows,
        filters=(Filter("kind", _("类别"), (Choice("", _("全部")), *choices), kind),),
        search=search,
        search_hint=_("帮扶方或受助方的名称"),
        empty="" if kind or search else _("这一天没有结对。乡镇和县里可以登记。"),
        on=on,
    )


@require_safe
def pairing(request: HttpRequest, pairing_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "bodies.read_pairings", None)
    record = reading.pairing(pairing_id)
    line = record.line
    context = {
        "title": _("%(helper)s — %(helped)s") % {"helper": line.helper_name, "helped": line.helped_name},
        "lead": line.kind_name,
        "crumbs": [Link(_("结对"), reverse("bodies:pairings"))],
        "facts": _facts(record),
        "state": _state(line),
        "goals": _goals(record),
        "timeline": _timeline(record),
        "steps": _steps(actor, record),
    }
    return page(request, "bodies/pairing.html", context)


def _state(line: PairingLine) -> State:
    ended = line.until is not None and line.until <= clock.today()
    return State(_("已结束"), "closed") if ended else State(_("结对中"), "running")


def _facts(record: PairingRecord) -> list[Fact]:
    line = record.line
    until = formats.chinese_date(line.until) if line.until else _("至今")
    found = [
        Fact(_("帮扶方"), line.helper_name, reverse("bodies:record", args=[line.helper_id])),
        Fact(_("受助方"), line.helped_name, reverse("bodies:record", args=[line.helped_id])),
        Fact(_("期限"), f"{formats.chinese_date(line.since)} — {until}"),
    ]
    return [*found, Fact(_("结对成效"), line.outcome)] if line.outcome else found


def number(value: Decimal | None, unit: str) -> str:
    """A quantity without trailing zeros, with its unit."""
    return "" if value is None else f"{value.normalize():,f}{unit}"


def _goals(record: PairingRecord) -> Register:
    columns = (
        Column("measure", _("目标"), "name"),
        Column("target", _("要达到"), "number"),
        Column("latest", _("现在"), "number"),
        Column("due", _("期限"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                goal.measure,
                number(goal.target, goal.unit),
                number(goal.latest.quantity, goal.unit) if goal.latest else "",
                goal.due_on,
                _goal_state(goal),
            ),
            note=goal.line,
        )
        for goal in record.goals
    )
    return Register(columns, rows, empty=_("还没有定目标。"))


def _goal_state(goal: GoalLine) -> State:
    reached = goal.latest.quantity if goal.latest else None
    if goal.target is not None and reached is not None and reached >= goal.target:
        return State(_("已达到"), "done")
    if goal.due_on < clock.today():
        return State(_("已过期限"), "refused")
    return State(_("进行中"), "running")


def _timeline(record: PairingRecord) -> list[Entry]:
    names = {goal.id: goal for goal in record.goals}
    entries = [Entry(_("开始结对"), record.line.since)]
    for one in reversed(record.results):
        goal = names.get(one.goal_id or 0)
        reached = number(one.quantity, goal.unit if goal else "")
        what = _("成效：%(goal)s %(reached)s") % {"goal": goal.measure if goal else "", "reached": reached}
        entries.append(Entry(what.strip().rstrip("："), one.reached_on, one.recorded_by_name, note=one.note))
    if record.line.until is not None:
        entries.append(Entry(_("结束结对"), record.line.until, note=record.line.outcome, tone="closed"))
    return entries


def _steps(actor: Actor, record: PairingRecord) -> list[Link]:
    line = record.line
    if line.until is not None:
        return []
    steps = []
    if may(actor, "bodies.record_result", line.helped_id):
        steps.append(Link(_("登记成效"), reverse("bodies:record_result", args=[line.id])))
    if may(actor, "bodies.pair", line.helped_id):
        steps.append(Link(_("定目标"), reverse("bodies:set_goal", args=[line.id])))
        steps.append(Link(_("结束结对"), reverse("bodies:close_pairing", args=[line.id])))
    return steps


@require_http_methods(FORM)
def pair(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "bodies.pair", None)
    kinds = playbook.facts_section().pairing
    helpers = _choices({kind for one in kinds.values() for kind in one.helper})
    reached = _choices({kind for one in kinds.values() for kind in one.helped})
    helped = [(id, name) for id, name in reached if may(actor, "bodies.pair", id)]
    form = PairForm(
        sent(request),
        kinds=[(code, one.name) for code, one in kinds.items()],
        helpers=helpers,
        helped=helped,
        initial={"kind": request.GET.get("kind", "")},
    )

    def paired() -> None:
        data = form.cleaned_data
        helper, helped_id = int(data["helper"]), int(data["helped"])
        actions.pair(actor, kind=data["kind"], helper_id=helper, helped_id=helped_id, since=data["since"])

    return step_page(
        request,
        form,
        paired,
        title=_("登记结对"),
        submit=_("登记"),
        said=(_("已登记结对。"), _("接着可以定目标。")),
        back=reverse("bodies:pairings"),
        crumbs=[Link(_("结对"), reverse("bodies:pairings"))],
        rules=[_("一个帮扶单位可以帮几个村；强村带弱村时，一个弱村同时只有一个强村。")],
    )


def _choices(kinds: set[str]) -> list[tuple[int, str]]:
    found = [line for kind in sorted(kinds) for line in queries.of_kind(kind)[:MOST_CHOICES]]
    return [(line.id, line.name) for line in found]


def _load(request: HttpRequest, pairing_id: int, verb: str) -> tuple[Actor, PairingRecord]:
    actor = actor_of(request)
    require(actor, "bodies.read_pairings", None)
    record = reading.pairing(pairing_id)
    require(actor, verb, record.line.helped_id)
    return actor, record


def _crumbs(record: PairingRecord) -> list[Link]:
    line = record.line
    return [
        Link(_("结对"), reverse("bodies:pairings")),
        Link(line.helped_name, reverse("bodies:pairing", args=[line.id])),
    ]


@require_http_methods(FORM)
def set_goal(request: HttpRequest, pairing_id: int) -> HttpResponse:
    actor, record = _load(request, pairing_id, "bodies.pair")
    kind = playbook.facts_section().pairing.get(record.line.kind)
    form = GoalForm(sent(request), lines=kind.lines if kind else ())

    def done() -> None:
        data = form.cleaned_data
        actions.set_goal(
            actor,
            pairing_id=pairing_id,
            measure=data["measure"],
            due_on=data["due_on"],
            target=data["target"],
            unit=data["unit"],
            line=data.get("line", ""),
        )

    return step_page(
        request,
        form,
        done,
        title=_("定目标：%(name)s") % {"name": record.line.helped_name},
        submit=_("保存目标"),
        said=(_("目标已经保存。"), _("有进展时登记成效。")),
        back=reverse("bodies:pairing", args=[pairing_id]),
        crumbs=_crumbs(record),
        known=_facts(record),
    )


@require_http_methods(FORM)
def record_result(request: HttpRequest, pairing_id: int) -> HttpResponse:
    actor, record = _load(request, pairing_id, "bodies.record_result")
    goals = [(goal.id, goal.measure) for goal in record.goals]
    form = ResultForm(sent(request), goals=goals)

    def done() -> None:
        data = form.cleaned_data
        actions.record_result(
            actor,
            pairing_id=pairing_id,
            note=data["note"],
            reached_on=data["reached_on"],
            goal_id=int(data["goal"]) if data["goal"] else None,
            quantity=data["quantity"],
        )

    return step_page(
        request,
        form,
        done,
        title=_("登记成效：%(name)s") % {"name": record.line.helped_name},
        submit=_("登记成效"),
        said=(_("成效已经登记。"), _("登记后不能改；写错了，再登记一次说明。")),
        back=reverse("bodies:pairing", args=[pairing_id]),
        crumbs=_crumbs(record),
        known=_facts(record),
    )


@require_http_methods(FORM)
def close_pairing(request: HttpRequest, pairing_id: int) -> HttpResponse:
    actor, record = _load(request, pairing_id, "bodies.pair")
    form = ClosePairingForm(sent(request), initial={"until": clock.today()})

    def done() -> None:
        data = form.cleaned_data
        actions.close_pairing(actor, pairing_id=pairing_id, until=data["until"], outcome=data["outcome"])

    return step_page(
        request,
        form,
        done,
        title=_("结束结对：%(name)s") % {"name": record.line.helped_name},
        submit=_("结束结对"),
        said=(_("结对已经结束。"), _("目标和成效的记录保留。")),
        back=reverse("bodies:pairing", args=[pairing_id]),
        crumbs=_crumbs(record),
        known=_facts(record),
        consequence=_("结束后不能恢复，也不能再登记成效。"),
    )
