"""Households of a village, the record of one, and what may happen to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import actions, queries, rules
from liancun.contexts.people.models import Cause, Relation
from liancun.contexts.people.web.forms import households as given
from liancun.contexts.people.web.views import shapes
from liancun.contexts.people.web.views.steps import PAGE, Step, search_of, sent, step
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Entry, Fact, Link, Pager, Register, Row, Section, State
from liancun.framework.web.shortcuts import (
    actor_of,
    as_of,
    as_of_picker,
    page,
    page_number,
    page_size,
)
from liancun.kernel.errors import Unknown, mark

STEP = require_http_methods(["GET", "HEAD", "POST"])
MOST_CHOICES = 40


@require_safe
def households(request: HttpRequest, body_id: int) -> HttpResponse:
    """The households of a village on a day, by number."""
    actor, body, day = actor_of(request), bodies.get(body_id), as_of(request)
    require(actor, "people.see_person", body_id)
    size, number = page_size(request, PAGE), page_number(request)
    search = search_of(request)
    first = (number - 1) * size
    total, lines = queries.households(body_id, day, search=search, first=first, count=size)
    columns = (
        Column("number", _("户编号"), "name"),
        Column("head", _("户主"), "name"),
        Column("size", _("人数"), "number"),
        Column("address", _("住址")),
    )
    rows = tuple(
        Row(
            (line.number, line.head_name, line.size, line.address),
            reverse("people:household", args=[line.id]),
        )
        for line in lines
    )
    context = {
        "title": _("%(body)s：户") % {"body": body.name},
        "crumbs": [Link(_("人员"), f"{reverse('people:persons')}?body={body_id}")],
        "register": Register(
            columns,
            rows,
            search=search,
            search_hint=_("户编号或户内成员的姓名"),
            empty=_("没有这样的户。") if search else _("还没有登记户。"),
            on=day,
        ),
        "pager": Pager(number=number, pages=max(1, -(-total // size)), total=total, size=size),
        "body": body,
        "may_keep": may(actor, actions.households.KEEP, body_id),
    }
    return page(request, "people/households.html", context)


@require_safe
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    actor, day = actor_of(request), as_of(request)
    line = queries.household(household_id, day)
    require(actor, "people.see_person", line.home_id)
    village = bodies.get(line.home_id)
    back = reverse("people:households", args=[line.home_id])
    context = {
        "title": shapes.household_name(line),
        "crumbs": [Link(_("%(body)s：户") % {"body": village.name}, back)],
        "as_of": as_of_picker(request),
        "state": State(_("已销户"), "closed") if line.until else State(_("现有"), "done"),
        "facts": _facts(line, village),
        "sections": [_members(line, day)],
        "timeline": _history(line),
        "acts": _acts(actor, line),
    }
    return page(request, "people/household.html", context)


def _facts(line: queries.HouseholdLine, village: bodies.BodyLine) -> list[Fact]:
    facts = [
        Fact(_("所在村"), village.name, reverse("bodies:record", args=[village.id])),
        Fact(_("户编号"), line.number),
        Fact(_("住址"), line.address or _("未登记")),
        Fact(_("期间"), shapes.period(line.since, line.until)),
    ]
    for label, other in ((_("分自"), line.split_from_id), (_("并入"), line.merged_into_id)):
        if other is not None:
            shown = shapes.household_name(queries.household(other, line.since))
            facts.append(Fact(label, shown, reverse("people:household", args=[other])))
    return facts


def _members(line: queries.HouseholdLine, day: Any) -> Section:
    columns = (
        Column("name", _("姓名"), "name"),
        Column("relation", _("与户主关系")),
        Column("born", _("出生年份"), "number"),
        Column("since", _("从哪天起"), "date"),
    )
    rows = tuple(
        Row(
            (one.name or _("已转出人员"), one.relation_label, str(one.birth_year or ""), one.since),
            url=reverse("people:person", args=[one.person_id]) if one.name and not one.is_minor else "",
        )
        for one in queries.members(line.id, day)
    )
    return Section(_("户内成员"), register=Register(columns, rows, empty=_("这一天户内没有人。")))


def _history(line: queries.HouseholdLine) -> list[Entry]:
    entries = []
    for one in queries.members(line.id):
        name = one.name or _("已转出人员")
        came = _("%(name)s：%(relation)s") % {"name": name, "relation": one.relation_label}
        entries.append(Entry(came, one.since, note=str(Cause(one.joined_by).label)))
        if one.until is not None:
            left = _("%(name)s不再是%(relation)s") % {"name": name, "relation": one.relation_label}
            entries.append(Entry(left, one.until, note=str(Cause(one.left_by).label), tone="closed"))
    return sorted(entries, key=lambda entry: str(entry.at), reverse=True)


def _acts(actor: Actor, line: queries.HouseholdLine) -> list[Link]:
    if line.until is not None or not may(actor, actions.households.KEEP, line.home_id):
        return []
    labels = {
        "join": _("登记加入的人"),
        "leave": _("登记离开的人"),
        "head": _("变更户主"),
        "split": _("分户"),
        "merge": _("并户"),
        "correct": _("更正编号和住址"),
    }
    return [
        Link(label, reverse("people:household_act", args=[line.id, act])) for act, label in labels.items()
    ]


def found_by(search: str, village_id: int) -> list[tuple[int, str]]:
    """Persons of a village one may choose from, told apart by the year of birth."""
    found = queries.find(rules.read_search(search), [village_id], count=MOST_CHOICES)
    return [
        (line.id, f"{line.name}（{line.birth_year or '—'}）") for line in found.lines if line.died_on is None
    ]


def _search(request: HttpRequest, hint: str, **kept: object) -> dict[str, object]:
    return {"search": search_of(request), "search_hint": hint, "kept": kept}


@STEP
def new_household(request: HttpRequest, body_id: int) -> HttpResponse:
    body, actor = bodies.get(body_id), actor_of(request)
    require(actor, actions.households.KEEP, body_id)
    form = given.HouseholdForm(sent(request), people=found_by(search_of(request), body_id))

    def founded() -> str:
        told = form.cleaned_data
        head = actions.NewHouseholdMember(told["head"], Relation.HEAD)
        new = actions.NewHousehold(body_id, told["number"], told["address"], told["since"], (head,))
        made = actions.found_household(actor, household=new)
        return reverse("people:household", args=[made])

    shown = Step(
        title=_("登记一户"),
        lead=body.name,
        submit=_("登记"),
        back=reverse("people:households", args=[body_id]),
        happened=_("已立户。"),
        then=_("接着登记户内其他成员。"),
        template="people/find_step.html",
        more=_search(request, _("先按姓名或拼音找户主")),
    )
    return step(request, form, founded, shown)


@STEP
def household_act(request: HttpRequest, household_id: int, act: str) -> HttpResponse:
    line = queries.household(household_id, clock.today())
    actor = actor_of(request)
    require(actor, actions.households.KEEP, line.home_id)
    make = _ACTS.get(act)
    if make is None:
        raise Unknown("people.unknown_act", mark("没有这种办理事项。"), remedy=mark("请返回户的页面选择。"))
    form, title, do, searches = make(request, actor, line)
    back = reverse("people:household", args=[household_id])
    shown = Step(
        title=title,
        lead=shapes.household_name(line),
        submit=title,
        back=back,
        happened=_("已登记。"),
        crumbs=[Link(shapes.household_name(line), back)],
        template="people/find_step.html" if searches else "pages/step.html",
        more=_search(request, searches) if searches else {},
    )
    return step(request, form, do, shown)


Made = tuple[forms.BaseForm, str, Callable[[], object], str]


def _living(line: queries.HouseholdLine, *, but_head: bool = False) -> list[tuple[int, str]]:
    return [
        (one.person_id, f"{one.name}（{one.relation_label}）")
        for one in queries.members(line.id, clock.today())
        if not (but_head and one.relation == Relation.HEAD)
    ]


def _join(request: HttpRequest, actor: Actor, line: queries.HouseholdLine) -> Made:
    form = given.JoinForm(sent(request), people=found_by(search_of(request), line.home_id))

    def do() -> None:
        told = form.cleaned_data
        actions.join_household(
            actor,
            household_id=line.id,
            person_id=told["person"],
            relation=told["relation"],
            since=told["since"],
            cause=told["cause"],
        )

    return form, _("登记加入的人"), do, _("先按姓名或拼音找人")


def _leave(request: HttpRequest, actor: Actor, line: queries.HouseholdLine) -> Made:
    form = given.LeaveForm(sent(request), people=_living(line))

    def do() -> None:
        told = form.cleaned_data
        actions.leave_household(
            actor,
            household_id=line.id,
            person_id=told["person"],
            until=told["until"],
            cause=told["cause"],
            new_head_id=told["new_head"],
        )

    return form, _("登记离开的人"), do, ""


def _head(request: HttpRequest, actor: Actor, line: queries.HouseholdLine) -> Made:
    form = given.HeadForm(sent(request), people=_living(line, but_head=True))

    def do() -> None:
        told = form.cleaned_data
        actions.name_head(
            actor,
            household_id=line.id,
            person_id=told["person"],
            since=told["since"],
            relation_of_old_head=told["relation_of_old_head"],
        )

    return form, _("变更户主"), do, ""


def _split(request: HttpRequest, actor: Actor, line: queries.HouseholdLine) -> Made:
    form = given.SplitForm(sent(request), people=_living(line, but_head=True))

    def do() -> str:
        told = form.cleaned_data
        members = [
            actions.NewHouseholdMember(person, Relation.HEAD if person == told["head"] else Relation.OTHER)
            for person in told["members"]
        ]
        made = actions.split_household(
            actor,
            household_id=line.id,
            number=told["number"],
            address=told["address"],
            members=members,
            on=told["on"],
        )
        return reverse("people:household", args=[made])

    return form, _("分户"), do, ""


def _merge(request: HttpRequest, actor: Actor, line: queries.HouseholdLine) -> Made:
    _total, found = queries.households(
        line.home_id, clock.today(), search=search_of(request), count=MOST_CHOICES
    )
    form = given.MergeForm(
        sent(request),
        people=[(one.id, shapes.household_name(one)) for one in found if one.id != line.id],
    )

    def do() -> str:
        into = form.cleaned_data["into"]
        actions.merge_households(
            actor, household_id=line.id, into_id=into, relations={}, on=form.cleaned_data["on"]
        )
        return reverse("people:household", args=[into])

    return form, _("并户"), do, _("先按户编号或姓名找要并入的户")


def _correct(request: HttpRequest, actor: Actor, line: queries.HouseholdLine) -> Made:
    form = given.CorrectForm(sent(request), initial={"number": line.number, "address": line.address})
    return (
        form,
        _("更正编号和住址"),
        lambda: actions.correct_household(actor, household_id=line.id, **form.cleaned_data),
        "",
    )


_ACTS: dict[str, Callable[[HttpRequest, Actor, queries.HouseholdLine], Made]] = {
    "join": _join,
    "leave": _leave,
    "head": _head,
    "split": _split,
    "merge": _merge,
    "correct": _correct,
}
