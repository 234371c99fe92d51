"""What if: moves kept, a village fixed or kept out, other bounds and weights, two plans side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.formation.actions.editing import keep_edited, vary
from liancun.contexts.formation.queries import known, plans
from liancun.contexts.formation.queries.plans import Opened
from liancun.contexts.formation.rules.comparing import Comparison, changed, compare
from liancun.contexts.formation.rules.problem import TERMS, Plan, Rules
from liancun.contexts.formation.rules.registry import Known
from liancun.contexts.formation.web import drawing, words
from liancun.contexts.formation.web.forms import VaryForm, shape_of
from liancun.contexts.formation.web.views.asking import fieldsets, names_of, title_of
from liancun.contexts.formation.web.views.plan import moves_of
from liancun.framework.permissions import require
from liancun.framework.web.parts import Choice, Column, Link, Register, Row
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.kernel.errors import Unknown, mark

TODAY = "today"
# Villages named below the comparison; the map shows all.
MOST_NAMES = 60


@require_POST
def keep(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The moves of the page become a plan of their own."""
    moves = moves_of(request.POST.get("moves", ""))
    made = keep_edited(
        actor_of(request), proposal_id=proposal_id, moves=moves, note=request.POST.get("note", "")
    )
    say(request, happened=_("已保存为新方案。"), then=_("原方案还在，可以并排比较。"))
    return redirect("formation:plan", made)


