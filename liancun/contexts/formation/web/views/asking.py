"""A planning is asked for, watched while it is worked, and shown with its plans."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation import jobs
from liancun.contexts.formation.actions.asking import Asked, begin_planning
from liancun.contexts.formation.actions.working import steps_of
from liancun.contexts.formation.playbook import section
from liancun.contexts.formation.queries import known, plans
from liancun.contexts.formation.queries.plans import Asking, ProposalLine
from liancun.contexts.formation.rules.problem import TERMS, Rules
from liancun.contexts.formation.rules.registry import Known
from liancun.contexts.formation.web import words
from liancun.contexts.formation.web.forms import PlanningForm, shape_of
from liancun.framework.jobs import progress as bars
from liancun.framework.permissions import may, require
from liancun.framework.web.parts import Column, Fact, Link, Progress, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, area_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "formation.plan", area_id)
    area, told = bodies.get(area_id), section()
    way = request.GET.get("way", "")
    way = way if way in words.WAYS else told.way
    found = known.ground(area_id, known.newest_year())
    initial = shape_of(told.rules(), told.profile(way), {}) | {
        "title": _("%(area)s分组规划") % {"area": area.name},
        "effort": "usual",
        "joined": bool(found.unions) and len(found.known) > _joined(found),
        "seed": 1,
        "average": told.form.average,
    }
    sent = request.POST if request.method == "POST" else None
    form = PlanningForm(sent, initial=initial, names=names_of(found.known))
    if sent is not None and form.is_valid():
        asked = _asked(form, way, told.rules())
        made = act(request, form, lambda: begin_planning(actor, area_id=area_id, asked=asked))
        if made is not None:
            jobs.plan.defer(planning_id=made, user_id=actor.user_id or 0)
            say(request, happened=_("已开始规划。"), then=_("可以离开，算好后方案留在这里。"))
            return redirect("formation:planning", made)
    context = {
        "title": _("开始规划"),
        "lead": area.name,
        "crumbs": [Link(_("分组规划"), reverse("formation:index"))],
        "form": form,
        "submit": _("开始计算"),
        "cancel_url": reverse("formation:index"),
        "rules": [
            _("范围内能规划的村 %(villages)d 个；位置、产业、收入、劳力、设施都取自名录和年度情况。")
            % {"villages": len(found.known)},
            _("权重为 1，就是一个普通村的分量；怎样计分见《规划说明》。"),
        ],
        "ways": [(one, _(one), one == way) for one in words.WAYS],
        **fieldsets(form),
        "data_url": reverse("formation:data", args=[area_id]),
        "unkept": True,
    }
    return page(request, "formation/begin.html", context, status=422 if form.errors else 200)


def _joined(found: known.Ground) -> int:
    return len({key for keys in found.unions.values() for key in keys})


def fieldsets(form: Any) -> dict[str, Any]:
    """The fields in the order one decides: the plan, its bounds, wishes, weights."""
    bounds = (
        "least",
        "most",
        "average",
        "reach",
        "minutes",
        "townships",
        "fewest",
        "greatest",
        "gate",
        "everyone",
    )
    wishes = ("together", "apart", "unwilling")
    first = [name for name in form.fields if name not in {*bounds, *wishes} and "weight_" not in name]
    return {
        "head_fields": [form[name] for name in first],
        "bound_fields": [form[name] for name in bounds if name in form.fields],
        "wish_fields": [form[name] for name in wishes],
        "weight_fields": [form[f"weight_{name}"] for name in TERMS],
    }


def names_of(villages: Sequence[Known]) -> dict[str, list[str]]:
    """Every way to write a village: 新台子村, 新台子, 蔡牛镇新台子村."""
    found: dict[str, list[str]] = {}
    for one in villages:
        stem = one.name.removesuffix("村").removesuffix("社区")
        for word in {one.name, stem, f"{one.township}{one.name}", f"{one.township}{stem}"}:
            found.setdefault(word, []).append(one.key)
    return found


def _asked(form: PlanningForm, way: str, before: Rules) -> Asked:
    moves, runs, proof = form.effort_told
    told = form.cleaned_data
    return Asked(
        title=told["title"],
        year=known.newest_year(),
        way=way,
        rules=form.rules(before),
        profile=form.profile(way),
        unwilling=form.refusers(),
        joined=told["joined"],
        keep=told["keep"],
        average=told["average"],
        seed=told["seed"] or 1,
        moves=moves,
        runs=runs,
        proof=proof,
    )


@require_safe
def planning(request: HttpRequest, planning_id: int) -> HttpResponse:
    asked = plans.asking(planning_id)
    actor = actor_of(request)
    require(actor, "formation.read_plans", asked.area_id)
    found = plans.proposals(planning_id)
    context = {
        "title": asked.title,
        "lead": bodies.get(asked.area_id).name,
        "crumbs": [Link(_("分组规划"), reverse("formation:index"))],
        "facts": _facts(asked),
        "register": _register(found),
        "progress": None if found else _bar(asked),
        "rules_told": rules_told(asked),
        "weights": [
            (words.term(name), f"{asked.problem.profile.weight(name):g}", _(words.TERM_NOTES[name]))
            for name in TERMS
        ],
        "versions": sorted(asked.versions.items()),
        "asked": asked,
        "may_plan": may(actor, "formation.plan", asked.area_id),
        "searched": next((one for one in found if one.origin == "searched"), None),
    }
    return page(request, "formation/planning.html", context)


def _facts(asked: Asking) -> list[Fact]:
    willing = sum(one.willing for one in asked.problem.villages)
    return [
        Fact(_("方式"), _(asked.way)),
        Fact(
            _("村"),
            _("%(willing)d 个（共 %(all)d 个）") % {"willing": willing, "all": len(asked.problem.villages)},
        ),
        Fact(_("数据年度"), _("%(year)d 年") % {"year": asked.year}),
        Fact(_("谁做的"), asked.made_by_name),
    ]


def rules_told(asked: Asking) -> list[tuple[str, str]]:
    """The rules every group keeps, in words."""
    rules = asked.problem.rules
    name = {one.key: one.name for one in asked.problem.villages}
    fewest, most = rules.groups
    told = [
        (_("每组"), _("%(least)d 到 %(most)d 个村") % {"least": rules.least, "most": rules.most}),
        (_("离中心村"), _("最多 %(reach)d 段路") % {"reach": rules.reach}),
        (_("乡镇"), _("可以跨乡镇") if rules.townships == "across" else _("只在一个乡镇内")),
    ]
    if rules.minutes:
        told.append((_("路程"), _("最多 %(minutes)g 分钟") % {"minutes": rules.minutes}))
    if fewest or most:
        told.append((_("组数"), f"{fewest or 0} – {most or '∞'}"))
    if rules.gate:
        told.append((_("准入分"), _("平均不低于 %(gate)g") % {"gate": rules.gate}))
    if rules.everyone:
        told.append((_("入组"), _("每个村都要入组")))
    for label, sets in ((_("必须同组"), rules.together), (_("不得同组"), rules.apart)):
        told += [(label, "、".join(name.get(key, key) for key in keys)) for keys in sets]
    if rules.kept:
        told.append((_("现有组织"), _("%(count)d 个不拆开") % {"count": len(rules.kept)}))
    out = [one.name for one in asked.problem.villages if not one.willing]
    if out:
        told.append((_("不愿加入"), "、".join(out)))
    return told


def _register(found: Sequence[ProposalLine]) -> Register:
    return Register(
        columns=(
            Column("number", _("方案"), "name"),
            Column("groups", _("组"), "number"),
            Column("waiting", _("暂不入组"), "number"),
            Column("total", _("得分（越小越好）"), "number"),
            Column("gap", _("离最好最多差")),
            Column("faults", _("不合规则"), "number"),
            Column("made_by", _("谁做的")),
            Column("made_at", _("时间"), "date"),
        ),
        rows=tuple(
            Row(
                (
                    title_of(one),
                    one.groups,
                    one.waiting,
                    words.number(one.total),
                    gap_told(one),
                    one.faults,
                    one.made_by_name,
                    one.made_at,
                ),
                url=reverse("formation:plan", args=[one.id]),
                note=one.note,
            )
            for one in found
        ),
        empty=_("还没有方案。"),
    )


def title_of(line: ProposalLine) -> str:
    return _("方案 %(number)d：%(origin)s") % {
        "number": line.number,
        "origin": _(words.ORIGINS[line.origin]),
    }


def gap_told(line: ProposalLine) -> str:
    if line.gap is None:
        return _("没有证明")
    return _("已是最好") if line.best or line.gap < 5e-5 else f"{line.gap:.2%}"


@require_safe
def watch(request: HttpRequest, planning_id: int) -> HttpResponse:
    """The bar while a planning is worked: htmx asks again; a page without scripts."""
    asked = plans.asking(planning_id)
    require(actor_of(request), "formation.read_plans", asked.area_id)
    if plans.proposals(planning_id):
        answer = HttpResponse(status=204) if request.headers.get("HX-Request") else None
        if answer is None:
            return redirect("formation:planning", planning_id)
        answer["HX-Redirect"] = reverse("formation:planning", args=[planning_id])
        return answer
    context = {"title": asked.title, **_bar(asked), "asked": asked}
    part = bool(request.headers.get("HX-Request"))
    return page(request, "formation/bar.html" if part else "formation/watch.html", context)


def _bar(asked: Asking) -> dict[str, Any]:
    found = bars.of(jobs.key_of(asked.id))
    told: Mapping[str, Any] = {}
    if found is not None and found.message.startswith("{"):
        told = json.loads(found.message)
    failed = found is not None and found.state == "failed"
    stage = {"search": _("正在比较各种分法"), "proof": _("正在证明离最好还差多少")}
    return {
        "bar": Progress(
            asked.title,
            found.done if found else 0,
            found.total if found else steps_of(asked.runs, asked.proof),
            reverse("formation:watch", args=[asked.id]),
            failed=failed,
            sentence=found.message
            if failed and found
            else stage.get(told.get("stage", ""), _("在排队，马上开始")),
        ),
        "best": words.number(sum(told["terms"])) if told.get("terms") else "",
        "bound": words.number(told["bound"]) if told.get("bound") else "",
        "terms": [
            (words.term(name), words.number(value))
            for name, value in zip(TERMS, told.get("terms") or (), strict=False)
        ],
    }


@require_POST
def start_again(request: HttpRequest, planning_id: int) -> HttpResponse:
    """A search that stopped is queued once more; one that is done stays as it is."""
    asked = plans.asking(planning_id)
    actor = actor_of(request)
    require(actor, "formation.plan", asked.area_id)
    jobs.plan.defer(planning_id=planning_id, user_id=actor.user_id or 0)
    say(request, happened=_("已重新开始。"))
    return redirect("formation:planning", planning_id)


@require_POST
def recompute(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Queued like a search; the bar says at its end whether every byte is the same."""
    found = plans.opened(proposal_id)
    actor = actor_of(request)
    require(actor, "formation.plan", found.area_id)
    key = jobs.check_key(proposal_id)
    job = bars.begin(key, jobs.CHECK_LABEL, 1, actor)
    jobs.check.defer(proposal_id=proposal_id, user_id=actor.user_id or 0)
    say(request, happened=_("已开始重算核对。"), then=_("算完后这里写明是否逐字节相同。"))
    return redirect("job", job)
