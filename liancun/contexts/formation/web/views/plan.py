"""A plan: map, table, chart; why each village is where it is; what a move would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.formation.actions.editing import Move, tried
from liancun.contexts.formation.queries import plans
from liancun.contexts.formation.queries.plans import Opened
from liancun.contexts.formation.rules.checking import plan_score
from liancun.contexts.formation.rules.explaining import Alternative, Explainer
from liancun.contexts.formation.rules.problem import TERMS, Plan, Village
from liancun.contexts.formation.rules.trying import Effect
from liancun.contexts.formation.web import drawing, words
from liancun.contexts.formation.web.views.asking import gap_told, title_of
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, Pager, Register, Row
from liancun.framework.web.shortcuts import actor_of, page, page_number, page_size

MOST_MOVES = 40
# Groups shown at once; fewer where letters are large.
A_PAGE, ELDER_PAGE = 30, 10


@dataclass(frozen=True)
class Looked:
    """A plan as it is looked at: kept, or with villages moved that nobody kept yet."""

    opened: Opened
    plan: Plan
    moves: tuple[Move, ...]
    effects: tuple[Effect, ...]

    @property
    def names(self) -> dict[str, str]:
        return {one.key: one.name for one in self.opened.problem.villages}


def moves_of(text: str) -> tuple[Move, ...]:
    """`12:45,13:-` is village 12 to the group led by 45, village 13 waits. What cannot be read is left out."""
    found = []
    for part in text.split(",")[:MOST_MOVES]:
        village, _sign, centre = part.partition(":")
        if village.isdigit() and (centre.isdigit() or centre == "-"):
            found.append((village, None if centre == "-" else centre))
    return tuple(found)


def told_of(moves: Sequence[Move]) -> str:
    return ",".join(f"{village}:{centre or '-'}" for village, centre in moves)


def looked(request: HttpRequest, proposal_id: int) -> Looked:
    """Unknown for a plan one may not know of. A move that cannot be made is refused."""
    found = plans.opened(proposal_id)
    require(actor_of(request), "formation.read_plans", found.area_id)
    moves = moves_of(request.GET.get("moves", ""))
    effects = tuple(tried(found, moves))
    return Looked(found, effects[-1].plan if effects else found.plan, moves, effects)


_explainers: dict[tuple[int, str], Explainer] = {}


def explained(seen: Looked) -> Explainer:
    """Laid out once a process for the plans looked at last."""
    key = (seen.opened.line.id, told_of(seen.moves))
    if key not in _explainers:
        if len(_explainers) >= 8:
            _explainers.pop(next(iter(_explainers)))
        _explainers[key] = Explainer(seen.opened.problem, seen.plan)
    return _explainers[key]


@require_safe
def plan(request: HttpRequest, proposal_id: int) -> HttpResponse:
    seen = looked(request, proposal_id)
    village = request.GET.get("village", "")
    village = village if village in seen.names else ""
    actor = actor_of(request)
    context = {
        "title": seen.opened.title,
        "lead": title_of(seen.opened.line),
        "crumbs": [
            Link(_("分组规划"), reverse("formation:index")),
            Link(seen.opened.title, reverse("formation:planning", args=[seen.opened.planning_id])),
        ],
        "facts": plan_facts(seen),
        "drawn": drawing.drawn(
            seen.opened, seen.plan, chosen=village, marked=[one.village for one in seen.effects]
        ),
        **_page_of(request, groups_register(seen)),
        "chart": _chart(seen),
        "moves": told_of(seen.moves),
        "effects": [_effect(seen, one) for one in seen.effects],
        "sum": _sum(seen),
        "opened": seen.opened,
        "may_plan": may(actor, "formation.plan", seen.opened.area_id),
        "village": village,
        **(why_told(seen, village) if village else {}),
    }
    return page(request, "formation/plan.html", context)


def _page_of(request: HttpRequest, whole: Register) -> dict[str, object]:
    """Some groups at a time: all 69 of a prefecture are a long way on a telephone. Excel and PDF have them all."""
    usual = ELDER_PAGE if getattr(request, "elder", False) else A_PAGE
    size, number, total = page_size(request, usual), page_number(request), len(whole.rows)
    shown = replace(whole, rows=whole.rows[(number - 1) * size : number * size])
    return {"register": shown, "pager": Pager(number, max(1, -(-total // size)), total, size)}


def plan_facts(seen: Looked) -> list[Fact]:
    line, score = seen.opened.line, plan_score(seen.opened.problem, seen.plan)
    sizes = [len(one.members) for one in seen.plan.groups] or [0]
    proven = gap_told(line) if not seen.moves else _("移动后没有证明")
    return [
        Fact(_("组"), _("%(count)d 个") % {"count": len(seen.plan.groups)}),
        Fact(_("入组的村"), _("%(count)d 个") % {"count": sum(sizes)}),
        Fact(_("暂不入组"), _("%(count)d 个") % {"count": len(seen.plan.waiting)}),
        Fact(_("每组"), f"{min(sizes)} – {max(sizes)}"),
        Fact(_("得分（越小越好）"), words.number(score.total)),
        Fact(_("离最好的方案最多差"), proven),
    ]


def groups_register(seen: Looked) -> Register:
    """The groups; Excel and PDF come from it."""
    names, explain = seen.names, explained(seen)
    rows = []
    for number, group in enumerate(seen.plan.groups, 1):
        roles = explain.roles(group)
        rows.append(
            Row(
                (
                    (_("第 %(number)d 组") % {"number": number}).replace(" ", "\u00a0"),
                    names[group.centre],
                    len(group.members),
                    "、".join(names[key] for key in group.members),
                    names[roles.transport],
                    names[roles.processing],
                    words.number(roles.ready, 1),
                    words.number(roles.score.total),
                ),
                url=group_url(seen, group.centre),
            )
        )
    waiting = "、".join(names[key] for key in seen.plan.waiting)
    if waiting:
        rows.append(Row((_("暂不入组"), "", len(seen.plan.waiting), waiting, "", "", "", "")))
    columns = (
        Column("group", _("组"), "name"),
        Column("centre", _("中心村")),
        Column("many", _("村数"), "number"),
        Column("members", _("成员村")),
        Column("transport", _("产品运输中转点")),
        Column("processing", _("生产加工集中点")),
        Column("ready", _("准入分"), "number"),
        Column("score", _("得分"), "number"),
    )
    return Register(columns, tuple(rows), empty=_("没有一个组能成立：各村暂不入组更好。"))


def group_url(seen: Looked, centre: str) -> str:
    url = reverse("formation:group", args=[seen.opened.line.id, centre])
    return f"{url}?{urlencode({'moves': told_of(seen.moves)})}" if seen.moves else url


def village_url(seen: Looked, key: str) -> str:
    told = {"village": key} | ({"moves": told_of(seen.moves)} if seen.moves else {})
    return f"{reverse('formation:plan', args=[seen.opened.line.id])}?{urlencode(told)}"


def _chart(seen: Looked) -> dict[str, Any]:
    base = seen.opened.line.score
    series = [{"name": title_of(seen.opened.line), "values": [round(base.get(t, 0.0), 2) for t in TERMS]}]
    if seen.moves:
        now = plan_score(seen.opened.problem, seen.plan)
        series.append({"name": _("移动后"), "values": [_drawable(now.terms[t]) for t in TERMS]})
    return {
        "title": _("得分由哪几项组成"),
        "kind": "bar",
        "unit": _("村"),
        "labels": [words.term(name) for name in TERMS],
        "series": series,
    }


def _drawable(value: float) -> float | None:
    """An endless way is no bar."""
    return round(value, 2) if isfinite(value) else None


def _effect(seen: Looked, effect: Effect) -> dict[str, object]:
    names = seen.names
    place = names[effect.joined] if effect.joined else ""
    return {
        "village": names[effect.village],
        "to": _("%(centre)s组") % {"centre": place} if place else _("暂不入组"),
        "more": words.signed(effect.more),
        "broken": [each.text(gettext) for each in effect.sentences],
    }


def _sum(seen: Looked) -> dict[str, object]:
    """All moves together, term by term."""
    if not seen.effects:
        return {}
    terms = {name: sum(one.terms[name] for one in seen.effects) for name in TERMS}
    parts = [(words.term(name), words.signed(value)) for name, value in terms.items() if abs(value) > 5e-3]
    return {"more": words.signed(sum(terms.values())), "terms": parts}


@require_safe
def why(request: HttpRequest, proposal_id: int, village: str) -> HttpResponse:
    """The panel of one village, alone: what the map asks for when a cell is chosen."""
    seen = looked(request, proposal_id)
    context = {
        "title": seen.opened.title,
        "opened": seen.opened,
        "moves": told_of(seen.moves),
        "village": village if village in seen.names else "",
        "may_plan": may(actor_of(request), "formation.plan", seen.opened.area_id),
        **(why_told(seen, village) if village in seen.names else {}),
    }
    return page(request, "formation/why.html", context)


def why_told(seen: Looked, key: str) -> dict[str, Any]:
    """Facts, terms, other places and what they would cost."""
    village = next(one for one in seen.opened.problem.villages if one.key == key)
    told: dict[str, Any] = {"chosen": village, "body_url": reverse("bodies:record", args=[key])}
    if not village.willing:
        return {**told, "unwilling": True}
    found = explained(seen).why(key)
    best = found.best
    home = seen.plan.group_of().get(key)
    told |= {
        "home": home,
        "home_name": seen.names[home.centre] if home else "",
        "home_url": group_url(seen, home.centre) if home else "",
        "terms": [
            (word, note, words.signed(value))
            for word, note, value in words.shares(found.terms)
            if abs(value) > 5e-3
        ],
        "best": _place(seen, best) if best else None,
        "places": [_place(seen, one) for one in found.alternatives[:12]],
        "village_facts": [*village_facts(village), *_beside(seen, key)],
    }
    return told


def _beside(seen: Looked, key: str) -> list[Fact]:
    """The nearest neighbours by road, and who delivers to whom; supplies only where the county has any on record."""
    problem, names = seen.opened.problem, seen.names
    ways = sorted(
        (one.minutes, one.other if one.one == key else one.one)
        for one in problem.links
        if key in (one.one, one.other)
    )
    near = [_("%(name)s %(minutes).0f 分钟") % {"name": names[end], "minutes": way} for way, end in ways[:4]]
    found = [Fact(_("邻村"), "、".join(near) or "—")]
    if problem.supplies:
        sold = [(one.buyer, one.amount) for one in problem.supplies if one.seller == key]
        bought = [(one.seller, one.amount) for one in problem.supplies if one.buyer == key]
        for word, ends in ((_("供应给（万元）"), sold), (_("购自（万元）"), bought)):
            told = [f"{names[end]} {amount:,.1f}" for end, amount in ends]
            found.append(Fact(word, "、".join(told) or "—"))
    return found


def _place(seen: Looked, one: Alternative) -> dict[str, object]:
    name = _("%(centre)s组") % {"centre": seen.names[one.centre]} if one.centre else _("暂不入组")
    return {
        "value": one.centre or "-",
        "name": name,
        "more": words.signed(one.more),
        "faults": len(one.faults),
    }


def village_facts(village: Village) -> list[Fact]:
    industries = sorted(village.industries.items(), key=lambda one: -one[1])[:3]
    short = [name for name, need in village.needs.items() if need > village.has.get(name, 0.0) + 1e-9]
    over = [name for name, has in village.has.items() if has > village.needs.get(name, 0.0) + 1e-9]
    return [
        Fact(_("乡镇"), village.township),
        Fact(_("产业（万元）"), "、".join(f"{name} {value:,.0f}" for name, value in industries) or "—"),
        Fact(_("有余"), "、".join(over) or "—"),
        Fact(_("不足"), "、".join(short) or "—"),
        Fact(_("可作中心村"), _("可以") if village.strong else _("不够强")),
        Fact(_("准入分"), words.number(village.readiness, 1)),
    ]
