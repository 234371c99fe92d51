"""Rolls, masked: how many stand on which roll, and one roll of one body."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import queries
from liancun.contexts.people.models import Roll
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web.parts import Choice, Column, Filter, Link, Pager, Register, Row
from liancun.framework.web.shortcuts import actor_of, page
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.masks import mask_name

PAGE = 25


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "people.see_roll", None)
    chosen = request.GET.get("kind", "")
    kinds = [Roll(chosen)] if chosen in Roll.values else list(Roll)
    search = request.GET.get("q", "").strip()[:40]
    sizes = queries.roll_sizes(clock.today())
    known = bodies.lines({body for body, _kind in sizes})
    lines = sorted((line for line in known.values() if search in line.name), key=lambda line: line.path)
    found = [
        (line, kind, sizes[line.id, kind]) for line in lines for kind in kinds if (line.id, kind) in sizes
    ]
    number, pages = _page_number(request, len(found))
    context = {
        "title": _("名册"),
        "lead": _("姓名默认遮盖。表决时使用当天的名册。"),
        "register": _register(found[(number - 1) * PAGE : number * PAGE], chosen, search),
        "pager": Pager(number=number, pages=pages, total=len(found), size=PAGE),
    }
    return page(request, "pages/register.html", context)


def _register(found: list[tuple[bodies.BodyLine, Roll, int]], chosen: str, search: str) -> Register:
    columns = (
        Column("body", _("组织"), "name"),
        Column("kind", _("名册")),
        Column("size", _("人数"), "number"),
    )
    rows = tuple(
        Row((line.name, str(kind.label), size), url=reverse("people:roll", args=[line.id, kind.value]))
        for line, kind, size in found
    )
    choices = (Choice("", _("全部")), *(Choice(kind.value, str(kind.label)) for kind in Roll))
    filters = (Filter("kind", _("名册"), choices, chosen),)
    return Register(columns, rows, filters=filters, search=search, search_hint=_("组织名称"))


def _page_number(request: HttpRequest, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(1, number), pages), pages


@require_safe
def roll(request: HttpRequest, body_id: int, kind: str) -> HttpResponse:
    """404 for a body whose roll one may not know of, or a roll that is none."""
    body = bodies.get(body_id)
    if kind not in Roll.values:
        raise Unknown("people.unknown_roll", mark("没有这种名册。"), remedy=mark("请返回名册列表重新选择。"))
    require(actor_of(request), "people.see_roll", body_id)
    lines = queries.roll(body_id, kind, clock.today())
    number, pages = _page_number(request, len(lines))
    shown = lines[(number - 1) * PAGE : number * PAGE]
    columns = (Column("number", _("序号"), "number"), Column("name", _("姓名"), "name"))
    first = (number - 1) * PAGE + 1
    rows = tuple(Row((first + index, mask_name(line.name))) for index, line in enumerate(shown))
    context = {
        "title": _("%(body)s：%(roll)s") % {"body": body.name, "roll": Roll(kind).label},
        "lead": _("姓名默认遮盖，只供核对人数。"),
        "crumbs": [Link(_("名册"), reverse("people:register"))],
        "register": Register(columns, rows, empty=_("名册里还没有人。")),
        "pager": Pager(number=number, pages=pages, total=len(lines), size=PAGE),
    }
    return page(request, "people/roll.html", context)
