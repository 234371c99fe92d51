"""Change requests: asked, waiting, decided with what changes side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.people import actions, playbook, queries
from liancun.contexts.people.models import RequestKind, RequestState
from liancun.contexts.people.web.forms.changes import FORMS, RefuseForm
from liancun.contexts.people.web.views import asking, shapes
from liancun.contexts.people.web.views.steps import PAGE, Step, file_all, search_of, sent, step
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Pager,
    Register,
    Section,
    Upload,
)
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, page, page_number, page_size, sensitive
from liancun.kernel.errors import Unknown, mark

STEP = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What waits first; what was decided one choice away."""
    actor = actor_of(request)
    require(actor, "people.see_person", None)
    chosen = request.GET.get("state", "waiting")
    state = chosen if chosen in RequestState.values else ""
    size, number = page_size(request, PAGE), page_number(request)
    total, lines = queries.changes(state, first=(number - 1) * size, count=size)
    choices = (
        Choice("waiting", str(RequestState.WAITING.label)),
        *(Choice(str(one.value), str(one.label)) for one in RequestState if one != RequestState.WAITING),
        Choice("all", _("全部")),
    )
    register = Register(
        shapes.change_columns(),
        tuple(shapes.change_row(line) for line in lines),
        filters=(Filter("state", _("状态"), choices, chosen),),
        empty=_("没有这样的申请。"),
        empty_step=Link(_("到人员页面提出申请"), reverse("people:persons")),
    )
    context = {
        "title": _("变更申请"),
        "lead": _("人员和名册的变更由一人提出、另一人审批，并附依据。"),
        "register": register,
        "pager": Pager(number=number, pages=max(1, -(-total // size)), total=total, size=size),
    }
    return page(request, "pages/register.html", context)


@STEP
def ask(request: HttpRequest, person_id: int, change: str) -> HttpResponse:
    record, actor = queries.record(person_id), actor_of(request)
    require(actor, "people.ask_change", record.home_id)
    if change not in RequestKind.values:
        raise Unknown("people.unknown_kind", mark("没有这种变更。"), remedy=mark("请从人员页面选择。"))
    shown = asking.fields_of(change, record, search_of(request))
    form = FORMS[change](
        sent(request), request.FILES or None, kind=change, choices=shown.choices, initial=shown.initial
    )
    back = reverse("people:person", args=[person_id])

    def asked() -> str:
        told = {"body_id": record.home_id, **form.change()}
        if change == "merge":
            told["other_id"] = asking.home_apart(told["other_person_id"], record.home_id)
        files = file_all(actor, told["body_id"], form.cleaned_data["papers"] or ())
        made = actions.ask_change(actor, kind=change, person_id=person_id, files=files, **told)
        return reverse("people:change", args=[made])

    title = str(RequestKind(change).label)
    what = Step(
        title=title,
        lead=record.name,
        submit=_("提出申请"),
        back=back,
        happened=_("已提出申请。"),
        then=_("由另一位有审批权的人员审批后生效。"),
        known=asking.known(record),
        rules=shown.rules,
        crumbs=[Link(record.name, back)],
        template="people/find_step.html" if shown.search_hint else "pages/step.html",
        more={"search": search_of(request), "search_hint": shown.search_hint, "kept": {}},
    )
    return step(request, form, asked, what)


@require_safe
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """What is asked, what changes side by side, and the one thing to do next."""
    actor = actor_of(request)
    found = queries.change(change_id)
    line = found.line
    if not any(may(actor, "people.see_person", body) for body in line.bodies):
        require(actor, "people.see_person", line.body_id)
    context = {
        "title": _("%(kind)s：%(name)s")
        % {"kind": line.kind_label, "name": line.person_name or found.words.get("name", "")},
        "crumbs": [Link(_("变更申请"), reverse("people:changes"))],
        "state": shapes.change_state(line),
        "facts": _facts(line),
        "next": _next(actor, line),
        "sections": [Section(_("变更内容"), register=asking.side_by_side(found))],
        "uploads": [
            Upload(one.name, one.size, one.url, one.digest, one.stored_at, one.stored_by_name)
            for one in evidence.files_of(queries.SUBJECT, line.id)
        ],
        "timeline": _timeline(line),
        "line": line,
        "may_refuse": _may_decide(actor, line),
        "may_withdraw": line.state == "waiting" and actor.person_id == line.asked_by_id,
    }
    return page(request, "people/change.html", context)


def _facts(line: queries.ChangeLine) -> list[Fact]:
    known = bodies.lines(line.bodies)
    facts = [
        Fact(_("人员"), line.person_name or _("不在您的范围内"), _person_url(line)),
        Fact(_("组织"), known[line.body_id].name, reverse("bodies:record", args=[line.body_id])),
    ]
    if line.roll:
        url = reverse("people:roll", args=[line.body_id, line.roll])
        facts.append(Fact(_("名册"), playbook.roll_name(line.roll), url))
    facts += [Fact(_("生效日期"), chinese_date(line.effective_on)), Fact(_("理由"), line.reason)]
    return facts


def _person_url(line: queries.ChangeLine) -> str:
    readable = line.person_name and not line.is_minor
    return reverse("people:person", args=[line.person_id]) if readable else ""


def _may_decide(actor: Actor, line: queries.ChangeLine) -> bool:
    return (
        line.state == "waiting"
        and actor.person_id not in (None, line.asked_by_id, line.agreed_by_id)
        and all(may(actor, "people.decide_change", body) for body in line.bodies)
        and (line.kind != "transfer" or line.agreed_by_id is not None)
    )


def _may_agree(actor: Actor, line: queries.ChangeLine) -> bool:
    return (
        line.state == "waiting"
        and line.kind == "transfer"
        and line.agreed_by_id is None
        and actor.person_id not in (None, line.asked_by_id)
        and line.other_id is not None
        and may(actor, "people.ask_change", line.other_id)
    )


def _next(actor: Actor, line: queries.ChangeLine) -> NextStep | None:
    if line.state != "waiting":
        return None
    if _may_agree(actor, line):
        return NextStep(
            sentence=_("转入方核对后同意接收。"),
            label=_("同意接收"),
            url=reverse("people:agree", args=[line.id]),
            post=True,
        )
    if _may_decide(actor, line):
        return NextStep(
            sentence=_("核对左右两列和依据，同意后立即生效。"),
            label=_("同意"),
            url=reverse("people:approve", args=[line.id]),
            post=True,
            consequence=_("同意后立即改动登记，此后只能再提申请更改。"),
        )
    if line.kind == "transfer" and line.agreed_by_id is None:
        return NextStep(sentence=_("等待转入方同意接收。"), who=_("转入村的经办人"))
    return NextStep(sentence=_("等待另一人审批。"), who=_("有审批权的另一位人员"))


def _timeline(line: queries.ChangeLine) -> list[Entry]:
    entries = [Entry(_("提出申请"), line.asked_at, line.asked_by_name, line.reason)]
    if line.agreed_by_id is not None:
        entries.insert(0, Entry(_("转入方同意接收"), None, line.agreed_by_name))
    if line.decided_at is not None:
        entries.insert(0, Entry(line.state_label, line.decided_at, line.decided_by_name, line.answer))
    return entries


def _done(request: HttpRequest, change_id: int, happened: str, then: str = "") -> HttpResponse:
    say(request, happened=happened, then=then)
    return redirect("people:change", change_id)


@sensitive
@require_POST
def approve(request: HttpRequest, change_id: int) -> HttpResponse:
    actions.approve_change(actor_of(request), change_id=change_id)
    return _done(request, change_id, _("已同意，变更已生效。"))


@require_POST
def agree(request: HttpRequest, change_id: int) -> HttpResponse:
    actions.agree_to_transfer(actor_of(request), change_id=change_id)
    return _done(request, change_id, _("已同意接收。"), _("由乡镇或县审批后生效。"))


@require_POST
def withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    actions.withdraw_change(actor_of(request), change_id=change_id)
    return _done(request, change_id, _("已撤回申请。"))


@STEP
def refuse(request: HttpRequest, change_id: int) -> HttpResponse:
    actor, line = actor_of(request), queries.change(change_id).line
    for body in line.bodies:
        require(actor, "people.decide_change", body)
    form = RefuseForm(sent(request))
    back = reverse("people:change", args=[change_id])
    shown = Step(
        title=_("不同意这份申请"),
        lead=f"{line.kind_label} · {line.person_name}",
        submit=_("不同意"),
        back=back,
        happened=_("已答复不同意。"),
        then=_("提出人可以补充后重新提出。"),
        crumbs=[Link(_("变更申请"), reverse("people:changes"))],
    )
    return step(
        request,
        form,
        lambda: actions.refuse_change(actor, change_id=change_id, answer=form.cleaned_data["answer"]),
        shown,
    )
