"""Looking into a village for a reason: asking, the record for both sides, ending."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.access import queries
from liancun.contexts.access.actions import inspections as actions
from liancun.contexts.access.queries import inspections as found_inspections
from liancun.contexts.access.queries.inspections import InspectionLine
from liancun.contexts.access.web.forms import InspectionForm
from liancun.contexts.bodies import api as bodies
from liancun.framework.permissions import may, require
from liancun.framework.web import formats
from liancun.framework.web.parts import Column, Link, Pager, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive

PAGE = 25


@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """One's own, and those of the villages one is in charge of."""
    actor = actor_of(request)
    text = request.GET.get("page", "1")
    number = max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    total, lines = found_inspections.listed(first=(number - 1) * PAGE, count=PAGE)
    context = {
        "title": _("授权查看记录"),
        "lead": _("谁因为什么事由查看过本村平时不对其开放的数据。查看期间打开的每一页都记入日志。"),
        "register": _register(lines),
        "pager": Pager(number=number, pages=max(1, -(-total // PAGE)), total=total, size=PAGE),
        "open": found_inspections.open_for(actor.person_id) if actor.person_id else (),
        "may_inspect": may(actor, "access.inspect", None),
    }
    return page(request, "access/inspections.html", context)


def _register(lines: list[InspectionLine]) -> Register:
    columns = (
        Column("name", _("姓名"), "name"),
        Column("post", _("职务")),
        Column("body", _("村")),
        Column("reason", _("事由")),
        Column("since", _("开始")),
        Column("ended", _("结束")),
        Column("state", _("状态"), "state"),
    )
    return Register(columns, tuple(Row(_cells(line)) for line in lines))


def _cells(line: InspectionLine) -> tuple[str | State, ...]:
    ended = line.ended_at
    state = State(_("已结束"), "closed") if ended else State(_("查看中"), "waiting")
    return (
        line.name,
        line.post,
        line.body_name,
        line.reason,
        formats.chinese_moment(line.since),
        formats.chinese_moment(ended or line.until),
        state,
    )


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "access.inspect", None)
    within = bodies.lines(queries.inspectable(actor)).values()
    villages = sorted((line for line in within if line.kind == "village"), key=lambda line: line.path)
    form = InspectionForm(request.POST if request.method == "POST" else None, places=villages)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = act(
            request,
            form,
            lambda: actions.inspect(
                actor, body_id=int(data["body"]), reason=data["reason"], hours=int(data["hours"])
            ),
        )
        if done is not None:
            say(
                request,
                happened=_("已开始查看。"),
                then=_("看完请结束；到时自动结束。村里可以看到这次查看。"),
            )
            return redirect("access:inspections")
    context = {
        "title": _("申请查看一个村的数据"),
        "crumbs": [Link(_("授权查看记录"), reverse("access:inspections"))],
        "form": form,
        "submit": _("开始查看"),
        "rules": [_("只能看，不能办。"), _("事由、时间和打开的每一页都有记录，村里和审计员都能看到。")],
        "cancel_url": reverse("access:inspections"),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_POST
def end_inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    actions.end_inspection(actor_of(request), inspection_id=inspection_id)
    say(request, happened=_("查看已结束。"))
    return redirect("access:inspections")
