"""领办: who personally leads which business of a body, with target and results."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts.actions import contacts as actions
from liancun.contexts.posts.queries import contacts as queries
from liancun.contexts.posts.queries.contacts import LeadLine
from liancun.contexts.posts.web.forms.contacts import EndForm, LeadForm, ResultForm
from liancun.contexts.posts.web.views.appointing import STEP, known_in, sources
from liancun.contexts.posts.web.views.steps import PAGE, Step, id_of, listing, number_of, search_of, step
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Column, Entry, Fact, Link, Register, Row, State
from liancun.framework.web.shortcuts import actor_of, as_of, as_of_picker, page


def amount(value: Decimal | None, unit: str) -> str:
    return "" if value is None else f"{value:f} {unit}".strip()


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    search, number, body_id, day = (
        search_of(request),
        number_of(request),
        id_of(request, "body"),
        as_of(request),
    )
    lines = queries.leads(search, day, [body_id] if body_id else None)
    columns = (
        Column("person", _("领办人"), "name"),
        Column("business", _("领办什么")),
        Column("body", _("组织")),
        Column("target", _("目标")),
        Column("since", _("起"), "date"),
    )
    rows = tuple(
        Row(
            (one.person_name, one.business, one.body_name, _target(one), one.since),
            url=reverse("posts:lead", args=[one.id]),
        )
        for one in lines[(number - 1) * PAGE : number * PAGE]
    )
    shown = Register(
        columns,
        rows,
        search=search,
        search_hint=_("姓名、项目或组织"),
        empty=_("还没有领办项目。请从组织的“现任职务”页登记。"),
    )
    lead = _("%(day)s：%(count)d 人领办。") % {"day": chinese_date(day), "count": queries.leaders(day)}
    return listing(
        request,
        _("领办项目"),
        shown,
        len(lines),
        lead=lead,
        template="posts/register.html",
        as_of=as_of_picker(request),
    )


def _target(one: LeadLine) -> str:
    return " ".join(part for part in (one.target, amount(one.target_amount, one.unit)) if part)


@STEP
def make(request: HttpRequest) -> HttpResponse:
    body = bodies.get(id_of(request, "body") or 0)
    actor = actor_of(request)
    require(actor, "posts.take_lead", body.id)
    parties = [one for one in (*sources(body), *bodies.children(body.id)) if one.form == "outside"]
    form = LeadForm(request.POST or None, known=known_in(body, search_of(request)), parties=parties)

    def made() -> str:
        data = dict(form.cleaned_data)
        data["person_id"], data["business_body_id"] = data.pop("person"), data.pop("business_body")
        return reverse("posts:lead", args=[actions.take_lead(actor, body_id=body.id, **data)])

    shown = Step(
        title=_("登记领办"),
        lead=body.name,
        submit=_("登记"),
        back=f"{reverse('posts:register')}?body={body.id}",
        happened=_("已登记领办。"),
        then=_("请按期记下成效。"),
        template="posts/person_step.html",
        more={"search": search_of(request), "kept": {"body": body.id}},
    )
    return step(request, form, made, shown)


@require_safe
def lead(request: HttpRequest, lead_id: int) -> HttpResponse:
    line, actor = queries.lead(lead_id), actor_of(request)
    manage = may(actor, "posts.take_lead", line.body_id)
    own = actor.person_id is not None and actor.person_id == line.person_id
    business = reverse("bodies:record", args=[line.business_body_id]) if line.business_body_id else ""
    steps = [Link(_("记下成效"), reverse("posts:result", args=[lead_id]))] if own or manage else []
    steps += [Link(_("结束领办"), reverse("posts:end_lead", args=[lead_id]))] if manage else []
    context = {
        "title": _("%(name)s领办%(business)s") % {"name": line.person_name, "business": line.business},
        "crumbs": [Link(_("领办项目"), reverse("posts:leads"))],
        "state": State(_("领办中"), "running") if line.until is None else State(_("已结束"), "closed"),
        "facts": [
            Fact(_("组织"), line.body_name, reverse("bodies:record", args=[line.body_id])),
            Fact(_("领办什么"), line.business, business),
            Fact(_("目标"), _target(line)),
            Fact(_("起"), chinese_date(line.since)),
        ],
        "timeline": [
            Entry(amount(one.amount, line.unit) or _("成效"), one.on, one.by_name, note=one.note)
            for one in queries.results(lead_id)
        ],
        "steps": steps if line.until is None else [],
        "related": [],
    }
    return page(request, "posts/post.html", context)


def _shown(line: LeadLine, title: str, submit: str, happened: str) -> Step:
    return Step(
        title=title,
        submit=submit,
        back=reverse("posts:lead", args=[line.id]),
        happened=happened,
        known=[
            Fact(_("领办人"), line.person_name),
            Fact(_("领办什么"), line.business),
            Fact(_("目标"), _target(line)),
        ],
    )


@STEP
def result(request: HttpRequest, lead_id: int) -> HttpResponse:
    line, actor = queries.lead(lead_id), actor_of(request)
    if actor.person_id is None or actor.person_id != line.person_id:
        require(actor, "posts.take_lead", line.body_id)
    form = ResultForm(request.POST or None)
    shown = _shown(line, _("记下成效"), _("记下"), _("已记下。"))
    return step(
        request, form, lambda: actions.record_result(actor, lead_id=lead_id, **form.cleaned_data), shown
    )


@STEP
def end(request: HttpRequest, lead_id: int) -> HttpResponse:
    line, actor = queries.lead(lead_id), actor_of(request)
    require(actor, "posts.take_lead", line.body_id)
    form = EndForm(request.POST or None)
    shown = _shown(line, _("结束领办"), _("结束领办"), _("已结束领办。"))
    return step(request, form, lambda: actions.end_lead(actor, lead_id=lead_id, **form.cleaned_data), shown)
