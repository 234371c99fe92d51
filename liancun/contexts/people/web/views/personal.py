"""Numbers of one person: masked, opened for a reason; consents; numbers of a roll for one purpose."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.people import actions, playbook, queries, rules
from liancun.contexts.people.models import Consent, Giver, Roll
from liancun.contexts.people.web.forms.privacy import ConsentForm, ExportForm, NumberForm, OpenForm
from liancun.framework import clock, exported
from liancun.framework.permissions import may, require
from liancun.framework.sheets.excel import as_excel
from liancun.framework.sheets.listings import Listing
from liancun.framework.sheets.template import XLSX
from liancun.framework.web.parts import Column, Entry, Fact, Link, Register, Related, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive
from liancun.kernel.errors import Unknown, mark

BOTH = ("GET", "HEAD", "POST")


def closed(response: HttpResponse) -> HttpResponse:
    """Numbers stay in no cache, neither on the way nor in the browser."""
    response["Cache-Control"] = "no-store"
    return response


@sensitive
@require_http_methods(BOTH)
def personal(request: HttpRequest, person_id: int) -> HttpResponse:
    """GET shows masks, and plain only what this user has open; POST opens one field for a reason."""
    actor, person = actor_of(request), queries.person(person_id)
    require(actor, "people.open_numbers", person.home_id)
    there = list(queries.sealed(person_id))
    sent = request.method == "POST"
    form = OpenForm(request.POST if sent else None, names=there)
    opened = False
    if sent and form.is_valid():
        told = form.cleaned_data
        opened = bool(
            act(
                request,
                form,
                lambda: actions.open_number(
                    actor, person_id=person_id, field=told["field"], reason=told["reason"]
                ),
            )
        )
    context = _personal(request, person, OpenForm(names=there) if opened else form)
    return closed(page(request, "people/personal.html", context, status=422 if form.errors else 200))


def _personal(request: HttpRequest, person: queries.PersonLine, form: OpenForm) -> dict[str, Any]:
    actor = actor_of(request)
    lines = queries.numbers(person.id, actor.user_id)
    rows = tuple(
        Row(
            (
                _(rules.FIELDS[line.field].label),
                line.shown or _("没有登记，或由专人保管"),
                f"{clock.local(line.open_until):%H:%M}" if line.open_until else "",
            )
        )
        for line in lines
    )
    columns = (Column("field", _("项目")), Column("shown", _("内容")), Column("until", _("显示到")))
    keeps = may(actor, "people.keep_number", person.home_id)
    return {
        "title": _("%(name)s的个人信息") % {"name": person.name},
        "crumbs": [Link(person.name, reverse("people:person", args=[person.id]))],
        "lead": _("默认遮盖。因事查看要写明理由，%(minutes)s 分钟后自动遮盖。")
        % {"minutes": playbook.privacy().open_minutes},
        "facts": [Fact(_("登记在"), bodies.get(person.home_id).name)],
        "register": Register(columns, rows),
        "form": form if form.fields["field"].choices else None,  # type: ignore[attr-defined]
        "timeline": _looked(person.id),
        "related": [_steps(person, keeps=keeps), _consents(person, may_change=keeps), _wishes(person)],
    }


def _looked(person_id: int) -> list[Entry]:
    return [
        Entry(_(rules.FIELDS[one.field].label), one.opened_at, one.actor_name, one.reason)
        for one in queries.openings(person_id)
    ]


def _steps(person: queries.PersonLine, *, keeps: bool) -> Related:
    links = [
        Link(_("登记本人的申请"), reverse("people:new_wish", args=[person.id])),
        Link(_("给本人一份自己的信息"), reverse("people:dossier", args=[person.id])),
    ]
    if keeps:
        links += [
            Link(_("登记电话、银行卡号或健康状况"), reverse("people:keep_number", args=[person.id])),
            Link(_("登记同意书"), reverse("people:consent", args=[person.id])),
        ]
    return Related(_("办理"), tuple(links))


def _consents(person: queries.PersonLine, *, may_change: bool) -> Related:
    links = []
    for one in queries.consents(person.id):
        kind = playbook.kind_of(one.kind)
        live = one.withdrawn_on is None
        until = "" if live else _("，%(day)s 撤回") % {"day": one.withdrawn_on}
        signer = str(Giver(one.given_by).label)
        note = _("%(day)s %(by)s签署，%(paper)s") % {"day": one.given_on, "by": signer, "paper": one.paper}
        url = reverse("people:withdraw_consent", args=[one.id]) if live and may_change else ""
        links.append(Link(kind.name if kind else one.kind, url, note + until))
    return Related(_("同意书"), tuple(links), _("没有登记。"))


def _wishes(person: queries.PersonLine) -> Related:
    links = tuple(
        Link(line.kind_name, reverse("people:wish", args=[line.id]), str(line.asked_on))
        for line in queries.requests(person_id=person.id)
    )
    return Related(_("本人的申请"), links, _("没有提过。"))


def crumbs(person: queries.PersonLine) -> list[Link]:
    return [
        Link(_("人员"), reverse("people:persons")),
        Link(person.name, reverse("people:personal", args=[person.id])),
    ]


@sensitive
@require_http_methods(BOTH)
def keep_number(request: HttpRequest, person_id: int) -> HttpResponse:
    actor, person = actor_of(request), queries.person(person_id)
    require(actor, "people.keep_number", person.home_id)
    form = NumberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        done = act(
            request,
            form,
            lambda: (
                actions.keep_number(actor, person_id=person_id, field=told["field"], text=told["text"])
                is None
            ),
        )
        if done:
            say(request, happened=_("已登记。"), then=_("内容已加密，默认遮盖。"))
            return redirect("people:personal", person_id)
    context = {
        "title": _("登记%(name)s的号码") % {"name": person.name},
        "crumbs": crumbs(person),
        "form": form,
        "unkept": True,
        "submit": _("登记"),
        "rules": [
            _("银行卡号和健康状况要先有本人的同意书。"),
            _("健康状况只有本村指定的保管人能登记和查看。"),
        ],
        "cancel_url": reverse("people:personal", args=[person_id]),
    }
    return closed(page(request, "pages/step.html", context, status=422 if form.errors else 200))


@require_http_methods(BOTH)
def consent(request: HttpRequest, person_id: int) -> HttpResponse:
    actor, person = actor_of(request), queries.person(person_id)
    require(actor, "people.record_consent", person.home_id)
    sent = request.method == "POST"
    form = (
        ConsentForm(request.POST, request.FILES) if sent else ConsentForm(initial={"given_on": clock.today()})
    )
    if sent and form.is_valid() and _consented(request, person, form):
        say(request, happened=_("同意书已登记。"), then=_("现在可以登记这一项。"))
        return redirect("people:personal", person_id)
    limit = playbook.privacy().minors.guardian_under
    context = {
        "title": _("登记%(name)s的同意书") % {"name": person.name},
        "crumbs": crumbs(person),
        "form": form,
        "submit": _("登记"),
        "rules": [
            _("同意书由本人在纸上签字，未满 %(limit)s 周岁的由监护人签字。") % {"limit": limit},
            _("签字前要告诉本人：为什么需要、不给有什么影响、怎样撤回。"),
        ],
        "cancel_url": reverse("people:personal", args=[person_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _consented(request: HttpRequest, person: queries.PersonLine, form: ConsentForm) -> bool:
    made = act(request, form, lambda: _record_consent(request, person, form))
    return made is not None


def _record_consent(request: HttpRequest, person: queries.PersonLine, form: ConsentForm) -> int:
    actor, told = actor_of(request), form.cleaned_data
    scan = told["scan"][0] if told["scan"] else None
    file_id = None
    if scan is not None:
        kept = evidence.store(
            actor, body_id=person.home_id, name=str(scan.name), content=scan, purpose="people.consent"
        )
        file_id = kept.id
    made = actions.record_consent(
        actor,
        person_id=person.id,
        kind=told["kind"],
        given_by=told["given_by"],
        given_on=told["given_on"],
        paper=told["paper"],
        file_id=file_id,
    )
    if file_id is not None:
        evidence.link([file_id], "people.consent", made)
    return made


@sensitive
@require_http_methods(BOTH)
def withdraw(request: HttpRequest, consent_id: int) -> HttpResponse:
    actor = actor_of(request)
    row = Consent.objects.filter(pk=consent_id).select_related("person").first()
    if row is None:
        raise Unknown("people.unknown_consent", mark("没有这份有效的同意。"), remedy=mark("请返回重新选择。"))
    require(actor, "people.record_consent", row.home_id)
    person, kind = queries.person(row.person_id), playbook.kind_of(row.kind)
    if request.method == "POST":
        actions.withdraw_consent(actor, consent_id=consent_id)
        say(request, happened=_("同意已撤回。"), then=_("依据它登记的内容已经删除。"))
        return redirect("people:personal", row.person_id)
    context = {
        "title": _("撤回同意：%(kind)s") % {"kind": kind.name if kind else row.kind},
        "crumbs": crumbs(person),
        "known": [Fact(_("同意书"), row.paper), Fact(_("签署日期"), str(row.given_on))],
        "submit": _("撤回"),
        "consequence": _("撤回后，依据这份同意登记的内容立即删除，不能恢复。"),
        "cancel_url": reverse("people:personal", args=[row.person_id]),
    }
    return page(request, "pages/step.html", context)


@sensitive
@require_http_methods(BOTH)
def export_numbers(request: HttpRequest, body_id: int, kind: str) -> HttpResponseBase:
    """The numbers of a roll as an Excel file, for one purpose that the log keeps."""
    actor, body = actor_of(request), bodies.get(body_id)
    require(actor, "people.export_numbers", body_id)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wanted, reason = form.cleaned_data["fields_wanted"], form.cleaned_data["reason"]
        rows = act(
            request,
            form,
            lambda: actions.export_numbers(actor, body_id=body_id, kind=kind, fields=wanted, reason=reason),
        )
        if rows is not None:
            return _file(request, body, kind, [name for name in rules.NUMBERS if name in wanted], rows)
    roll = dict(Roll.choices).get(kind, kind)
    context = {
        "title": _("导出%(body)s的%(roll)s号码") % {"body": body.name, "roll": roll},
        "crumbs": [Link(_("名册"), reverse("people:register"))],
        "form": form,
        "submit": _("导出"),
        "rules": [
            _("文件离开系统后由您保管：用完删除，不得转发。"),
            _("未成年人和健康信息不在其中。"),
        ],
        "cancel_url": reverse("people:roll", args=[body_id, kind]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _file(
    request: HttpRequest, body: bodies.BodyLine, kind: str, names: list[str], rows: list[actions.NumberRow]
) -> FileResponse:
    columns = (Column("name", _("姓名")), *(Column(name, _(rules.FIELDS[name].label)) for name in names))
    listing = Listing(
        title=_("%(body)s号码表") % {"body": body.name},
        office=exported.office_of(actor_of(request)),
        day=clock.today(),
        columns=columns,
        rows=[(row.name, *(getattr(row, name) for name in names)) for row in rows],
    )
    content, _count = as_excel(listing)
    name = f"{kind}-{clock.today():%Y%m%d}.xlsx"
    answer = FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)
    answer["Cache-Control"] = "no-store"
    return answer
