"""The talent register: events by date, and counts by kind for a year. Nobody is put in an order of merit."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.actions import talent as actions
from liancun.contexts.posts.queries import talent as queries
from liancun.contexts.posts.queries.talent import EventLine
from liancun.contexts.posts.web.forms.contacts import StrikeForm, TalentForm
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
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Choice, Column, Fact, Filter, Link, Register, Row
from liancun.framework.web.shortcuts import actor_of

YEARS = 5


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "posts.see_work", None)
    kinds, years = playbook.section().talent, _years()
    kind, year = chosen(request, "kind", list(kinds)), chosen(request, "year", years)
    body_id, number = id_of(request, "body"), number_of(request)
    below = bodies.subtree_ids(body_id) if body_id else None
    since = date(int(year), 1, 1) if year else None
    until = date(int(year) + 1, 1, 1) if year else None
    search = search_of(request)
    total, lines = queries.listed(
        kind, since, until, below, search=search, first=(number - 1) * PAGE, count=PAGE
    )
    columns = (
        Column("name", _("姓名"), "name"),
        Column("kind", _("类别")),
        Column("body", _("组织")),
        Column("on", _("日期"), "date"),
        Column("basis", _("依据")),
    )
    rows = tuple(_row(one, may(actor, "posts.record_talent", one.body_id)) for one in lines)
    filters = (
        Filter("kind", _("类别"), (Choice("", _("全部")), *_kinds()), kind),
        Filter("year", _("年份"), (Choice("", _("全部")), *(Choice(one, one) for one in years)), year),
    )
    shown = Register(
        columns,
        rows,
        filters=filters,
        search=search,
        search_hint=_("姓名、组织或依据"),
        empty=_("还没有人才记载。"),
    )
    return listing(request, _("人才名录"), shown, total, lead=_counted(queries.counts(since, until, below)))


def _years() -> list[str]:
    now = clock.today().year
    return [str(year) for year in range(now, now - YEARS, -1)]


def _kinds() -> list[Choice]:
    return [Choice(code, one.name) for code, one in playbook.section().talent.items()]


def _counted(found: dict[str, int]) -> str:
    """In the order of the playbook."""
    said = [
        _("%(kind)s %(count)d 人") % {"kind": one.name, "count": found[code]}
        for code, one in playbook.section().talent.items()
        if found.get(code)
    ]
    return "，".join(said) + "。" if said else _("按事实登记，只计数，不排名。")


def _row(one: EventLine, entitled: bool) -> Row:
    url = reverse("posts:strike_talent", args=[one.id]) if entitled else ""
    name = one.name or _("（姓名不公开）")
    return Row((name, one.kind_name, one.body_name, one.on, one.basis), url=url, note=one.origin)


@STEP
def record(request: HttpRequest) -> HttpResponse:
    body = bodies.get(id_of(request, "body") or 0)
    actor = actor_of(request)
    require(actor, "posts.record_talent", body.id)
    form = TalentForm(request.POST or None, known=known_in(body, search_of(request)))

    def recorded() -> None:
        data = dict(form.cleaned_data)
        event = actions.NewTalent(person_id=data.pop("person"), body_id=body.id, **data)
        actions.record_talent(actor, events=[event])

    shown = Step(
        title=_("登记人才"),
        lead=body.name,
        submit=_("登记"),
        back=f"{reverse('posts:talent')}?body={body.id}",
        happened=_("已登记。"),
        then=_("按事实计数，不给人排名。"),
        template="posts/person_step.html",
        more={"search": search_of(request), "kept": {"body": body.id}},
    )
    return step(request, form, recorded, shown)


@STEP
def strike(request: HttpRequest, event_id: int) -> HttpResponse:
    one, actor = queries.event(event_id), actor_of(request)
    require(actor, "posts.record_talent", one.body_id)
    form = StrikeForm(request.POST or None)
    shown = Step(
        title=_("更正人才记载"),
        lead=_("有误的记载作废后不再计数，仍可查看。"),
        submit=_("作废这条记载"),
        back=reverse("posts:talent"),
        happened=_("已作废。"),
        crumbs=[Link(_("人才名录"), reverse("posts:talent"))],
        known=[
            Fact(_("姓名"), one.name or _("（姓名不公开）")),
            Fact(_("类别"), one.kind_name),
            Fact(_("日期"), chinese_date(one.on)),
            Fact(_("依据"), one.basis),
        ],
    )
    return step(
        request, form, lambda: actions.strike_talent(actor, event_id=event_id, **form.cleaned_data), shown
    )
