"""Register and record of notices, the poster, answering, withdrawing, opening a contact."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.actions import notices as notice_actions
from liancun.contexts.disclosure.actions import objections as objection_actions
from liancun.contexts.disclosure.rules.window import Kind
from liancun.contexts.disclosure.web.forms import AnswerForm, ReasonForm
from liancun.contexts.disclosure.web.views import paperwork, shapes
from liancun.contexts.disclosure.web.views.crumbs import of_notice
from liancun.framework import documents, scope
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date, chinese_moment
from liancun.framework.web.parts import Fact, Link, Pager
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_size, sensitive

PAGE = 25


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    size = page_size(request, PAGE)
    require(actor_of(request), "disclosure.read", None)
    of = "all" if request.GET.get("of") == "all" else "mine"
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(Kind) else ""
    search, number = request.GET.get("q", "").strip()[:40], _page_number(request)
    found = queries.listed(
        _own_bodies() if of == "mine" else None,
        kind=kind,
        search=search,
        first=(number - 1) * size,
        size=size,
    )
    context = {
        "title": _("公开"),
        "lead": _("公示、公开和公告，从新到旧。内容发布后不能更改。"),
        "register": shapes.register(found.lines, of=of, kind=kind, search=search),
        "pager": Pager(
            number=number,
            pages=max(1, -(-found.total // size)),
            total=found.total,
            size=size,
        ),
    }
    context["may_plan"] = may(actor_of(request), "disclosure.plan", None)
    return page(request, "disclosure/notices.html", context)


@require_safe
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.record(notice_id)
    require(actor, "disclosure.read", None)
    objections = queries.objections(notice_id)
    waiting = [line for line in objections if not line.answered_at]
    body = record.line.body_id
    context = {
        "title": record.line.title,
        "crumbs": [Link(_("公开"), reverse("disclosure:notices"))],
        "facts": shapes.facts(record),
        "state": shapes.state(record.line),
        "next": shapes.next_step(
            record,
            waiting,
            may_answer=may(actor, "disclosure.answer", body),
            may_publish=may(actor, "disclosure.publish", body),
        ),
        "timeline": shapes.timeline(record, objections, queries.reminders(notice_id)),
        "related": shapes.related(
            record,
            may_withdraw=may(actor, "disclosure.withdraw", body),
            may_photograph=may(actor, "disclosure.board_photo", body),
            decides={
                one.id for one in record.complaints if may(actor, "disclosure.decide_complaint", one.body_id)
            },
        ),
        "record": record,
        "sections": record.snapshot.sections,
    }
    return page(request, "disclosure/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, objection_id: int) -> HttpResponseBase:
    actor, line = actor_of(request), queries.objection(objection_id)
    require(actor, "disclosure.answer", line.body_id)
    kind = documents.wanted(request)
    if kind and line.answered_at:
        office = queries.line(line.notice_id).office
        name = f"{line.notice_title}-{line.number}"
        return documents.print_paper("objection-answer", kind, lambda: paperwork.answer(line, office), name)
    if line.answered_at and request.method != "POST":
        return redirect("disclosure:notice", line.notice_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if act(request, form, lambda: objection_actions.answer(actor, objection_id=objection_id, text=text)):
            say(request, happened=_("答复已公开。"), then=_("提意见的人可以在公开网页上看到。"))
            return redirect("disclosure:notice", line.notice_id)
    context = {
        "title": _("答复第 %(number)s 条意见") % {"number": line.number},
        "crumbs": of_notice(line.notice_id, line.notice_title),
        "known": [
            Fact(_("收到"), chinese_moment(line.received_at)),
            Fact(_("答复期限"), chinese_date(line.answer_due_on)),
            Fact(_("联系电话"), _("留有") if line.has_contact else _("没有留")),
        ],
        "objection": line,
        "may_release": not line.released,
        "form": form,
        "submit": _("公开答复"),
        "consequence": _("答复发出后不能更改，任何人都可以看到。"),
        "cancel_url": reverse("disclosure:notice", args=[line.notice_id]),
    }
    return page(request, "disclosure/answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, notice_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.line(notice_id)
    require(actor, "disclosure.withdraw", line.body_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if act(request, form, lambda: notice_actions.withdraw(actor, notice_id=notice_id, reason=reason)):
            say(request, happened=_("已撤回。"), then=_("公开网页仍可查看，并注明已撤回和理由。"))
            return redirect("disclosure:notice", notice_id)
    context = {
        "title": _("撤回：%(title)s") % {"title": line.title},
        "crumbs": of_notice(notice_id, line.title),
        "form": form,
        "submit": _("撤回"),
        "consequence": _("撤回后期限作废，以它为前提的付款不能办理；需要时请重新发布。"),
        "cancel_url": reverse("disclosure:notice", args=[notice_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@sensitive
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, objection_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.objection(objection_id)
    require(actor, "disclosure.open_contact", line.body_id)
    form, shown = ReasonForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        shown = act(
            request,
            form,
            lambda: objection_actions.open_contact(actor, objection_id=objection_id, reason=reason),
        )
    context = {
        "title": _("查看联系电话"),
        "crumbs": of_notice(line.notice_id, line.notice_title),
        "known": [Fact(_("联系电话"), shown)] if shown else [],
        "form": form,
        "submit": _("查看"),
        "rules": [_("只用于核实和答复这条意见；谁在何时因何查看都会记入日志。")],
        "cancel_url": reverse("disclosure:answer", args=[objection_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _own_bodies() -> tuple[int, ...] | None:
    now = scope.current()
    return None if now is None or now[1].everything else now[1].bodies


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
