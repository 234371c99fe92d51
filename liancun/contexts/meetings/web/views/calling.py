"""Calling a meeting, changing its notice, calling it off, handing notices over, putting papers out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.evidence import api as evidence
from liancun.contexts.meetings import actions, queries
from liancun.contexts.meetings.actions.ground import verb
from liancun.contexts.meetings.queries import due as dues
from liancun.contexts.meetings.queries import records
from liancun.contexts.meetings.web.forms import (
    CancelForm,
    ChangeForm,
    ConveneForm,
    DeliveryForm,
    PapersForm,
    papers_of,
)
from liancun.contexts.meetings.web.views import shapes
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Fact, Link
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.framework.workdays import add_days, add_workdays
from liancun.kernel.errors import NotAllowed, mark

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def convene(request: HttpRequest) -> HttpResponse:
    """First which body and which kind; then the notice."""
    actor = actor_of(request)
    found = dues.callable_bodies(actor)
    if not found:
        raise NotAllowed(
            "meetings.calls_none",
            mark("您现在的职务不能召集会议。"),
            remedy=mark("请由联合党委书记、秘书或者村党支部书记召集。"),
        )
    kinds = [one for body in found for one in dues.kinds_for(actor, body)]
    chosen = next(
        (
            one
            for one in kinds
            if str(one.body.id) == request.GET.get("body") and one.key == request.GET.get("kind")
        ),
        None,
    )
    if chosen is None:
        return _choose(request, kinds)
    return _notice(request, actor, chosen)


def _choose(request: HttpRequest, kinds: list[dues.KindLine]) -> HttpResponse:
    wanted = request.GET.get("body", "")
    groups: dict[str, list[Link]] = {}
    for one in kinds:
        if wanted and str(one.body.id) != wanted:
            continue
        url = f"{reverse('meetings:convene')}?body={one.body.id}&kind={one.key}"
        groups.setdefault(one.body.name, []).append(Link(one.kind.name, url, note=_kind_note(one)))
    context = {
        "title": _("召集会议"),
        "lead": _("先选开什么会。由谁参加、提前几天通知、固定议哪些事，都由方案规定。"),
        "crumbs": shapes.crumbs(),
        "groups": [{"title": name, "links": links} for name, links in groups.items()],
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "meetings/choose.html", context, status=status)


def _kind_note(one: dues.KindLine) -> str:
    days = one.kind.notice_days
    return _("提前 %(days)s 天通知") % {"days": days} if days else _("可以当天召开")


def _notice(request: HttpRequest, actor: Actor, chosen: dues.KindLine) -> HttpResponse:
    kind, body = chosen.kind, chosen.body
    earliest = (add_workdays if kind.working_days else add_days)(clock.today(), kind.notice_days).day
    form = ConveneForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        kind=kind,
        initial={"title": f"{body.short_name or body.name}{kind.name}", "day": earliest},
    )
    if request.method == "POST" and form.is_valid():
        line = act(request, form, lambda: _call(actor, form, chosen))
        if line:
            then = _("请把通知送达应到会的 %(n)s 人，并逐人登记。") % {"n": line.facts.entitled}
            say(request, happened=_("会议通知已经发出。"), then=then)
            return redirect("meetings:meeting", line.id)
    called, apart = dues.called_to(kind, body.id, form_day(form) or earliest)
    context = {
        "title": _("召集%(kind)s") % {"kind": kind.name},
        "crumbs": [*shapes.crumbs(), Link(_("召集会议"), reverse("meetings:convene"))],
        "known": _known(chosen, called),
        "rules": _rules(chosen, called, apart, earliest=chinese_date(earliest)),
        "usual": _usual(chosen),
        "form": form,
        "submit": _("发出会议通知"),
        "cancel_url": reverse("meetings:meetings"),
    }
    return page(request, "meetings/convene.html", context, status=422 if form.errors else 200)


def form_day(form: ConveneForm) -> Any:
    return getattr(form, "cleaned_data", {}).get("day")


def _call(actor: Actor, form: ConveneForm, chosen: dues.KindLine) -> queries.MeetingLine:
    data = form.cleaned_data
    return actions.convene_kind(
        actor,
        body_id=chosen.body.id,
        kind=chosen.key,
        title=data["title"],
        starts_at=form.starts_at(),
        place=data["place"],
        agenda=form.lines(),
        papers=_stored(actor, chosen.body.id, papers_of(form, form.wanted)),
    )


def _stored(actor: Actor, body_id: int, found: list[tuple[str, Any]]) -> dict[int, str]:
    kept = {}
    for name, file in found:
        stored = evidence.store(
            actor, body_id=body_id, name=str(file.name), content=file.file, purpose="meetings.paper"
        )
        kept[stored.id] = name
    return kept


def stored_paper(actor: Actor, body_id: int, form: django_forms.Form, field: str = "paper") -> int | None:
    """The one file of a field, kept; None when there is none."""
    files = form.cleaned_data.get(field) or []
    return next(iter(_stored(actor, body_id, [("", file) for file in files])), None)


def _known(chosen: dues.KindLine, called: dict[int, str]) -> list[Fact]:
    names = list(called.values())
    shown = "、".join(names[:12])
    if len(names) > 12:
        shown = _("%(names)s等 %(n)s 人") % {"names": shown, "n": len(names)}
    return [
        Fact(_("召开单位"), chosen.body.name),
        Fact(_("召集人"), chosen.kind.convener or "—"),
        Fact(_("应到会"), shown or _("名册上还没有人")),
    ]


def _rules(
    chosen: dues.KindLine, called: dict[int, str], apart: tuple[str, ...], *, earliest: str
) -> list[str]:
    kind = chosen.kind
    found = [_("最早可在 %(day)s 召开（提前 %(n)s 天通知）。") % {"day": earliest, "n": kind.notice_days}]
    needed, words = dues.needed(kind, len(called))
    if needed:
        found.append(_("至少要 %(n)s 人到会：%(rule)s。") % {"n": needed, "rule": words})
    if apart:
        found.append(_("名册上另有 %(n)s 人不具有完全民事行为能力，不计入应到。") % {"n": len(apart)})
    return found


def _usual(chosen: dues.KindLine) -> list[str]:
    left = queries.left_open(chosen.body.id, chosen.kind.name)
    first = [_("上次会议议定事项办理情况（%(n)s 项未办结）") % {"n": left}] if left else []
    return [*first, *(line.title for line in chosen.kind.agenda)]


@require_http_methods(FORM)
def change(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id)
    line = record.line
    initial = {"place": line.place, "time": f"{clock.local(line.starts_at):%H:%M}"}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    return step(
        request,
        record,
        form,
        lambda: actions.change_notice(
            actor,
            meeting_id=meeting_id,
            starts_at=form.starts_at(),
            place=form.cleaned_data["place"],
            reason=form.cleaned_data["reason"],
        ),
        title=_("改期或改地点"),
        submit=_("重新通知"),
        happened=_("新的会议通知已经发出，原来的通知仍然保留。"),
        then=_("请重新逐人送达。"),
        rules=[_("须重新提前 %(n)s 天通知。") % {"n": record.notice_days}],
    )


@require_http_methods(FORM)
def cancel(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id)
    form = CancelForm(request.POST if request.method == "POST" else None)
    return step(
        request,
        record,
        form,
        lambda: actions.cancel(actor, meeting_id=meeting_id, reason=form.cleaned_data["reason"]),
        title=_("取消会议"),
        submit=_("取消会议"),
        happened=_("会议已经取消。"),
        then=_("请告诉应到会人员。"),
        consequence=_("取消后不能恢复，只能重新召集。"),
    )


@require_http_methods(FORM)
def deliver(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id)
    reached = records.deliveries(meeting_id, record.line.notice)
    waiting = [(one.person_id, one.name) for one in record.attendance if one.person_id not in reached]
    form = DeliveryForm(request.POST if request.method == "POST" else None, waiting=waiting)
    told = {"n": len(reached), "all": record.line.facts.entitled}
    return step(
        request,
        record,
        form,
        lambda: actions.delivered(
            actor, meeting_id=meeting_id, persons=form.ids(), way=form.cleaned_data["way"]
        ),
        title=_("登记送达"),
        submit=_("登记送达"),
        happened=_("送达情况已登记。"),
        then="",
        rules=[_("已通知到 %(n)s 人，应到 %(all)s 人。登记后不能更改。") % told],
    )


@require_http_methods(FORM)
def papers(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id)
    out = set(records.open_since(meeting_id))
    wanted = [one for one in record.line.terms.papers if one.name not in out]
    form = PapersForm(
        request.POST if request.method == "POST" else None, request.FILES or None, wanted=wanted
    )

    def put_out() -> bool:
        files = papers_of(form, form.wanted)
        kept = _stored(actor, record.line.body_id, files)
        actions.put_out_papers(actor, meeting_id=meeting_id, papers=kept)
        return True

    return step(
        request,
        record,
        form,
        put_out,
        title=_("放出会议材料"),
        submit=_("放出材料"),
        happened=_("材料已经放出，放出的日期已经记下。"),
        then="",
        rules=[_("材料从现在起算放出，不能补填以前的日期。")],
    )


def _keeping(request: HttpRequest, meeting_id: int) -> tuple[Actor, queries.MeetingRecord]:
    actor, record = actor_of(request), queries.record(meeting_id)
    act_name = verb("meetings.convene", supervisors=record.line.terms.supervisors)
    require(actor, act_name, record.line.body_id)
    return actor, record


def step(
    request: HttpRequest,
    record: queries.MeetingRecord,
    form: django_forms.Form,
    do: Callable[[], object],
    *,
    title: str,
    submit: str,
    happened: str,
    then: str,
    rules: list[str] | None = None,
    consequence: str = "",
    template: str = "pages/step.html",
    more: dict[str, object] | None = None,
) -> HttpResponse:
    """One decision about a meeting: the form, the act, and what happened."""
    url = reverse("meetings:meeting", args=[record.line.id])
    if request.method == "POST" and form.is_valid() and act(request, form, do) is not None:
        say(request, happened=happened, then=then)
        return redirect(url)
    context: dict[str, object] = {
        "title": _("%(act)s：%(title)s") % {"act": title, "title": record.line.title},
        "crumbs": shapes.crumbs(record.line),
        "known": shapes.facts(record)[:4],
        "rules": rules or [],
        "form": form,
        "submit": submit,
        "consequence": consequence,
        "cancel_url": url,
        **(more or {}),
    }
    return page(request, template, context, status=422 if form.errors else 200)
