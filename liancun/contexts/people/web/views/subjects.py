"""What persons ask of their own data, and what is due to be erased."""

from __future__ import annotations

import io
import json
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import actions, playbook, queries
from liancun.contexts.people.models import Wish
from liancun.contexts.people.web.forms.privacy import AnswerForm, DossierForm, WishForm
from liancun.contexts.people.web.views.personal import BOTH, closed, crumbs
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.sheets.excel import as_excel
from liancun.framework.sheets.listings import Listing
from liancun.framework.sheets.template import XLSX
from liancun.framework.web.parts import Choice, Column, Fact, Filter, Link, Pager, Register, Row, State
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, sensitive
from liancun.kernel.masks import mask_name

PAGE = 25


def state(line: queries.RequestLine) -> State:
    if line.state == "open":
        return State(_("待办理"), "waiting")
    return State(_("已办理"), "done") if line.state == "done" else State(_("未同意"), "refused")


@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """Requests of persons in scope, open ones first; names masked in the list."""
    require(actor_of(request), "people.serve_person", None)
    chosen = request.GET.get("state", "")
    found = sorted(queries.requests(state=chosen), key=lambda line: line.state != "open")
    number, pages = _page(request, len(found))
    columns = (
        Column("kind", _("申请")),
        Column("name", _("本人"), "name"),
        Column("asked_on", _("日期"), "date"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (line.kind_name, mask_name(line.name), line.asked_on, state(line)),
            url=reverse("people:wish", args=[line.id]),
            note=_("保存期满，系统提出") if line.by_schedule else "",
        )
        for line in found[(number - 1) * PAGE : number * PAGE]
    )
    choices = (
        Choice("", _("全部")),
        Choice("open", _("待办理")),
        Choice("done", _("已办理")),
        Choice("refused", _("未同意")),
    )
    context = {
        "title": _("个人信息申请"),
        "lead": _("本人要求查阅、更正或删除自己的信息。应在十五个工作日内答复。"),
        "register": Register(
            columns, rows, filters=(Filter("state", _("状态"), choices, chosen),), empty=_("没有申请。")
        ),
        "pager": Pager(number=number, pages=pages, total=len(found), size=PAGE),
    }
    return page(request, "pages/register.html", context)


def _page(request: HttpRequest, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(1, number), pages), pages


