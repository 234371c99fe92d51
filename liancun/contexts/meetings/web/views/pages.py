"""Register and record of meetings, attendance, minutes, papers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.meetings import actions, queries
from liancun.contexts.meetings.rules import Presence
from liancun.contexts.meetings.web.forms import AttendanceForm, MinutesForm
from liancun.contexts.meetings.web.views import shapes
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Link, Pager
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_size

PAGE = 25
PAPERS = {
    "notice": "meetings/print_notice.html",
    "sign-in": "meetings/print_sign_in.html",
    "minutes": "meetings/print_minutes.html",
}


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    size = page_size(request, PAGE)
    require(actor_of(request), "meetings.read", None)
    state, search = request.GET.get("state", ""), request.GET.get("q", "").strip()[:40]
    number = _page_number(request)
    found = queries.listed(
        state=state,
        search=search,
        first=(number - 1) * size,
        size=size,
    )
    context = {
        "title": _("会议"),
        "lead": _("应到人员在发出通知时固定；会议记录确认后不能更改。"),
        "register": shapes.register(found.lines, chosen=state, search=search),
        "pager": Pager(
            number=number,
            pages=max(1, -(-found.total // size)),
            total=found.total,
            size=size,
        ),
    }
    return page(request, "pages/register.html", context)


@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    require(actor_of(request), "meetings.read", None)
    record = queries.record(meeting_id)
    may_keep = may(actor_of(request), "meetings.attend", record.line.body_id)
    context = {
        "title": record.line.title,
        "crumbs": [Link(_("会议"), reverse("meetings:meetings"))],
        "facts": shapes.facts(record),
        "state": shapes.state(record.line),
        "next": shapes.next_step(record, may_keep=may_keep),
        "quorum": shapes.quorum(record.line),
        "timeline": shapes.timeline(record),
        "related": shapes.related(record, may_keep=may_keep),
        "record": record,
        "roll": shapes.roll(record),
    }
    return page(request, "meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.record(meeting_id)
    require(actor, "meetings.attend", record.line.body_id)
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        people=record.attendance,
        first=not record.line.facts.present,
    )
    if request.method == "POST" and form.is_valid():
        line = act(
            request,
            form,
            lambda: actions.record_attendance(
                actor,
                meeting_id=meeting_id,
                present=form.ids(Presence.PRESENT),
                proxies=form.ids(Presence.PROXY),
                leave=form.ids(Presence.LEAVE),
            ),
        )
        if line:
            say(
                request,
                happened=_("到会 %(n)s 人，已登记。") % {"n": line.facts.present},
                then=_("请登记会议召开。"),
            )
            return redirect("meetings:meeting", meeting_id)
    context = {
        "title": _("登记到会：%(title)s") % {"title": record.line.title},
        "crumbs": _crumbs(record),
        "rules": [_("应到 %(n)s 人，逐人点选；缺席和请假的改一下即可。") % {"n": record.line.facts.entitled}],
        "form": form,
        "submit": _("登记到会"),
        "cancel_url": reverse("meetings:meeting", args=[meeting_id]),
    }
    return page(request, "meetings/attendance.html", context, status=422 if form.errors else 200)


@require_POST
def hold(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actions.hold(actor_of(request), meeting_id=meeting_id)
    say(request, happened=_("会议已登记召开。"), then=_("请整理并确认会议记录。"))
    return redirect("meetings:meeting", meeting_id)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.record(meeting_id)
    require(actor, "meetings.confirm", record.line.body_id)
    form = MinutesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["minutes"]
        if act(request, form, lambda: actions.confirm(actor, meeting_id=meeting_id, minutes=text)):
            say(request, happened=_("会议记录已确认。"), then=_("可以打印，由主持人和记录人签字存档。"))
            return redirect("meetings:meeting", meeting_id)
    context = {
        "title": _("会议记录：%(title)s") % {"title": record.line.title},
        "crumbs": _crumbs(record),
        "known": shapes.facts(record),
        "form": form,
        "submit": _("确认会议记录"),
        "consequence": _("确认后，会议记录、到会情况和议题都不能再改。"),
        "cancel_url": reverse("meetings:meeting", args=[meeting_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_safe
def paper(request: HttpRequest, meeting_id: int, paper: str) -> HttpResponse:
    require(actor_of(request), "meetings.read", None)
    record = queries.record(meeting_id)
    if paper not in PAPERS:
        raise Http404
    titles = {"notice": _("会议通知"), "sign-in": _("会议签到表"), "minutes": _("会议记录")}
    signed = {"notice": [], "sign-in": [], "minutes": [_("主持人"), _("记录人"), _("监督委员会")]}
    context = {
        "title": titles[paper],
        "office": record.line.body_name,
        "date": record.confirmed_at if paper == "minutes" else record.line.facts.noticed_at,
        "seal": paper != "sign-in",
        "signatures": signed[paper],
        "record": record,
        "roll": shapes.roll(record),
        "back_url": reverse("meetings:meeting", args=[meeting_id]),
    }
    return page(request, PAPERS[paper], context)


def _crumbs(record: queries.MeetingRecord) -> list[Link]:
    return [
        Link(_("会议"), reverse("meetings:meetings")),
        Link(record.line.title, reverse("meetings:meeting", args=[record.line.id])),
    ]


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
