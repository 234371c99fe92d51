"""Turns on the screen: the list of rotas, one rota, and what whoever has a turn does with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.actions import rotas as actions
from liancun.contexts.posts.queries import rotas as queries
from liancun.contexts.posts.queries.rotas import SlotLine
from liancun.contexts.posts.web.forms.rotas import AbsenceForm, AnswerForm, HandOverForm, RotaForm, SwapForm
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
from liancun.framework.web.parts import Choice, Column, Entry, Fact, Filter, Link, Register, Row, State, Tone
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import mark

STAGES: dict[str, tuple[str, Tone]] = {
    "coming": (mark("未开始"), "draft"),
    "now": (mark("轮值中"), "running"),
    "due": (mark("待交接"), "waiting"),
    "done": (mark("已交接"), "done"),
    "missed": (mark("未交接"), "refused"),
}


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    kinds = playbook.section().rota
    kind, search, number = chosen(request, "kind", list(kinds)), search_of(request), number_of(request)
    total, lines = queries.listed(kind, search, first=(number - 1) * PAGE, count=PAGE)
    columns = (
        Column("body", _("组织"), "name"),
        Column("kind", _("轮值种类")),
        Column("since", _("起"), "date"),
        Column("until", _("止"), "date"),
        Column("turns", _("轮次"), "number"),
        Column("persons", _("人数"), "number"),
    )
    rows = tuple(
        Row(
            (line.body_name, line.kind_name, line.since, line.until, line.turns, line.persons),
            url=reverse("posts:rota", args=[line.id]),
        )
        for line in lines
    )
    choices = (Choice("", _("全部")), *(Choice(code, one.name) for code, one in kinds.items()))
    body = id_of(request, "body")
    shown = Register(
        columns,
        rows,
        filters=(Filter("kind", _("轮值种类"), choices, kind),),
        search=search,
        search_hint=_("组织"),
        empty=_("还没有轮值表。请从联合组织的“现任职务”页编排。"),
    )
    return listing(
        request,
        _("驻点轮值"),
        shown,
        total,
        lead=_("今天轮值的有 %(count)d 人。是否完成只看交接，不打卡，不记位置。")
        % {"count": queries.persons_in_turn(clock.today(), [body] if body else None)},
    )


@STEP
def make(request: HttpRequest) -> HttpResponse:
    body = bodies.get(id_of(request, "body") or 0)
    actor = actor_of(request)
    require(actor, "posts.make_rota", body.id)
    form = RotaForm(request.POST or None, known=known_in(body, search_of(request)))

    def made() -> str:
        return reverse("posts:rota", args=[actions.make_rota(actor, body_id=body.id, **form.cleaned_data)])

    shown = Step(
        title=_("编排轮值"),
        lead=body.name,
        submit=_("编排"),
        back=f"{reverse('posts:register')}?body={body.id}",
        happened=_("已编排轮值。"),
        then=_("各人轮次相差不超过一轮；可以请假，也可以双方同意对调。"),
        template="posts/person_step.html",
        more={"search": search_of(request), "kept": {"body": body.id}},
    )
    return step(request, form, made, shown)


@require_safe
def rota(request: HttpRequest, rota_id: int) -> HttpResponse:
    found = queries.record(rota_id)
    actor, line = actor_of(request), found.line
    manage = may(actor, "posts.make_rota", line.body_id)
    rows = [
        {
            "line": one,
            "state": _state(one),
            "note": found.notes.get(one.id),
            "links": _links(actor, one, manage=manage),
        }
        for one in found.slots
    ]
    context = {
        "title": _("%(body)s：%(kind)s") % {"body": line.body_name, "kind": line.kind_name},
        "crumbs": [Link(_("驻点轮值"), reverse("posts:rotas"))],
        "facts": [
            Fact(_("组织"), line.body_name, reverse("bodies:record", args=[line.body_id])),
            Fact(_("起止"), f"{chinese_date(line.since)} — {chinese_date(line.until)}"),
        ],
        "rows": rows,
        "loads": found.loads,
        "timeline": [
            Entry(
                _("%(was)s → %(now)s") % {"was": one.was_name, "now": one.now_name},
                one.at,
                one.by_name,
                note=_(one.reason),
            )
            for one in found.changes
        ],
        "related": [],
    }
    return page(request, "posts/rota.html", context)


def _state(one: SlotLine) -> State:
    word, tone = STAGES[one.stage]
    return State(_(word), tone)


def _links(actor: Actor, one: SlotLine, *, manage: bool) -> list[Link]:
    """What whoever has the turn, or whoever keeps the rota, may do with it now."""
    own = actor.person_id is not None and actor.person_id == one.person_id
    if not (own or manage) or one.stage == "done":
        return []
    if one.stage == "coming":
        return [
            Link(_("请假"), reverse("posts:absence", args=[one.id])),
            Link(_("对调"), reverse("posts:swap", args=[one.id])),
        ]
    return [Link(_("办理交接"), reverse("posts:hand_over", args=[one.id]))]


def _shown(one: SlotLine, title: str, submit: str, happened: str, then: str = "") -> Step:
    return Step(
        title=title,
        submit=submit,
        back=reverse("posts:rota", args=[one.rota_id]),
        happened=happened,
        then=then,
        known=[
            Fact(_("组织"), one.body_name),
            Fact(_("轮值人员"), one.person_name),
            Fact(_("起止"), f"{chinese_date(one.since)} — {chinese_date(one.until)}"),
        ],
        crumbs=[Link(_("驻点轮值"), reverse("posts:rotas"))],
    )


def _own_slot(request: HttpRequest, slot_id: int) -> tuple[Actor, SlotLine]:
    one, actor = queries.slot(slot_id), actor_of(request)
    if actor.person_id is None or actor.person_id != one.person_id:
        require(actor, "posts.make_rota", one.body_id)
    return actor, one


@STEP
def absence(request: HttpRequest, slot_id: int) -> HttpResponse:
    actor, one = _own_slot(request, slot_id)
    form = AbsenceForm(request.POST or None)
    shown = _shown(one, _("请假"), _("请假"), _("已请假。"), _("这一轮由同组中空闲且轮次最少的人接替。"))

    def reported() -> None:
        actions.report_absence(actor, slot_id=slot_id, **form.cleaned_data)

    return step(request, form, reported, shown)


@STEP
def swap(request: HttpRequest, slot_id: int) -> HttpResponse:
    actor, one = _own_slot(request, slot_id)
    others = [
        other
        for other in queries.slots_of(one.rota_id)
        if other.person_id != one.person_id and other.stage == "coming"
    ]
    form = SwapForm(request.POST or None, slots=others)
    shown = _shown(one, _("请求对调"), _("请求对调"), _("已提出对调。"), _("对方同意后才对调。"))
    return step(
        request,
        form,
        lambda: actions.ask_swap(actor, slot_id=slot_id, with_slot_id=form.cleaned_data["theirs"]),
        shown,
    )


@STEP
def answer(request: HttpRequest, swap_id: int) -> HttpResponse:
    line = queries.swap(swap_id)
    actor = actor_of(request)
    if actor.person_id is None or actor.person_id != line.theirs.person_id:
        require(actor, "posts.make_rota", line.mine.body_id)
    form = AnswerForm(request.POST or None)
    shown = _shown(line.theirs, _("答复对调"), _("答复"), _("已答复。"))
    asked = f"{line.mine.person_name}　{chinese_date(line.mine.since)} — {chinese_date(line.mine.until)}"
    shown = Step(**{**shown.__dict__, "known": [*shown.known, Fact(_("对方的一轮"), asked)]})
    return step(
        request,
        form,
        lambda: actions.answer_swap(actor, swap_id=swap_id, agree=form.cleaned_data["agree"] == "yes"),
        shown,
    )


@STEP
def hand_over(request: HttpRequest, slot_id: int) -> HttpResponse:
    actor, one = _own_slot(request, slot_id)
    following = next(
        (next_one for next_one in queries.slots_of(one.rota_id) if next_one.since >= one.until), None
    )
    form = HandOverForm(request.POST or None, initial={"to_name": following.person_name if following else ""})
    shown = _shown(one, _("办理交接"), _("交接"), _("已交接。"), _("这一轮完成。"))
    return step(request, form, lambda: actions.hand_over(actor, slot_id=slot_id, **form.cleaned_data), shown)
