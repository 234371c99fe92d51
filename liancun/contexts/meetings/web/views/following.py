"""What meetings gave people to do: register, record, giving, reporting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.meetings import actions, queries
from liancun.contexts.meetings.actions.ground import verb
from liancun.contexts.meetings.models import Happened
from liancun.contexts.meetings.queries import given as reading
from liancun.contexts.meetings.rules import COUNTED
from liancun.contexts.meetings.web.forms import FollowUpForm, StepForm
from liancun.contexts.meetings.web.views import shapes
from liancun.contexts.meetings.web.views.calling import FORM, step
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Pager,
    Register,
    Related,
    Row,
    State,
)
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_number, page_size
from liancun.kernel.errors import NotAllowed, mark

PAGE = 25


def state(line: queries.FollowUpLine) -> State:
    if line.closing == "done":
        return State(_("已办结"), "done")
    if line.closing == "dropped":
        return State(_("不再办理"), "closed")
    return State(_("已逾期"), "refused") if line.is_late(clock.today()) else State(_("办理中"), "running")


def follow_up_rows(lines: Iterable[queries.FollowUpLine]) -> list[dict[str, Any]]:
    """What a page or a print draws of them."""
    return [
        {"line": one, "state": state(one), "url": reverse("meetings:follow_up", args=[one.id])}
        for one in lines
    ]


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    size, number = page_size(request, PAGE), page_number(request)
    require(actor_of(request), "meetings.read", None)
    chosen, search = request.GET.get("state", ""), request.GET.get("q", "").strip()[:40]
    found = reading.listed(state=chosen, search=search, first=(number - 1) * size, size=size)
    columns = (
        Column("text", _("议定事项")),
        Column("owner", _("责任人"), "name"),
        Column("body", _("召开单位")),
        Column("due", _("期限"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (one.text, one.owner_name, one.body_name, one.due, state(one)),
            url=reverse("meetings:follow_up", args=[one.id]),
            note=one.meeting_title,
        )
        for one in found.lines
    )
    states = (
        Choice("", _("全部")),
        Choice("open", _("未办结")),
        Choice("late", _("已逾期")),
        Choice("closed", _("已办结")),
    )
    context = {
        "title": _("会议议定事项"),
        "lead": _("没有办结的，下次会议自动列为第一项议题。"),
        "crumbs": shapes.crumbs(),
        "register": Register(
            columns,
            rows,
            filters=(Filter("state", _("状态"), states, chosen),),
            search=search,
            search_hint=_("事项或责任人"),
            empty=_("没有这样的议定事项。"),
        ),
        "pager": Pager(number=number, pages=max(1, -(-found.total // size)), total=found.total, size=size),
    }
    return page(request, "pages/register.html", context)


@require_safe
def follow_up(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    actor = actor_of(request)
    record = _seen(actor, follow_up_id)
    line = record.line
    context = {
        "title": line.text,
        "crumbs": [*shapes.crumbs(), Link(_("会议议定事项"), reverse("meetings:follow_ups"))],
        "facts": _facts(record),
        "state": state(line),
        "next": _next(actor, line),
        "timeline": _timeline(record),
        "related": [
            Related(
                _("议定的会议"),
                (Link(line.meeting_title, reverse("meetings:meeting", args=[line.meeting_id])),),
            )
        ],
    }
    return page(request, "pages/record.html", context)


def _seen(actor: Actor, follow_up_id: int) -> queries.FollowUpRecord:
    """Readers of meetings, and whom it was given to."""
    record = reading.record(follow_up_id)
    if actor.person_id is None or record.line.owner_id != actor.person_id:
        require(actor, "meetings.read", None)
    return record


def _facts(record: queries.FollowUpRecord) -> list[Fact]:
    line = record.line
    found = [
        Fact(_("责任人"), line.owner_name),
        Fact(_("期限"), chinese_date(line.due)),
        Fact(_("召开单位"), line.body_name),
        Fact(_("交办"), f"{chinese_date(line.made_at)} {record.made_by}"),
    ]
    if record.first_due != line.due:
        found.append(Fact(_("原定期限"), chinese_date(record.first_due)))
    return found


def _next(actor: Actor, line: queries.FollowUpLine) -> NextStep | None:
    if not line.is_open:
        return None
    allowed = bool(_kinds(actor, line))
    return NextStep(
        sentence=_("请办理并登记进展。"),
        label=_("登记进展") if allowed else "",
        url=reverse("meetings:take_step", args=[line.id]) if allowed else "",
        who=line.owner_name,
        by=line.due,
        late=line.is_late(clock.today()),
    )


def _timeline(record: queries.FollowUpRecord) -> list[Entry]:
    words = {one.value: one.label for one in Happened}
    found = [Entry(_("会议交办"), record.line.made_at, who=record.made_by)]
    for one in record.steps:
        moved = _("%(note)s（新期限 %(day)s）") % {"note": one.note, "day": chinese_date(one.due)}
        found.append(
            Entry(
                str(words[one.kind.value]),
                one.at,
                who=one.by,
                note=moved if one.due else one.note,
                tone="done" if one.kind.value in ("done", "dropped") else "running",
            )
        )
    return found


def _kinds(actor: Actor, line: queries.FollowUpLine) -> list[tuple[str, Any]]:
    """The owner reports; the keepers may also set another day or drop it."""
    if may(actor, "meetings.attend", line.body_id) or may(actor, "meetings.keep_own", line.body_id):
        return list(Happened.choices)
    if actor.person_id is not None and actor.person_id == line.owner_id:
        return [one for one in Happened.choices if one[0] in ("progress", "done")]
    return []


@require_http_methods(FORM)
def take_step(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    actor = actor_of(request)
    record = _seen(actor, follow_up_id)
    kinds = _kinds(actor, record.line)
    if not kinds:
        raise NotAllowed(
            "meetings.not_owner",
            mark("只有责任人和会议的记录人可以登记进展。"),
            remedy=mark("请由责任人办理。"),
        )
    form = StepForm(request.POST if request.method == "POST" else None, kinds=kinds)
    url = reverse("meetings:follow_up", args=[follow_up_id])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = act(
            request,
            form,
            lambda: actions.take_follow_up_step(
                actor,
                follow_up_id=follow_up_id,
                kind=data["kind"],
                note=data["note"],
                due=data.get("due"),
            ),
        )
        if done:
            say(request, happened=_("进展已登记。"), then=_("下次会议会看到办理情况。"))
            return redirect(url)
    context = {
        "title": _("登记进展：%(text)s") % {"text": record.line.text},
        "crumbs": [*shapes.crumbs(), Link(record.line.text, url)],
        "known": _facts(record),
        "form": form,
        "submit": _("登记进展"),
        "cancel_url": url,
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def add_follow_up(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.record(meeting_id)
    act_name = verb("meetings.attend", supervisors=record.line.terms.supervisors)
    require(actor, act_name, record.line.body_id)
    form = FollowUpForm(request.POST if request.method == "POST" else None, people=_people(record))
    return step(
        request,
        record,
        form,
        lambda: actions.add_follow_up(
            actor,
            meeting_id=meeting_id,
            text=form.cleaned_data["text"],
            owner=int(form.cleaned_data["owner"]),
            due=form.cleaned_data["due"],
        ),
        title=_("交办事项"),
        submit=_("交办"),
        happened=_("事项已交办，责任人的待办里已经有了。"),
        then=_("没有办结以前，每次同类会议都会先过一遍。"),
    )


def _people(record: queries.MeetingRecord) -> list[tuple[str, str]]:
    """Those who came first, then everybody called, then those who hold posts in the member bodies."""
    there = [one for one in record.attendance if one.presence in COUNTED]
    found = {str(one.person_id): one.name for one in (*there, *record.attendance)}
    if len(found) < 60:
        places = [member.body.id for member in bodies.members_of(record.line.body_id, clock.today())]
        parts = bodies.parts_of(places, "branch").values()
        for one in posts.holders_in([*places, *(part.id for part in parts)], clock.today()):
            found.setdefault(str(one.person_id), f"{one.person_name}（{one.title}）")
    return list(found.items())
