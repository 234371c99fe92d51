"""The register by kind, the tree one walks level by level, and the schematic map of villages by joint body."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import playbook, queries
from liancun.contexts.bodies.queries import Below, BodyLine, Listed
from liancun.contexts.bodies.web.views import drawing
from liancun.framework.web.parts import Choice, Column, Filter, Link, MenuItem, Pager, Register, Row
from liancun.framework.web.shortcuts import (
    as_of,
    as_of_picker,
    page,
    page_number,
    page_size,
)

PAGE = 25


def at(name: str, *arguments: int, day: date | None = None) -> str:
    """An address of this context, of the day in view."""
    url = reverse(f"bodies:{name}", args=arguments)
    return f"{url}?on={day.isoformat()}" if day else url


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    day, search = as_of(request), request.GET.get("q", "").strip()[:40]
    shown = _known(queries.counts(day))
    kind = request.GET.get("kind", "")
    kind = kind if kind in shown else next(iter(shown), "village")
    size, number = page_size(request, PAGE), page_number(request)
    total, listed = queries.register([kind], search, day, first=(number - 1) * size, count=size)
    pages = max(1, -(-total // size))
    if number > pages:
        return redirect(request.path)
    picker = as_of_picker(request)
    context = {
        "title": _("组织名录"),
        "lead": _("加入联建组织不改变行政区划，也不改变村的自治组织、产权和账目。"),
        "register": _register(_kinds(shown, kind), search, listed, day, None if picker.is_today else day),
        "pager": Pager(number=number, pages=pages, total=total, size=size),
        "as_of": picker,
    }
    return page(request, "bodies/register.html", context)


def _known(counts: dict[str, int]) -> dict[str, int]:
    """Kinds that have bodies that day, unions first, then areas from below, then the rest."""
    order = {"joint": 0, "area": 1, "outside": 2, "place": 3, "part": 4}
    kinds = playbook.kinds()
    known = [code for code in counts if code in kinds]
    known.sort(
        key=lambda code: (
            order[kinds[code].form],
            kinds[code].form != "area" and kinds[code].rank,
            -kinds[code].rank,
        )
    )
    return {code: counts[code] for code in known}


def _kinds(counts: dict[str, int], chosen: str) -> Filter:
    choices = (
        Choice(code, _("%(kind)s（%(count)d）") % {"kind": playbook.kind_name(code), "count": count})
        for code, count in counts.items()
    )
    return Filter("kind", _("类别"), tuple(choices), chosen)


def _register(kinds: Filter, search: str, listed: list[Listed], on: date, day: date | None) -> Register:
    known = playbook.kinds().get(kinds.chosen)
    joint, joins = bool(known and known.form == "joint"), bool(known and known.joins)
    columns = (
        Column("name", _("名称"), "name"),
        Column("place", _("所在地")),
        *((Column("count", _("成员数"), "number"),) if joint else ()),
        *((Column("code", _("区划代码")),) if known and known.form == "area" else ()),
        *((Column("joined", _("成员") if joint else _("所在的联建组织")),) if joint or joins else ()),
    )
    rows = tuple(
        Row(
            (
                item.line.name,
                item.place,
                *((len(item.joined),) if joint else ()),
                *((item.line.code,) if known and known.form == "area" else ()),
                *((_few(item.joined),) if joint or joins else ()),
            ),
            url=at("record", item.line.id, day=day),
        )
        for item in listed
    )
    hint = _("名称、拼音、首字母或代码")
    return Register(columns, rows, search=search, search_hint=hint, filters=(kinds,), on=on)


def _few(names: tuple[str, ...]) -> str:
    shown = "、".join(names[:6])
    return _("%(names)s等 %(count)d 个") % {"names": shown, "count": len(names)} if len(names) > 6 else shown


@require_safe
def tree(request: HttpRequest, body_id: int | None = None) -> HttpResponse:
    """One level at a time: what stands directly below, with how much stands below that."""
    picker = as_of_picker(request)
    day = None if picker.is_today else picker.day
    body = (queries.line_on(body_id, picker.day) or queries.get(body_id)) if body_id else None
    search, number, size = request.GET.get("q", "").strip(), page_number(request), page_size(request, PAGE)
    found = [line for line in queries.children_on(body_id, picker.day) if search in line.name]
    pages = max(1, -(-len(found) // size))
    shown = found[(number - 1) * size : number * size]
    crumbs = [Link(_("组织树"), at("tree", day=day))] if body else []
    if body:
        crumbs += [
            Link(line.short_name, at("branch", line.id, day=day))
            for line in queries.above_on(body.id, picker.day)
        ]
    below = queries.below_on([line.id for line in shown], picker.day)
    context = {
        "title": body.name if body else _("组织树"),
        "lead": playbook.kind_name(body.kind)
        if body
        else _("一级一级往下看：省、市、县、乡镇、村，直到村的组织。"),
        "crumbs": crumbs,
        "record_url": at("record", body.id, day=day) if body else "",
        "as_of": picker,
        "register": Register(
            _tree_columns(),
            tuple(_branch(line, below.get(line.id, Below()), day) for line in shown),
            search=search,
            search_hint=_("在这一级里查找"),
            on=picker.day,
            empty=_("其下没有登记组织。"),
        ),
        "pager": Pager(number=number, pages=pages, total=len(found), size=size),
    }
    return page(request, "bodies/tree.html", context)


def _tree_columns() -> tuple[Column, ...]:
    return (
        Column("name", _("名称"), "name"),
        Column("kind", _("类别")),
        Column("code", _("区划代码")),
        Column("areas", _("下级区划"), "number"),
        Column("villages", _("村和社区"), "number"),
        Column("joints", _("联建组织"), "number"),
        Column("others", _("其他组织"), "number"),
    )


def _branch(line: BodyLine, below: Below, day: date | None) -> Row:
    """Opens the next level where there is one, the record otherwise."""
    leads = below.areas or below.villages or below.joints or below.others
    return Row(
        (
            line.name,
            playbook.kind_name(line.kind),
            line.code,
            *(count or None for count in (below.areas, below.villages, below.joints, below.others)),
        ),
        url=at("branch" if leads else "record", line.id, day=day),
    )


def _chooser(kinds: list[str], chosen: str, day: date | None) -> list[MenuItem]:
    """One link a kind, where there is more than one."""
    on = f"&on={day.isoformat()}" if day else ""
    return [MenuItem(playbook.kind_name(kind), f"?kind={kind}{on}", active=kind == chosen) for kind in kinds][
        : len(kinds) if len(kinds) > 1 else 0
    ]


@require_safe
def county_map(request: HttpRequest, body_id: int) -> HttpResponse:
    """Villages as cells, coloured by their joint body; the list beside it says the same."""
    picker = as_of_picker(request)
    day = None if picker.is_today else picker.day
    body = queries.line_on(body_id, picker.day) or queries.get(body_id)
    found = queries.cells(body, picker.day)
    kinds = drawing.kinds_in(found)
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else next(iter(kinds), "")
    drawn = drawing.cells(found, kind, day)
    context = {
        "title": _("%(name)s：村和联建组织") % {"name": body.name},
        "lead": _("每格一个村，颜色表示所在的%(kind)s；名单列出各类联建组织。")
        % {"kind": playbook.kind_name(kind)}
        if kind
        else _("每格一个村。"),
        "kinds": _chooser(kinds, kind, day),
        "crumbs": [
            Link(_("组织名录"), at("register", day=day)),
            Link(body.name, at("record", body.id, day=day)),
        ],
        "as_of": picker,
        "drawn": drawn,
        "empty": _("这里的村没有登记在示意图上的位置。"),
    }
    return page(request, "bodies/map.html", context)
