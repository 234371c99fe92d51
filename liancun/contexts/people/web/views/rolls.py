"""Rolls: how many stand on which roll, one roll of one body as of a day, and its opening."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import actions, playbook, queries
from liancun.contexts.people.web.views import shapes
from liancun.contexts.people.web.views.steps import PAGE
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Column,
    Fact,
    Filter,
    Link,
    Pager,
    Register,
    Row,
    Section,
)
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import actor_of, as_of, as_of_picker, page, page_number, page_size
from liancun.kernel.masks import mask_name


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "people.see_roll", None)
    rolls = playbook.roll_kinds()
    chosen = request.GET.get("kind", "")
    search = request.GET.get("q", "").strip()[:40]
    sizes = queries.roll_sizes(clock.today())
    known = bodies.lines({body for body, _kind in sizes})
    lines = sorted((line for line in known.values() if search in line.name), key=lambda line: line.path)
    kinds = [chosen] if chosen in rolls else list(rolls)
    found = [
        (line, kind, sizes[line.id, kind]) for line in lines for kind in kinds if (line.id, kind) in sizes
    ]
    size = page_size(request, PAGE)
    pages = max(1, -(-len(found) // size))
    number = min(page_number(request), pages)
    context = {
        "title": _("名册"),
        "lead": _("表决时使用当天的名册。启用后的名册只凭变更申请改动。"),
        "register": _register(found[(number - 1) * size : number * size], chosen, search),
        "pager": Pager(number=number, pages=pages, total=len(found), size=size),
    }
    return page(request, "pages/register.html", context)


def _register(found: list[tuple[bodies.BodyLine, str, int]], chosen: str, search: str) -> Register:
    columns = (
        Column("body", _("组织"), "name"),
        Column("kind", _("名册")),
        Column("size", _("人数"), "number"),
        Column("kept", _("变更方式")),
    )
    opened = queries.opened({line.id for line, _kind, _size in found})
    rows = tuple(
        Row(
            (line.name, playbook.roll_name(kind), size, _way((line.id, kind) in opened)),
            url=reverse("people:roll", args=[line.id, kind]),
        )
        for line, kind, size in found
    )
    choices = (
        Choice("", _("全部")),
        *(
            Choice(code, rule.name)
            for code, rule in playbook.roll_kinds().items()
            if rule.source == "entries"
        ),
    )
    filters = (Filter("kind", _("名册"), choices, chosen),)
    return Register(columns, rows, filters=filters, search=search, search_hint=_("组织名称"))


def _way(is_opened: bool) -> str:
    return _("凭申请") if is_opened else _("首次录入中")


@require_safe
def roll(request: HttpRequest, body_id: int, kind: str) -> HttpResponse:
    """404 for a body whose roll one may not know of, or a roll that is none. Names masked for those who only count."""
    actor, body, day = actor_of(request), bodies.get(body_id), as_of(request)
    rule = playbook.roll_kind(kind)
    require(actor, "people.see_roll", body_id)
    size, number = page_size(request, PAGE), page_number(request)
    total = queries.roll_size(body_id, kind, day)
    shown = _lines(body_id, kind, day, (number - 1) * size, size)
    open_names = may(actor, "people.see_person", body_id)
    is_opened = rule.source == "entries" and queries.is_opened(body_id, kind)
    context = {
        "title": _("%(body)s：%(roll)s") % {"body": body.name, "roll": rule.name},
        "lead": "" if open_names else _("姓名默认遮盖，只供核对人数。"),
        "crumbs": [Link(_("名册"), reverse("people:register"))],
        "as_of": as_of_picker(request),
        "facts": _facts(body_id, kind, rule, day, total, is_opened),
        "register": _roll_register(body_id, kind, day, shown, (number - 1) * size, open_names),
        "pager": Pager(number=number, pages=max(1, -(-total // size)), total=total, size=size),
        "find_url": _find_url(actor, body_id) if rule.source == "entries" else "",
        "open_url": _open_url(actor, body_id, kind) if rule.source == "entries" and not is_opened else "",
    }
    return page(request, "people/roll.html", context)


def _lines(body_id: int, kind: str, day: date, first: int, count: int) -> list[queries.RollLine]:
    if playbook.roll_kind(kind).source == "households":
        return list(queries.roll(body_id, kind, day)[first : first + count])
    found = queries.entry_lines(body_id, kind, day, first=first, count=count)
    return [queries.RollLine(line.person_id, line.name, line.is_minor) for line in found]


def _facts(
    body_id: int, kind: str, rule: playbook.RollKind, day: date, total: int, is_opened: bool
) -> list[Fact]:
    voters = queries.electors(body_id, kind, day)
    facts = [
        Fact(_("在册"), _("%(count)s 人") % {"count": total}),
        Fact(_("当天可以表决"), _("%(count)s 人") % {"count": len(voters.entitled)}),
    ]
    for standing in ("minor", "limited", "dead", "unknown"):
        count = voters.count(standing)
        if count:
            facts.append(Fact(shapes.standing_state(standing).word, _("%(count)s 人") % {"count": count}))
    if rule.fewest and total < rule.fewest:
        facts.append(Fact(_("人数不足"), _("至少应有 %(count)s 人") % {"count": rule.fewest}))
    way = _way(is_opened) if rule.source == "entries" else _("由户的登记算出")
    facts.append(Fact(_("变更方式"), way))
    if rule.article:
        facts.append(Fact(_("依据"), rule.article))
    return facts


def _roll_register(
    body_id: int, kind: str, day: date, shown: list[queries.RollLine], first: int, open_names: bool
) -> Register:
    rule = playbook.roll_kind(kind)
    columns = [Column("number", _("序号"), "number"), Column("name", _("姓名"), "name")]
    stands = queries.represented(body_id, kind, day) if rule.households else {}
    if rule.households:
        columns.append(Column("households", _("联系户数"), "number"))
    rows = []
    for number, line in enumerate(shown, first + 1):
        plain = open_names or line.is_minor
        name = (line.name or _("已转出人员")) if plain else mask_name(line.name)
        cells: tuple[str | int, ...] = (number, name)
        if rule.households:
            cells = (*cells, len(stands.get(line.person_id, ())))
        url = (
            reverse("people:person", args=[line.person_id])
            if open_names and line.name and not line.is_minor
            else ""
        )
        rows.append(Row(cells, url=url))
    return Register(tuple(columns), tuple(rows), empty=_("名册里还没有人。"))


def _find_url(actor: Actor, body_id: int) -> str:
    village = bodies.village_of(body_id)
    if village is None or not may(actor, "people.ask_change", body_id):
        return ""
    return f"{reverse('people:persons')}?body={village.id}"


def _open_url(actor: Actor, body_id: int, kind: str) -> str:
    return (
        reverse("people:open_roll", args=[body_id, kind]) if may(actor, "people.open_roll", body_id) else ""
    )


@require_POST
def open_roll(request: HttpRequest, body_id: int, kind: str) -> HttpResponse:
    actions.open_roll(actor_of(request), kind=kind, body_id=body_id)
    say(request, happened=_("名册已启用。"), then=_("从现在起只能通过变更申请改动。"))
    return redirect("people:roll", body_id, kind)


def section(body: bodies.BodyLine, day: date, actor: Actor) -> Section | None:
    """On a village's record: persons, households and rolls; on one of its bodies: its rolls."""
    if not may(actor, "people.see_roll", body.id):
        return None
    is_village = body.kind in bodies.village_kinds()
    around = [body, *bodies.children(body.id)] if is_village else [body]
    counts = queries.counts_of([one.id for one in around], day)
    sizes = counts.rolls
    if not sizes and not is_village:
        return None
    links = tuple(
        Link(
            f"{playbook.roll_name(kind)} · {one.name}",
            reverse("people:roll", args=[one.id, kind]),
            _("%(count)s 人") % {"count": sizes[one.id, kind]},
        )
        for one in around
        for kind in playbook.roll_kinds()
        if (one.id, kind) in sizes
    )
    facts = _village_facts(body, counts) if is_village and may(actor, "people.see_person", body.id) else ()
    return Section(
        _("人口和名册"),
        facts=facts,
        links=links,
        note=_("截至 %(day)s") % {"day": chinese_date(day)},
        order=40,
    )


def _village_facts(body: bodies.BodyLine, counts: queries.Counts) -> tuple[Fact, ...]:
    persons, homes = counts.persons.get(body.id, 0), counts.households.get(body.id, 0)
    return (
        Fact(_("登记人员"), str(persons), f"{reverse('people:persons')}?body={body.id}"),
        Fact(_("户数"), str(homes), reverse("people:households", args=[body.id])),
    )
