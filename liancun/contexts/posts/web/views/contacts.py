"""Contact points and businesses led personally: lists, records, visits, issues, results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.actions import contacts as actions
from liancun.contexts.posts.queries import contacts as queries
from liancun.contexts.posts.queries.contacts import ContactLine, IssueLine
from liancun.contexts.posts.web.forms.contacts import ContactForm, EndForm, SettleForm, VisitForm
from liancun.contexts.posts.web.views.appointing import STEP, known_in
from liancun.contexts.posts.web.views.steps import (
    PAGE,
    Step,
    chosen,
    id_of,
    listing,
    number_of,
    search_of,
    step,
)
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
    Register,
    Row,
    State,
)
from liancun.framework.web.shortcuts import actor_of, as_of, as_of_picker, page


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    kinds, day = playbook.section().contact, as_of(request)
    kind, search, number = chosen(request, "kind", list(kinds)), search_of(request), number_of(request)
    lines = queries.contacts(kind, search, day, id_of(request, "body"))
    columns = (
        Column("person", _("联系人"), "name"),
        Column("body", _("联系点")),
        Column("kind", _("种类")),
        Column("last", _("上次走访"), "date"),
        Column("due", _("下次走访"), "date"),
    )
    rows = tuple(
        Row(
            (one.person_name, one.body_name, one.kind_name, one.last, one.due),
            url=reverse("posts:contact", args=[one.id]),
        )
        for one in lines[(number - 1) * PAGE : number * PAGE]
    )
    choices = (Choice("", _("全部")), *(Choice(code, one.name) for code, one in kinds.items()))
    shown = Register(
        columns,
        rows,
        filters=(Filter("kind", _("种类"), choices, kind),),
        search=search,
        search_hint=_("姓名或组织"),
        empty=_("还没有联系点。请从组织的“现任职务”页登记。"),
    )
    return listing(
        request,
        _("联系点"),
        shown,
        len(lines),
        lead=_("走访只写一两句话，不要求照片，不记录位置。"),
        template="posts/register.html",
        as_of=as_of_picker(request),
    )


@STEP
def make(request: HttpRequest) -> HttpResponse:
    body = bodies.get(id_of(request, "body") or 0)
    actor = actor_of(request)
    require(actor, "posts.make_contact", body.id)
    form = ContactForm(request.POST or None, known=known_in(body, search_of(request)))

    def made() -> str:
        data = form.cleaned_data
        contact_id = actions.make_contact(
            actor, person_id=data["person"], body_id=body.id, kind=data["kind"], since=data["since"]
        )
        return reverse("posts:contact", args=[contact_id])

    shown = Step(
        title=_("登记联系点"),
        lead=body.name,
        submit=_("登记"),
        back=f"{reverse('posts:register')}?body={body.id}",
        happened=_("已登记联系点。"),
        then=_("到期未走访会列入联系人的待办。"),
        template="posts/person_step.html",
        more={"search": search_of(request), "kept": {"body": body.id}},
    )
    return step(request, form, made, shown)


@require_safe
def contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    line, actor = queries.contact(contact_id), actor_of(request)
    own = _is_own(actor, line.person_id)
    manage = may(actor, "posts.make_contact", line.body_id)
    issues = queries.issues(contact_id)
    context = {
        "title": _("%(name)s：%(body)s") % {"name": line.person_name, "body": line.body_name},
        "lead": line.kind_name,
        "crumbs": [Link(_("联系点"), reverse("posts:contacts"))],
        "facts": _facts(line),
        "state": State(_("联系中"), "running") if line.until is None else State(_("已结束"), "closed"),
        "next": _next(line) if (own or manage) and line.until is None else None,
        "issues": [(one, _settle_url(actor, one)) for one in issues],
        "timeline": [
            Entry(_("走访"), one.on, one.by_name, note=one.note) for one in queries.visits(contact_id)
        ],
        "steps": [Link(_("结束联系"), reverse("posts:end_contact", args=[contact_id]))]
        if manage and line.until is None
        else [],
        "related": [],
    }
    return page(request, "posts/contact.html", context)


def _is_own(actor: Actor, person_id: int) -> bool:
    return actor.person_id is not None and actor.person_id == person_id


def _facts(line: ContactLine) -> list[Fact]:
    given = [
        Fact(_("联系点"), line.body_name, reverse("bodies:record", args=[line.body_id])),
        Fact(_("起"), chinese_date(line.since)),
        Fact(_("止"), chinese_date(line.until) if line.until else ""),
        Fact(_("走访次数"), str(line.visits)),
        Fact(_("上次走访"), chinese_date(line.last) if line.last else ""),
    ]
    return [fact for fact in given if fact.value]


def _next(line: ContactLine) -> NextStep:
    late = line.due < clock.today()
    url = reverse("posts:visit", args=[line.id])
    return NextStep(_("下次走访"), _("记一次走访"), url, by=line.due, who=line.person_name, late=late)


def _settle_url(actor: Actor, one: IssueLine) -> str:
    entitled = _is_own(actor, one.person_id) or may(actor, "posts.settle_issue", one.body_id)
    return reverse("posts:settle", args=[one.id]) if entitled and one.settled_on is None else ""


@STEP
def visit(request: HttpRequest, contact_id: int) -> HttpResponse:
    line, actor = queries.contact(contact_id), actor_of(request)
    if not _is_own(actor, line.person_id):
        require(actor, "posts.make_contact", line.body_id)
    form = VisitForm(request.POST or None)

    def visited() -> None:
        data = form.cleaned_data
        issues = data["issues"].splitlines()
        actions.record_visit(actor, contact_id=contact_id, on=data["on"], note=data["note"], issues=issues)

    shown = Step(
        title=_("记一次走访"),
        submit=_("记下"),
        back=reverse("posts:contact", args=[contact_id]),
        happened=_("已记下。"),
        then=_("反映的问题办结后请销号。"),
        known=[Fact(_("联系人"), line.person_name), Fact(_("联系点"), line.body_name)],
    )
    return step(request, form, visited, shown)


@STEP
def settle(request: HttpRequest, issue_id: int) -> HttpResponse:
    one, actor = queries.issue(issue_id), actor_of(request)
    if not _is_own(actor, one.person_id):
        require(actor, "posts.settle_issue", one.body_id)
    form = SettleForm(request.POST or None)
    shown = Step(
        title=_("办结问题"),
        submit=_("办结"),
        back=reverse("posts:contact", args=[one.contact_id]),
        happened=_("已办结。"),
        known=[Fact(_("问题"), one.what), Fact(_("反映日期"), chinese_date(one.raised_on))],
    )
    return step(
        request, form, lambda: actions.settle_issue(actor, issue_id=issue_id, **form.cleaned_data), shown
    )


@STEP
def end(request: HttpRequest, contact_id: int) -> HttpResponse:
    line, actor = queries.contact(contact_id), actor_of(request)
    require(actor, "posts.make_contact", line.body_id)
    form = EndForm(request.POST or None)
    shown = Step(
        title=_("结束联系"),
        submit=_("结束联系"),
        back=reverse("posts:contact", args=[contact_id]),
        happened=_("已结束联系。"),
        then=_("以前的走访记录不变。"),
        known=[Fact(_("联系人"), line.person_name), Fact(_("联系点"), line.body_name)],
    )
    return step(
        request, form, lambda: actions.end_contact(actor, contact_id=contact_id, **form.cleaned_data), shown
    )
