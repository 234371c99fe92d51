"""Attendance, proxies, holding, notes by item, minutes, corrections."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.meetings import actions, queries
from liancun.contexts.meetings.actions.ground import verb
from liancun.contexts.meetings.queries import records
from liancun.contexts.meetings.rules import Presence, State
from liancun.contexts.meetings.web.forms import (
    COUNTING,
    AttendanceForm,
    ChairForm,
    CorrectionForm,
    DraftForm,
    MinutesForm,
    ProxyForm,
)
from liancun.contexts.meetings.web.views import shapes
from liancun.contexts.meetings.web.views.calling import FORM, step, stored_paper
from liancun.contexts.people import api as people
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page


@require_http_methods(FORM)
def attendance(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id, "meetings.attend")
    line = record.line
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        people=record.attendance,
        first=line.state is State.PLANNED and line.facts.present == line.facts.proxies,
        terms=line.terms,
        sitting_in=record.observers,
    )
    if request.method == "POST" and form.is_valid():
        done = act(request, form, lambda: _attend(actor, meeting_id, form))
        if done:
            say(
                request,
                happened=_("到会 %(n)s 人，已登记。") % {"n": done.facts.present},
                then=_("请登记会议召开。"),
            )
            return redirect("meetings:meeting", meeting_id)
    context = {
        "title": _("登记到会：%(title)s") % {"title": line.title},
        "crumbs": shapes.crumbs(line),
        "rules": _attendance_rules(record),
        "form": form,
        "record": record,
        "counting": COUNTING,
        "submit": _("登记到会"),
        "cancel_url": reverse("meetings:meeting", args=[meeting_id]),
    }
    return page(request, "meetings/attendance.html", context, status=422 if form.errors else 200)


def _attend(actor: Actor, meeting_id: int, form: AttendanceForm) -> queries.MeetingLine:
    return actions.record_attendance(
        actor,
        meeting_id=meeting_id,
        present=form.ids(Presence.PRESENT),
        online=form.ids(Presence.ONLINE),
        proxies=form.ids(Presence.PROXY),
        leave=form.leave(),
        observers=form.sitting_in(),
    )


def _attendance_rules(record: queries.MeetingRecord) -> list[str]:
    found = [
        _("应到 %(n)s 人，先都算到会；缺席和请假的改一下即可。") % {"n": record.line.facts.entitled},
    ]
    ways = shapes.ways_of(record)
    return [*found, f"{ways}。"] if ways else found


@require_http_methods(FORM)
def proxy(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id, "meetings.attend")
    line = record.line
    giver = request.GET.get("giver", "")
    givers = [(str(one.person_id), one.name) for one in record.attendance]
    giver = giver if giver in dict(givers) else ""
    carriers = _carriers(record, giver)
    form = ProxyForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        givers=[(giver, dict(givers)[giver])] if giver else givers,
        carriers=carriers,
        giver=giver,
    )
    return step(
        request,
        record,
        form,
        lambda: actions.hand_in_proxy(
            actor,
            meeting_id=meeting_id,
            giver=int(form.cleaned_data["giver"]),
            carrier=int(form.cleaned_data["carrier"]),
            paper_id=stored_paper(actor, line.body_id, form),
        ),
        title=_("登记委托书"),
        submit=_("登记委托"),
        happened=_("委托已登记，由受托人代为参加。"),
        then="",
        rules=[f"{shapes.ways_of(record)}。"],
        template="meetings/proxy.html",
        more={"givers": givers, "giver": giver, "by_household": line.terms.proxies == "household"},
    )


def _carriers(record: queries.MeetingRecord, giver: str) -> list[tuple[str, str]]:
    """Whom the giver may choose: the household's other members, or others called."""
    if record.line.terms.proxies != "household":
        return [(str(one.person_id), one.name) for one in record.attendance if str(one.person_id) != giver]
    home = people.household_of(int(giver), record.line.starts_on) if giver else None
    found = people.members(home.id, record.line.starts_on) if home else []
    return [
        (str(one.person_id), f"{one.name}（{one.relation_label}）")
        for one in found
        if str(one.person_id) != giver
    ]


