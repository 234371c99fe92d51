"""Plannings of the areas one may plan, and what the register lacks for planning."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.queries import known, plans
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, Pager, Register, Row
from liancun.framework.web.shortcuts import actor_of, page, page_number, page_size

KINDS = ("prefecture", "county")
TOLD = 8


def areas_of(request: HttpRequest) -> list[bodies.BodyLine]:
    """The areas the person may plan, the widest first."""
    actor = actor_of(request)
    return [
        area
        for kind in KINDS
        for area in bodies.of_kind(kind)
        if may(actor, "formation.plan", area.id) or may(actor, "formation.read_plans", area.id)
    ]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "formation.read_plans", None)
    size = page_size(request, 25)
    number = page_number(request)
    total, listed = plans.plannings(None, (number - 1) * size, size)
    areas = areas_of(request)
    names = bodies.lines({one.area_id for one in listed})
    context = {
        "title": _("分组规划"),
        "lead": _("方案只是建议：组建要由村里、乡镇和县里按程序决定；成熟一个组建一个，不设组数目标。"),
        "register": Register(
            columns=(
                Column("title", _("规划"), "name"),
                Column("area", _("范围")),
                Column("way", _("方式")),
                Column("villages", _("村"), "number"),
                Column("proposals", _("方案"), "number"),
                Column("made_by", _("谁做的")),
                Column("made_at", _("时间"), "date"),
            ),
            rows=tuple(
                Row(
                    (
                        one.title,
                        names[one.area_id].name,
                        _(one.way),
                        one.villages,
                        one.proposals,
                        one.made_by_name,
                        one.made_at,
                    ),
                    url=reverse("formation:planning", args=[one.id]),
                )
                for one in listed
            ),
            empty=_("还没有规划。先看数据齐不齐，再开始。"),
        ),
        "pager": Pager(number, max(1, -(-total // size)), total, size),
        "areas": areas,
    }
    return page(request, "formation/index.html", context)


@require_safe
def data(request: HttpRequest, area_id: int) -> HttpResponse:
    """What is missing, who can supply it, and where it is entered."""
    require(actor_of(request), "formation.read_plans", area_id)
    year = known.newest_year()
    found = known.ground(area_id, year)
    lacking = known.missing(found, told=TOLD)
    context = {
        "title": _("%(area)s：规划用的数据") % {"area": found.area.name},
        "lead": _("都取自名录和各村年度情况；系统里有的不再问，缺的由下面的人补在原来的地方。"),
        "crumbs": [Link(_("分组规划"), reverse("formation:index"))],
        "facts": [
            Fact(_("能规划的村"), str(len(found.known))),
            Fact(_("没有位置的村"), str(len(found.lost))),
            Fact(_("年度"), _("%(year)d 年，缺的用上一年") % {"year": year}),
            Fact(_("登记的道路"), _("%(count)d 条") % {"count": len(found.roads)}),
            Fact(_("登记的供销"), _("%(count)d 条") % {"count": len(found.supplies)}),
        ],
        "register": _register(lacking, year),
        "gaps": [_gap(one, year) for one in lacking if not one.sheet],
        "between": [
            (_(one.name), len(one.lacking), reverse("import", args=[one.sheet]))
            for one in lacking
            if one.sheet
        ],
        "lost": found.lost[:TOLD],
        "lost_more": max(0, len(found.lost) - TOLD),
        "lost_towns": _towns(found.lost[:TOLD]),
        "area": found.area,
        "ready": len(found.known) > 1,
        "may_plan": may(actor_of(request), "formation.plan", area_id),
    }
    return page(request, "formation/data.html", context)


def _towns(lost: tuple[bodies.BodyLine, ...]) -> dict[int, str]:
    return {
        id: line.name for id, line in bodies.lines({one.parent_id for one in lost if one.parent_id}).items()
    }


def _register(lacking: list[known.Missing], year: int) -> Register:
    return Register(
        columns=(
            Column("fact", _("缺什么"), "name"),
            Column("villages", _("缺的村"), "number"),
            Column("of", _("共"), "number"),
            Column("who", _("谁能补（举例）")),
        ),
        rows=tuple(
            Row(
                (
                    _(one.name) if one.sheet else one.name,
                    len(one.lacking),
                    one.of,
                    _("县、乡镇，用表格导入")
                    if one.sheet
                    else "；".join(dict.fromkeys(one.suppliers.values())),
                ),
                url=_missing_url(one, year),
            )
            for one in lacking
        ),
    )


def _missing_url(one: known.Missing, year: int) -> str:
    return reverse("import", args=[one.sheet]) if one.sheet else _list_url(one.code, year)


def _list_url(code: str, year: int) -> str:
    """Where the fact is listed village by village, those without it first."""
    return f"{reverse('bodies:fact_list')}?code={code}&year={year}&show=missing"


def _gap(one: known.Missing, year: int) -> dict[str, object]:
    return {
        "name": one.name,
        "count": len(one.lacking),
        "all_url": _list_url(one.code, year),
        "villages": [
            {
                "name": village.name,
                "township": village.township,
                "who": one.suppliers.get(int(village.key), ""),
                "url": f"{reverse('bodies:enter_facts', args=[village.key])}?year={year}",
            }
            for village in one.lacking[:TOLD]
        ],
        "more": max(0, len(one.lacking) - TOLD),
    }