@require_http_methods(BOTH)
def new_wish(request: HttpRequest, person_id: int) -> HttpResponse:
    actor, person = actor_of(request), queries.person(person_id)
    require(actor, "people.serve_person", person.home_id)
    form = WishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = act(
            request,
            form,
            lambda: actions.record_request(
                actor, person_id=person_id, kind=told["kind"], words=told["words"]
            ),
        )
        if made:
            say(request, happened=_("申请已登记。"), then=_("办理后在这里写明答复。"), tone="waiting")
            return redirect("people:wish", made)
    context = {
        "title": _("登记%(name)s的申请") % {"name": person.name},
        "crumbs": crumbs(person),
        "form": form,
        "submit": _("登记"),
        "rules": [_("先核对本人证件；代办的，核对委托书。"), _("删除由另一名人员确认。")],
        "cancel_url": reverse("people:personal", args=[person_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@sensitive
@require_http_methods(BOTH)
def wish(request: HttpRequest, wish_id: int) -> HttpResponse:
    """One request; who may answer it finds the form, and for an erasure what still forbids it."""
    actor, line = actor_of(request), queries.request(wish_id)
    require(actor, "people.serve_person", line.home_id)
    right = "people.confirm_erasure" if line.kind == Wish.ERASE else "people.serve_person"
    answers = line.state == "open" and may(actor, right, line.home_id)
    sent = request.method == "POST"
    form = AnswerForm(request.POST if sent else None)
    if sent:
        require(actor, right, line.home_id)
        if form.is_valid() and act(request, form, lambda: _answer(request, line, form)):
            return redirect("people:wish", wish_id)
    context = _wish(line, form if answers or form.errors else None)
    return page(request, "people/wish.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, line: queries.RequestLine, form: AnswerForm) -> bool:
    actor, said = actor_of(request), form.cleaned_data["answer"]
    if request.POST.get("act") == "refuse":
        actions.refuse_request(actor, request_id=line.id, answer=said)
        say(request, happened=_("已答复：未同意。"), then=_("请把理由告诉本人。"))
    elif line.kind != Wish.ERASE:
        actions.answer_request(actor, request_id=line.id, answer=said)
        say(request, happened=_("已答复。"), then=_("请把结果告诉本人。"))
    elif actions.confirm_erasure(actor, request_id=line.id):
        say(request, happened=_("已删除。"), then=_("本人的密钥已销毁，旧备份里的号码也不能再读出。"))
    else:
        say(request, happened=_("不能删除，申请已办结。"), then=_("请把理由告诉本人。"), tone="refused")
    return True


def _wish(line: queries.RequestLine, form: AnswerForm | None) -> dict[str, Any]:
    erase = line.kind == Wish.ERASE
    facts = [
        Fact(_("本人"), line.name, reverse("people:personal", args=[line.person_id])),
        Fact(_("登记在"), bodies.get(line.home_id).name),
        Fact(_("日期"), str(line.asked_on)),
        Fact(_("内容"), line.words),
    ]
    if line.answer:
        facts.append(Fact(_("答复"), line.answer))
    kept = queries.retentions(line.person_id, clock.today()) if erase and line.state == "open" else []
    return {
        "title": line.kind_name,
        "crumbs": [Link(_("个人信息申请"), reverse("people:wishes"))],
        "state": state(line),
        "facts": facts,
        "kept": kept,
        "form": form,
        "erase": erase,
        "unfinished": erase and line.state == "done" and line.finished_at is None,
    }


@sensitive
@require_http_methods(BOTH)
def dossier(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """A person's own data for that person: on paper, as Excel or as JSON. Plain, so only by POST and never kept."""
    actor, person = actor_of(request), queries.person(person_id)
    require(actor, "people.serve_person", person.home_id)
    form = DossierForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        parts = act(
            request, form, lambda: actions.take_dossier(actor, person_id=person_id, reason=told["reason"])
        )
        if parts is not None:
            return _handed(request, person, parts, told["form"])
    context = {
        "title": _("给%(name)s一份自己的信息") % {"name": person.name},
        "crumbs": crumbs(person),
        "form": form,
        "submit": _("取出"),
        "rules": [_("只交给本人或持委托书的人；先核对证件。"), _("内容不遮盖，交付后不在系统里留存。")],
        "cancel_url": reverse("people:personal", args=[person_id]),
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


def _handed(
    request: HttpRequest, person: queries.PersonLine, parts: list[queries.DataPart], form: str
) -> HttpResponseBase:
    if form == "paper":
        context = {
            "title": _("个人信息清单"),
            "number": person.name,
            "parts": parts,
            "notice": playbook.privacy(),
            "office": playbook.privacy().office,
            "date": clock.today(),
            "signatures": [_("经办人"), _("本人")],
            "back_url": reverse("people:personal", args=[person.id]),
        }
        return closed(page(request, "people/dossier.html", context))
    content = _excel(person, parts) if form == "xlsx" else _json(parts)
    answer = FileResponse(
        content,
        as_attachment=True,
        filename=f"personal-{person.id}-{clock.today():%Y%m%d}.{form}",
        content_type=XLSX if form == "xlsx" else "application/json",
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _excel(person: queries.PersonLine, parts: list[queries.DataPart]) -> Any:
    columns = (Column("part", _("部分")), Column("line", _("内容")))
    rows = [
        (part.title, "；".join(f"{h}：{c}" for h, c in zip(part.heads, row, strict=True) if c))
        for part in parts
        for row in part.rows
    ]
    listing = Listing(
        _("个人信息清单"), playbook.privacy().office, clock.today(), columns, rows, (person.name,)
    )
    return as_excel(listing)[0]


def _json(parts: list[queries.DataPart]) -> io.BytesIO:
    told = [
        {"title": p.title, "rows": [dict(zip(p.heads, row, strict=True)) for row in p.rows]} for p in parts
    ]
    return io.BytesIO(json.dumps(told, ensure_ascii=False, indent=1).encode())


@sensitive
@require_http_methods(BOTH)
def due(request: HttpRequest) -> HttpResponse:
    """Whose term is over: POST writes a request for each, and a person confirms them one by one."""
    actor = actor_of(request)
    require(actor, "people.propose_erasures", None)
    if request.method == "POST":
        count = actions.propose_erasures(actor)
        say(request, happened=_("已提出 %(count)s 份删除申请。") % {"count": count}, then=_("请逐份确认。"))
        return redirect("people:wishes")
    found = queries.due(clock.today())
    names = queries.names(found)
    years = playbook.privacy().after_years
    context = {
        "title": _("到期应删除的个人信息"),
        "lead": _("移出全部名册满 %(years)s 年，又没有其他保存义务的人。") % {"years": years},
        "register": Register(
            (Column("name", _("姓名"), "name"),),
            tuple(Row((mask_name(names[id]),), url=reverse("people:personal", args=[id])) for id in found),
            empty=_("现在没有到期的。每月一日自动检查一次。"),
        ),
        "pager": Pager(number=1, pages=1, total=len(found), size=max(PAGE, len(found))),
    }
    return page(request, "people/due.html", context)