@require_http_methods(FORM)
def hold(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id, "meetings.attend")
    form = ChairForm(
        request.POST if request.method == "POST" else None, people=record.attendance, recorder=actor.name
    )
    if request.method == "POST" and form.is_valid():
        actions.hold(actor, meeting_id=meeting_id, chair_id=form.chair_id)
        say(request, happened=_("会议已登记召开。"), then=_("请整理并确认会议记录。"))
        return redirect("meetings:meeting", meeting_id)
    return step(
        request,
        record,
        form,
        lambda: None,
        title=_("登记召开"),
        submit=_("登记召开"),
        happened="",
        then="",
        rules=[_("到会 %(n)s 人。") % {"n": record.line.facts.present}],
    )


@require_http_methods(FORM)
def draft(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id, "meetings.confirm")
    last = record.draft
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        agenda=record.agenda,
        items=record.items,
        initial={"version": last.number if last else 0},
    )
    return step(
        request,
        record,
        form,
        lambda: actions.draft_minutes(
            actor, meeting_id=meeting_id, items=form.said(), version=form.cleaned_data["version"]
        ),
        title=_("逐项记录"),
        submit=_("保存这一稿"),
        happened=_("会议记录已存为新的一稿。"),
        then=_("可以交办事项，再由主持人确认会议记录。"),
        rules=[_("发言一行一人，写成“姓名：要点”。每保存一次留存一稿。")],
        template="meetings/draft.html",
        more={"drafts": records.drafts(meeting_id)},
    )


@require_http_methods(FORM)
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = actor_of(request), queries.record(meeting_id)
    _require_signer(actor, record)
    last = record.draft
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"minutes": record.minutes or (last.text if last else "")},
    )
    return step(
        request,
        record,
        form,
        lambda: actions.confirm(
            actor,
            meeting_id=meeting_id,
            minutes=form.cleaned_data["minutes"],
            paper_id=stored_paper(actor, record.line.body_id, form),
        ),
        title=_("会议记录"),
        submit=_("确认会议记录"),
        happened=_("会议记录已确认。"),
        then=_("可以打印，由主持人和记录人签字存档。"),
        rules=_signing_rules(record),
        consequence=_("确认后，会议记录、到会情况和议题都不能再改。"),
    )


def _signing_rules(record: queries.MeetingRecord) -> list[str]:
    found = []
    if record.line.terms.signers == 2:
        found.append(_("由主持人和另一人先后确认同一份记录；改动一个字都要重新确认。"))
    if record.line.terms.chair_confirms:
        found.append(_("不是主持人本人确认的，须上传主持人签字的原件。"))
    return found


def _require_signer(actor: Actor, record: queries.MeetingRecord) -> None:
    """The keepers, the chair, and the second signer where there is one."""
    is_chair = actor.person_id is not None and actor.person_id == record.chair_id
    second = record.line.terms.signers == 2 and may(actor, "meetings.countersign", record.line.body_id)
    if not is_chair and not second:
        act_name = verb("meetings.confirm", supervisors=record.line.terms.supervisors)
        require(actor, act_name, record.line.body_id)


@require_http_methods(FORM)
def correct(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor, record = _keeping(request, meeting_id, "meetings.confirm")
    earlier = [
        (str(one.id), one.title)
        for one in queries.of_body(record.line.body_id, 60)
        if one.state is State.CONFIRMED and one.starts_at < record.line.starts_at
    ]
    form = CorrectionForm(request.POST if request.method == "POST" else None, earlier=earlier)

    def do() -> bool:
        data = form.cleaned_data
        actions.correct(actor, meeting_id=meeting_id, corrected_id=int(data["corrected"]), text=data["text"])
        return True

    return step(
        request,
        record,
        form,
        do,
        title=_("更正以前的记录"),
        submit=_("记入更正"),
        happened=_("更正已记入这次会议；原来的记录仍然保留。"),
        then="",
        rules=[_("确认过的记录不能改，只能在后来的会议上更正。")],
    )


def _keeping(request: HttpRequest, meeting_id: int, act: str) -> tuple[Actor, queries.MeetingRecord]:
    actor, record = actor_of(request), queries.record(meeting_id)
    require(actor, verb(act, supervisors=record.line.terms.supervisors), record.line.body_id)
    return actor, record
