"""One group of a plan, all its villages as a list, and the plan on paper."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.rules.checking import plan_score
from liancun.contexts.formation.rules.explaining import Roles
from liancun.contexts.formation.rules.problem import TERMS, Group
from liancun.contexts.formation.web import drawing, words
from liancun.contexts.formation.web.views.asking import title_of
from liancun.contexts.formation.web.views.plan import (
    Looked,
    explained,
    groups_register,
    looked,
    plan_facts,
    village_facts,
    village_url,
)
from liancun.framework.permissions import may
from liancun.framework.web.parts import Column, Link, Pager, Register, Row
from liancun.framework.web.shortcuts import actor_of, page, page_number, page_size


@require_safe
def group(request: HttpRequest, proposal_id: int, centre: str) -> HttpResponse:
    """One group: roles with the facts that say so, admission score, the chain from growing to selling."""
    seen = looked(request, proposal_id)
    found = next((one for one in seen.plan.groups if one.centre == centre), None)
    if found is None:
        return page(request, "formation/no_group.html", {"title": seen.opened.title}, status=404)
    roles = explained(seen).roles(found)
    names = seen.names
    context = {
        "title": _("%(centre)s组") % {"centre": names[centre]},
        "lead": _("%(count)d 个村：%(names)s")
        % {"count": len(found.members), "names": "、".join(names[key] for key in found.members)},
        "crumbs": [
            Link(_("分组规划"), reverse("formation:index")),
            Link(seen.opened.title, reverse("formation:planning", args=[seen.opened.planning_id])),
            Link(title_of(seen.opened.line), reverse("formation:plan", args=[proposal_id])),
        ],
        "roles": roles_told(names, roles),
        "chain": [(_(stage), "、".join(names[key] for key in keys)) for stage, keys in roles.chain.items()],
        "ready": words.number(roles.ready, 1),
        "register": _members(seen, found),
        "terms": [(word, note, words.number(value)) for word, note, value in words.shares(roles.score.terms)],
        "score": words.number(roles.score.total),
        "opened": seen.opened,
        "centre": centre,
        "may_apply": may(actor_of(request), "formation.apply", seen.opened.area_id) and not seen.moves,
    }
    return page(request, "formation/group.html", context)


def roles_told(names: Mapping[str, str], roles: Roles) -> list[tuple[str, str, str]]:
    return [
        (
            _("中心村"),
            names[roles.centre],
            _("集体收入等强弱指标 %(fact)s") % {"fact": roles.facts["centre"]},
        ),
        (
            _("产品运输中转点"),
            names[roles.transport],
            _("到各村平均 %(fact)s 分钟，最近") % {"fact": roles.facts["transport"]},
        ),
        (
            _("生产加工集中点"),
            names[roles.processing],
            _("加工能力 %(fact)s，最多") % {"fact": roles.facts["processing"]},
        ),
    ]


def _members(seen: Looked, found: Group) -> Register:
    by_key = seen.opened.problem.by_key()
    rows = []
    for key in found.members:
        village = by_key[key]
        told = village_facts(village)
        rows.append(
            Row(
                (
                    village.name,
                    village.township,
                    village.population,
                    words.number(village.strength / 10_000, 1),
                    told[1].value,
                    told[2].value,
                    told[3].value,
                    words.number(village.readiness, 1),
                ),
                url=village_url(seen, key),
            )
        )
    return Register(
        (
            Column("name", _("村"), "name"),
            Column("township", _("乡镇")),
            Column("population", _("人口"), "number"),
            Column("strength", _("集体收入（万元）"), "number"),
            Column("industries", _("产业（万元）")),
            Column("over", _("有余")),
            Column("short", _("不足")),
            Column("ready", _("准入分"), "number"),
        ),
        tuple(rows),
    )


@require_safe
def villages(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Every village with its group, what it adds by term, and the next best place: for Excel and paper."""
    seen = looked(request, proposal_id)
    search = request.GET.get("q", "").strip()[:40]
    home, explain = seen.plan.group_of(), explained(seen)
    rows, size, number = [], page_size(request, 50), page_number(request)
    found = [one for one in seen.opened.problem.villages if search in one.name or search in one.township]
    for one in found[(number - 1) * size : number * size]:
        own = explain.own(one.key) if one.willing else dict.fromkeys(TERMS, 0.0)
        place = home.get(one.key)
        where = seen.names[place.centre] if place else _("暂不入组") if one.willing else _("不愿加入")
        rows.append(
            Row(
                (one.name, one.township, where, *(words.number(own[name]) for name in TERMS)),
                url=village_url(seen, one.key),
            )
        )
    context = {
        "title": _("各村"),
        "lead": _("每个村在组里使得分多出多少，逐项；负数是它对组有好处。"),
        "crumbs": [
            Link(seen.opened.title, reverse("formation:planning", args=[seen.opened.planning_id])),
            Link(title_of(seen.opened.line), reverse("formation:plan", args=[proposal_id])),
        ],
        "register": Register(
            (
                Column("name", _("村"), "name"),
                Column("township", _("乡镇")),
                Column("group", _("组")),
                *(Column(name, words.term(name), "number") for name in TERMS),
            ),
            tuple(rows),
            search=search,
            search_hint=_("村或乡镇名称"),
        ),
        "pager": Pager(number, max(1, -(-len(found) // size)), len(found), size),
    }
    return page(request, "pages/register.html", context)


@require_safe
def printed(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The plan on A4: map, groups, score, proof."""
    seen = looked(request, proposal_id)
    area = bodies.get(seen.opened.area_id)
    context = {
        "title": seen.opened.title,
        "office": area.name,
        "date": seen.opened.line.made_at,
        "facts": plan_facts(seen),
        "drawn": drawing.drawn(seen.opened, seen.plan),
        "register": groups_register(seen),
        "terms": words.shares(plan_score(seen.opened.problem, seen.plan).terms),
        "opened": seen.opened,
        "signatures": [_("拟稿"), _("审核")],
        "back_url": reverse("formation:plan", args=[proposal_id]),
    }
    return page(request, "formation/print.html", context)
