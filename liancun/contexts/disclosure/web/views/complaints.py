"""Complaints as the deciding office sees them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.actions import complaints as actions
from liancun.contexts.disclosure.web.forms import DecisionForm, ReasonForm
from liancun.contexts.disclosure.web.views.crumbs import of_notice
from liancun.framework.permissions import require
from liancun.framework.web.formats import chinese_date, chinese_moment
from liancun.framework.web.parts import Fact
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive


@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, complaint_id: int) -> HttpResponse:
    actor, found = actor_of(request), queries.complaint(complaint_id)
    line = found.line
    require(actor, "disclosure.decide_complaint", line.body_id)
    if line.outcome and request.method != "POST":
        return redirect("disclosure:notice", line.notice_id)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if act(
            request,
            form,
            lambda: actions.decide_complaint(
                actor, complaint_id=complaint_id, outcome=said["outcome"], text=said["text"]
            ),
        ):
            say(request, happened=_("处理结果已公开。"), then=_("提意见的人按编号在公开网页上查看。"))
            return redirect("disclosure:notice", line.notice_id)
    context = {
        "title": _("处理反映 %(number)s") % {"number": line.number},
        "crumbs": of_notice(line.notice_id, line.notice_title),
        "known": [
            Fact(_("收到"), chinese_moment(line.received_at)),
            Fact(_("处理期限"), chinese_date(line.due_on)),
            Fact(_("联系电话"), _("留有") if found.has_contact else _("没有留")),
        ],
        "found": found,
        "form": form,
        "submit": _("公开处理结果"),
        "consequence": _("处理结果发出后不能更改，任何人都可以看到。它不改变公开期限，也不替村里作决定。"),
        "cancel_url": reverse("disclosure:notice", args=[line.notice_id]),
    }
    return page(request, "disclosure/complaint.html", context, status=422 if form.errors else 200)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_contact(request: HttpRequest, complaint_id: int) -> HttpResponse:
    actor, found = actor_of(request), queries.complaint(complaint_id)
    require(actor, "disclosure.decide_complaint", found.line.body_id)
    form, shown = ReasonForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        shown = act(
            request,
            form,
            lambda: actions.open_complaint_contact(actor, complaint_id=complaint_id, reason=reason),
        )
    context = {
        "title": _("查看联系电话"),
        "crumbs": of_notice(found.line.notice_id, found.line.notice_title),
        "known": [Fact(_("联系电话"), shown)] if shown else [],
        "form": form,
        "submit": _("查看"),
        "rules": [_("只用于核实和处理这件反映；谁在何时因何查看都会记入日志。")],
        "cancel_url": reverse("disclosure:complaint", args=[complaint_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)
