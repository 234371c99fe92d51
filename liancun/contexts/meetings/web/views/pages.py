"""Register and record of meetings, what is due, papers to print."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.meetings import queries
from liancun.contexts.meetings.models import Way
from liancun.contexts.meetings.queries import due as dues
from liancun.contexts.meetings.queries import records
from liancun.contexts.meetings.rules import PaperWanted, papers_due
from liancun.contexts.meetings.web.views import paperwork, shapes, steps
from liancun.contexts.meetings.web.views.following import follow_up_rows
from liancun.framework import clock, documents
from liancun.framework.permissions import require
from liancun.framework.web.parts import Column, Pager, Register, Row, State
from liancun.framework.web.shortcuts import actor_of, page, page_number, page_size

PAGE = 25
PAPERS = {
    "notice": "meetings/print_notice.html",
    "sign-in": "meetings/print_sign_in.html",
    "minutes": "meetings/print_minutes.html",
}
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    actor, size = actor_of(request), page_size(request, PAGE)
    require(actor, "meetings.read", None)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")[:60]
    search, month = request.GET.get("q", "").strip()[:40], request.GET.get("month", "")
    month = month if MONTH.fullmatch(month) else ""
    number = page_number(request)
    found = queries.listed(
        state=state, kind=kind, month=month, search=search, first=(number - 1) * size, size=size
    )
    context = {
        "title": _("会议"),
        "lead": _("应到人员在发出通知时固定；会议记录确认后不能更改。"),
        "register": shapes.register(
            found.lines,
            chosen=state,
            search=search,
            kinds=queries.kinds_met(),
            kind=kind,
            months=queries.months(),
            month=month,
        ),
        "pager": Pager(number=number, pages=max(1, -(-found.total // size)), total=found.total, size=size),
        "convene_url": reverse("meetings:convene") if dues.callable_bodies(actor) else "",
    }
    return page(request, "meetings/meetings.html", context)


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """When each body must meet next: one's own, or those that have met."""
    actor, today = actor_of(request), clock.today()
    require(actor, "meetings.read", None)
    own = dues.callable_bodies(actor)
    search = request.GET.get("q", "").strip()[:40]
    lines = [
        one
        for one in dues.due_of(own or dues.bodies_met(), today)
        if search in one.body.name or search in one.kind.name
    ]
    columns = (
        Column("body", _("组织")),
        Column("kind", _("会议")),
        Column("last", _("上次"), "date"),
        Column("by", _("最迟"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(_due_row(one, bool(own)) for one in lines)
    context = {
        "title": _("下次会议"),
        "lead": _("每种会议至少多久召开一次由方案规定；日期是本期的最后一天。"),
        "crumbs": shapes.crumbs(),
        "register": Register(
            columns,
            rows,
            search=search,
            search_hint=_("组织或会议"),
            empty="" if search else _("没有规定周期的会议。"),
        ),
    }
    return page(request, "pages/register.html", context)


def _due_row(one: dues.KindLine, own: bool) -> Row:
    assert one.due is not None
    state = State(_("未按期召开"), "refused") if one.due.late else State(_("待召开"), "waiting")
    if one.due.last is None:
        state = State(_("没有召开记录"), "draft")
    url = f"{reverse('meetings:convene')}?body={one.body.id}&kind={one.key}" if own else ""
    return Row((one.body.name, one.kind.name, one.due.last, one.due.by, state), url=url)


@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "meetings.read", None)
    record = queries.record(meeting_id)
    corrections = records.corrections(meeting_id)
    context = {
        "title": record.line.title,
        "crumbs": shapes.crumbs(),
        "facts": shapes.facts(record),
        "state": shapes.state(record.line),
        "next": steps.next_step(record, actor),
        "quorum": shapes.quorum(record.line),
        "timeline": shapes.timeline(record, corrections),
        "related": steps.related(record, actor),
        "record": record,
        "agenda": shapes.agenda(record),
        "carried": _carried(record),
        "given": follow_up_rows(queries.of_meeting(meeting_id)),
        "papers": _papers(record),
        "told": _told(record),
        "roll": shapes.roll(record),
    }
    return page(request, "meetings/meeting.html", context)


def _carried(record: queries.MeetingRecord) -> list[dict[str, object]]:
    if not record.line.kind_key:
        return []
    return follow_up_rows(queries.carried(queries.meeting_row(record.line.id)))


def _papers(record: queries.MeetingRecord) -> list[dict[str, object]]:
    """Papers put out, and those the kind wants that are still missing."""
    out = records.papers(record.line.id)
    day = record.line.starts_on
    by_name = {one.name: one for one in record.line.terms.papers}
    found: list[dict[str, object]] = [
        {"name": one.name, "file": one.file, "since": one.open_since, "note": _on_time(by_name, one, day)}
        for one in out
    ]
    missing = set(by_name) - {one.name for one in out}
    for name in by_name:
        if name in missing:
            last = papers_due(by_name[name], day)
            found.append({"name": name, "file": None, "since": None, "note": "", "by": last})
    return found


def _on_time(wanted: dict[str, PaperWanted], one: records.PaperLine, day: object) -> str:
    paper = wanted.get(one.name)
    if paper is None:
        return ""
    late = clock.local(one.open_since).date() > papers_due(paper, day)  # type: ignore[arg-type]
    return _("晚于规定") if late else _("按期放出")


def _told(record: queries.MeetingRecord) -> dict[str, object]:
    """How many were reached by the notice that counts, and each of them."""
    reached = records.deliveries(record.line.id, record.line.notice)
    ways = {one.value: one.label for one in Way}
    names = {one.person_id: one.name for one in record.attendance}
    return {
        "count": len(reached),
        "lines": [
            {"name": names.get(person, ""), "way": ways[one.way], "at": one.at, "by": one.by}
            for person, one in reached.items()
        ],
    }


@require_safe
def paper(request: HttpRequest, meeting_id: int, paper: str) -> HttpResponseBase:
    require(actor_of(request), "meetings.read", None)
    record = queries.record(meeting_id)
    if paper not in PAPERS:
        raise Http404
    if kind := documents.wanted(request):
        form, tell = paperwork.FORMS[paper]
        return documents.print_paper(form, kind, lambda: tell(record), f"{record.line.title}-{paper}")
    titles = {"notice": _("会议通知"), "sign-in": _("会议签到表"), "minutes": _("会议记录")}
    signed = {"notice": [], "sign-in": [], "minutes": [_("主持人"), _("记录人"), _("监督委员会")]}
    context = {
        "title": titles[paper],
        "files": True,
        "office": record.line.body_name,
        "date": record.confirmed_at if paper == "minutes" else record.line.facts.noticed_at,
        "seal": paper != "sign-in",
        "signatures": signed[paper],
        "record": record,
        "ways": shapes.ways_of(record),
        "given": follow_up_rows(queries.of_meeting(meeting_id)) if paper == "minutes" else (),
        "carried": _carried(record) if paper != "sign-in" else (),
        "papers": _papers(record) if paper == "notice" else (),
        "corrections": records.corrections(meeting_id) if paper == "minutes" else (),
        "roll": shapes.roll(record),
        "back_url": reverse("meetings:meeting", args=[meeting_id]),
    }
    return page(request, PAPERS[paper], context)