@require_POST
def wish(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One village fixed in its group, kept out of it, or left out; the plan is searched on at once."""
    found = plans.opened(proposal_id)
    actor = actor_of(request)
    require(actor, "formation.plan", found.area_id)
    rules, out = _wished(found, request.POST.get("village", ""), request.POST.get("wish", ""))
    made = vary(actor, proposal_id=proposal_id, rules=rules, profile=found.problem.profile, unwilling=out)
    say(request, happened=_("已按新条件再算。"), then=_("原方案还在，可以并排比较。"))
    return redirect(f"{reverse('formation:compare', args=[made])}?with={proposal_id}")


def _wished(found: Opened, village: str, wished: str) -> tuple[Rules, tuple[str, ...]]:
    """The rules with one wish more. Unknown for a village that is not planned or a wish that is none."""
    rules, out = found.problem.rules, tuple(one.key for one in found.problem.villages if not one.willing)
    known_keys = {one.key for one in found.problem.villages}
    home = found.plan.group_of().get(village)
    if village in known_keys and wished == "out":
        return rules, (*out, village)
    if home is not None and home.centre != village and wished in ("fix", "forbid"):
        pair = (home.centre, village)
        if wished == "fix":
            return replace(rules, together=(*rules.together, pair)), out
        return replace(rules, apart=(*rules.apart, pair)), out
    raise Unknown(
        "formation.no_wish", mark("这个村不能这样固定或分开。"), remedy=mark("请返回方案重新选择。")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Other bounds, wishes and weights over the same villages: under a second."""
    found = plans.opened(proposal_id)
    actor = actor_of(request)
    require(actor, "formation.plan", found.area_id)
    problem = found.problem
    names = {one.key: one.name for one in problem.villages}
    out = "、".join(one.name for one in problem.villages if not one.willing)
    initial = shape_of(problem.rules, problem.profile, names) | {"title": found.title, "unwilling": out}
    sent = request.POST if request.method == "POST" else None
    callable = [Known(one.key, one.name, one.township, 0, 0) for one in problem.villages]
    form = VaryForm(sent, initial=initial, names=names_of(callable))
    if sent is not None and form.is_valid():
        made = act(
            request,
            form,
            lambda: vary(
                actor,
                proposal_id=proposal_id,
                rules=form.rules(problem.rules),
                profile=form.profile(problem.profile.name),
                unwilling=form.refusers(),
                title=form.cleaned_data["title"],
            ),
        )
        if made is not None:
            say(request, happened=_("已按新条件再算。"), then=_("原方案还在，可以并排比较。"))
            return redirect(f"{reverse('formation:compare', args=[made])}?with={proposal_id}")
    context = {
        "title": _("改条件再算"),
        "lead": title_of(found.line),
        "crumbs": [
            Link(found.title, reverse("formation:planning", args=[found.planning_id])),
            Link(title_of(found.line), reverse("formation:plan", args=[proposal_id])),
        ],
        "form": form,
        "submit": _("再算一次"),
        "cancel_url": reverse("formation:plan", args=[proposal_id]),
        "rules": [_("从这个方案出发，只改有必要改的村；村、数据和道路不变。")],
        **fieldsets(form),
    }
    return page(request, "formation/begin.html", context, status=422 if form.errors else 200)


@require_safe
def side_by_side(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """This plan and another one, or today's groups, under this plan's question."""
    found = plans.opened(proposal_id)
    require(actor_of(request), "formation.read_plans", found.area_id)
    others = [one for one in plans.of_area(found.area_id) if one.id != proposal_id]
    called = plans.titles({one.planning_id for one in others})
    chosen = request.GET.get("with", TODAY)
    other, title = _other(found, chosen)
    compared = compare(found.problem, other, found.plan)
    moved = changed(other, found.plan)
    still = {one.key for one in found.problem.villages}.difference(moved)
    names = _names(found)
    context = {
        "title": _("两个方案并排比较"),
        "lead": found.title,
        "crumbs": [
            Link(found.title, reverse("formation:planning", args=[found.planning_id])),
            Link(title_of(found.line), reverse("formation:plan", args=[proposal_id])),
        ],
        "one_title": title,
        "other_title": title_of(found.line),
        "one": drawing.drawn(found, other, still=still),
        "other": drawing.drawn(
            found,
            found.plan,
            still=still,
            tints=drawing.tints_after(found.problem, other, found.plan),
        ),
        "register": _register(compared, title, title_of(found.line)),
        "moved": "、".join(names[key] for key in moved[:MOST_NAMES]),
        "moved_more": max(0, len(moved) - MOST_NAMES),
        "many": len(moved),
        "alike": f"{compared.alike:.0%}",
        "broken": len(compared.one.broken),
        "choices": [
            Choice(TODAY, _("现有的联建组织")),
            *(Choice(str(one.id), _whole_title(called[one.planning_id], one)) for one in others),
        ],
        "chosen": chosen,
        "opened": found,
    }
    return page(request, "formation/compare.html", context)


def _whole_title(planning: str, line: plans.ProposalLine) -> str:
    """Plans of several plannings have the same numbers."""
    return f"{planning} · {title_of(line)}"


def _names(found: Opened) -> Mapping[str, str]:
    return {one.key: one.name for one in found.problem.villages}


def _other(found: Opened, chosen: str) -> tuple[Plan, str]:
    if chosen.isdigit():
        other = plans.opened(int(chosen))
        if other.area_id == found.area_id:
            return other.plan, _whole_title(other.title, other.line)
    ground = known.ground(found.area_id, known.newest_year())
    return known.todays(ground, found.problem), _("现有的联建组织")


def _counts(one: int, other: int) -> tuple[str, str, str]:
    return str(one), str(other), f"{other - one:+d}" if other != one else "0"


def _register(compared: Comparison, one: str, other: str) -> Register:
    """Counts and terms of both; the last column says which way."""
    first, second = compared.one, compared.other
    rows = [
        Row((_("组"), *_counts(first.groups, second.groups))),
        Row((_("入组的村"), *_counts(first.placed, second.placed))),
        Row((_("不合规则的地方"), *_counts(len(first.broken), len(second.broken)))),
    ]
    for name in TERMS:
        rows.append(
            Row(
                (
                    words.term(name),
                    words.number(first.score.terms[name]),
                    words.number(second.score.terms[name]),
                    words.signed(compared.terms[name]),
                ),
                note=_(words.TERM_NOTES[name]),
            )
        )
    total = (words.number(first.score.total), words.number(second.score.total), words.signed(compared.more))
    rows.append(Row((_("得分（越小越好）"), *total)))
    return Register(
        (
            Column("what", _("比什么"), "name"),
            Column("one", one, "number"),
            Column("other", other, "number"),
            Column("more", _("相差"), "number"),
        ),
        tuple(rows),
    )
