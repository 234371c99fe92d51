"""Applications of groups: in which order, the score card, township, county, the villages' own matters, founding."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liancun.contexts.affairs import api as affairs
from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.actions import applying
from liancun.contexts.formation.queries import applications as reading
from liancun.contexts.formation.queries import cards, plans
from liancun.contexts.formation.queries.applications import ApplicationLine, StepLine
from liancun.contexts.formation.web import words
from liancun.contexts.formation.web.forms import ApplyForm, FoundForm, ReviewForm
from liancun.contexts.formation.web.views.asking import title_of
from liancun.framework import clock
from liancun.framework.permissions import may, require
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import (
    Column,
    Entry,
    Fact,
    Link,
    NextStep,
    Pager,
    Register,
    Row,
    State,
    Tone,
)
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page, page_number, page_size

FORM = ["GET", "HEAD", "POST"]
_TONES: dict[str, Tone] = {"matter": "running", "founded": "running", "done": "done", "refused": "refused"}
_SAID: dict[str, Tone] = {"passed": "done", "waiting": "waiting", "refused": "refused"}
_PHASES: dict[str, Tone] = {"pilot": "running", "waits": "waiting"}


def _state(line: ApplicationLine) -> State:
    word = {
        "township": _("等待乡镇意见"),
        "county": _("等待县级审核"),
        "matter": _("各村按程序决定"),
        "founded": _("可以登记组建"),
        "done": _("已组建"),
        "refused": _("未通过"),
    }[line.stage]
    return State(word, _TONES.get(line.stage, "waiting"))


@require_safe
def stages(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Who begins, who follows, who waits and why: 成熟一个组建一个."""
    found = plans.opened(proposal_id)
    actor = actor_of(request)
    require(actor, "formation.read_plans", found.area_id)
    names = {one.key: one.name for one in found.problem.villages}
    applied = reading.of_proposal(proposal_id)
    rows = []
    for step in cards.steps(found):
        centre = step.group.centre
        when = {"pilot": _("先行试点"), "waits": _("暂缓")}.get(step.phase) or _("第 %(number)d 批") % {
            "number": step.number or 1
        }
        url = (
            reverse("formation:application", args=[applied[int(centre)]])
            if int(centre) in applied
            else reverse("formation:group", args=[proposal_id, centre])
        )
        rows.append(
            Row(
                (
                    _("%(centre)s组") % {"centre": names[centre]},
                    State(when, _PHASES.get(step.phase, "draft")),
                    len(step.group.members),
                    *(words.number(one.points, 1) for one in step.card.lines),
                    words.number(step.card.total, 1),
                    _("已申请") if int(centre) in applied else "",
                ),
                url=url,
                note=" ".join(one.text(gettext) for one in step.reasons),
            )
        )
    context = {
        "title": _("成熟一个，组建一个"),
        "lead": _("按准入三项排出先后；没有组数目标。"),
        "crumbs": [
            Link(found.title, reverse("formation:planning", args=[found.planning_id])),
            Link(title_of(found.line), reverse("formation:plan", args=[proposal_id])),
        ],
        "register": Register(
            (
                Column("group", _("组"), "name"),
                Column("when", _("先后"), "state"),
                Column("many", _("村数"), "number"),
                *(Column(key, _(name), "number") for key, name in cards.NAMES),
                Column("total", _("准入分"), "number"),
                Column("applied", _("申请")),
            ),
            tuple(rows),
            empty=_("方案里没有组。"),
        ),
    }
    return page(request, "formation/list.html", context)


@require_http_methods(FORM)
def apply(request: HttpRequest, proposal_id: int, centre: str) -> HttpResponse:
    found = plans.opened(proposal_id)
    actor = actor_of(request)
    require(actor, "formation.apply", found.area_id)
    group = next((one for one in found.plan.groups if one.centre == centre), None)
    if group is None:
        return page(request, "formation/no_group.html", {"title": found.title}, status=404)
    names = {one.key: one.name for one in found.problem.villages}
    card = cards.card(found, group)
    stem = names[centre].removesuffix("村")
    form = ApplyForm(request.POST or None, initial={"name": _("%(stem)s联村党委") % {"stem": stem}})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = act(
            request,
            form,
            lambda: applying.apply(
                actor, proposal_id=proposal_id, centre=centre, name=told["name"], reason=told["reason"]
            ),
        )
        if made is not None:
            say(request, happened=_("已提出组建申请。"), then=_("等待中心村所在乡镇提意见。"))
            return redirect("formation:application", made)
    context = {
        "title": _("提出组建申请"),
        "lead": "、".join(names[key] for key in group.members),
        "crumbs": [Link(title_of(found.line), reverse("formation:plan", args=[proposal_id]))],
        "form": form,
        "submit": _("提出申请"),
        "cancel_url": reverse("formation:group", args=[proposal_id, centre]),
        "known": [
            Fact(_("准入分"), f"{card['total']} / {card['bar']:g}"),
            *(Fact(_(one["name"]), f"{one['points']}") for one in card["lines"]),
        ],
        "rules": [_("行政区划、村民自治主体、集体资产和资源权属都不变；入不入组由各村自己决定。")],
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), "formation.read_applications", None)
    size, number = page_size(request, 25), page_number(request)
    total, listed = reading.applications((number - 1) * size, size)
    names = bodies.lines({id for one in listed for id in (one.township_id, one.centre_id)})
    rows = tuple(
        Row(
            (
                one.name,
                names[one.centre_id].short_name or names[one.centre_id].name,
                names[one.township_id].name,
                len(one.members),
                str(one.card["total"]),
                _state(one),
                one.made_at,
            ),
            url=reverse("formation:application", args=[one.id]),
            note=one.held,
        )
        for one in listed
    )
    context = {
        "title": _("组建申请"),
        "lead": _("乡镇提意见，县里审核，各村按本村程序决定，然后登记组建。"),
        "register": Register(
            (
                Column("name", _("组织"), "name"),
                Column("centre", _("中心村")),
                Column("township", _("乡镇")),
                Column("members", _("村数"), "number"),
                Column("score", _("准入分"), "number"),
                Column("state", _("状态"), "state"),
                Column("made_at", _("申请时间"), "date"),
            ),
            rows,
            empty=_("还没有组建申请。在方案的“组建先后”里选一个成熟的组提出。"),
        ),
        "pager": Pager(number, max(1, -(-total // size)), total, size),
    }
    return page(request, "pages/register.html", context)


@require_safe
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    line = reading.application(application_id)
    actor = actor_of(request)
    names = bodies.lines({line.area_id, line.township_id, *line.members})
    context = {
        "title": line.name,
        "lead": line.reason,
        "crumbs": [Link(_("组建申请"), reverse("formation:applications"))],
        "state": _state(line),
        "facts": [
            Fact(_("中心村"), names[line.centre_id].name, reverse("bodies:record", args=[line.centre_id])),
            Fact(_("乡镇"), names[line.township_id].name),
            Fact(_("准入分"), f"{line.card['total']} / {line.card['bar']:g}"),
            Fact(_("谁提出"), line.made_by_name),
        ],
        "next": _next(request, line),
        "card": [
            (_(one["name"]), words.number(one["points"], 1), f"{one['share']:.0%}")
            for one in line.card["lines"]
        ],
        "own": _shares(line.card["own"]),
        "beside": _shares(line.card["beside"]),
        "supplies": line.card["supplies"],
        "register": _members(line, names),
        "unions": reading.todays_unions(line),
        "timeline": _timeline(line),
        "line": line,
        "plan_url": reverse("formation:group", args=[line.proposal_id, line.centre_id])
        if may(actor, "formation.read_plans", line.area_id)
        else "",
    }
    return page(request, "formation/application.html", context)


def _shares(found: list[list[object]]) -> str:
    return "、".join(f"{name} {share:.0%}" for name, share in found) or "—"


def _next(request: HttpRequest, line: ApplicationLine) -> NextStep | None:
    actor = actor_of(request)
    if line.stage == "township":
        url = _if(may(actor, "formation.review_for_township", line.township_id), "review_for_township", line)
        return NextStep(_("乡镇对这项申请提出意见。"), _("提意见") if url else "", url, _("乡镇分管领导"))
    if line.stage == "county":
        own = line.made_by == actor.user_id
        url = _if(
            may(actor, "formation.review_for_county", line.area_id) and not own, "review_for_county", line
        )
        return NextStep(
            _("县里审核；提出申请的人不能自己审核。"), _("审核") if url else "", url, _("县里另一位负责人")
        )
    if line.stage == "matter":
        mine = [
            id for id in line.members if id not in line.matters and may(actor, "formation.raise_joining", id)
        ]
        left = len(line.undecided)
        told = _("各村按本村程序决定是否加入，还有 %(left)d 个村。") % {"left": left}
        if not mine:
            return NextStep(told, who=_("各村党支部书记"))
        url = reverse("formation:raise_joining", args=[line.id, mine[0]])
        return NextStep(told, _("提出本村加入的事项"), url, post=True)
    if line.stage == "founded":
        url = _if(may(actor, "formation.found_group", line.area_id), "found", line)
        return NextStep(_("各村都已决定，可以登记组建。"), _("登记组建") if url else "", url, _("县里负责人"))
    return None


def _if(allowed: bool, name: str, line: ApplicationLine) -> str:
    return reverse(f"formation:{name}", args=[line.id]) if allowed else ""


def _members(line: ApplicationLine, names: dict[int, bodies.BodyLine]) -> Register:
    matters, undecided = line.matters, set(line.undecided)
    unions = reading.todays_unions(line)
    rows = []
    for id in line.members:
        matter = affairs.matter_line(matters[id]) if id in matters else None
        state = (
            State(_("已决定加入"), "done")
            if id not in undecided
            else State(matter.state_word, "running")
            if matter
            else State(_("还没有提出"), "draft")
        )
        rows.append(
            Row(
                (names[id].name, _("中心村") if id == line.centre_id else "", unions.get(id, ""), state),
                url=reverse("affairs:matter", args=[matter.id])
                if matter
                else reverse("bodies:record", args=[id]),
            )
        )
    return Register(
        (
            Column("village", _("村"), "name"),
            Column("role", _("角色")),
            Column("union", _("申请时已在的联建组织")),
            Column("state", _("本村的决定"), "state"),
        ),
        tuple(rows),
    )


def _timeline(line: ApplicationLine) -> list[Entry]:
    return [Entry(_("提出组建申请"), line.made_at, line.made_by_name)] + [_entry(one) for one in line.steps]


def _entry(one: StepLine) -> Entry:
    if one.stage == "matter":
        village = bodies.get(one.body_id or 0).name
        told = _("%(village)s提出本村加入的事项") % {"village": village}
        return Entry(told, one.made_at, one.made_by_name, url=reverse("affairs:matter", args=[one.matter_id]))
    if one.stage == "founded":
        return Entry(
            _("登记组建"), one.made_at, one.made_by_name, url=reverse("bodies:record", args=[one.body_id])
        )
    verdict = {"passed": _("同意"), "waiting": _("暂缓"), "refused": _("不同意")}[one.verdict]
    told = f"{_(words.STAGES[one.stage])}：{verdict}"
    return Entry(told, one.made_at, one.made_by_name, note=one.note, tone=_SAID[one.verdict])


def _step(
    request: HttpRequest, line: ApplicationLine, form: Form, do: Callable[[], object], title: str, submit: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and act(request, form, lambda: (do(), True)) is not None:
        say(request, happened=_("已记录。"))
        return redirect("formation:application", line.id)
    back = reverse("formation:application", args=[line.id])
    context = {
        "title": title,
        "lead": line.name,
        "crumbs": [Link(line.name, back)],
        "form": form,
        "submit": submit,
        "cancel_url": back,
        "known": [Fact(_("准入分"), f"{line.card['total']} / {line.card['bar']:g}")],
    }
    return page(request, "pages/step.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def review_for_township(request: HttpRequest, application_id: int) -> HttpResponse:
    line = reading.application(application_id)
    actor = actor_of(request)
    require(actor, "formation.review_for_township", line.township_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)

    def do() -> None:
        applying.review_for_township(actor, application_id=line.id, **form.cleaned_data)

    return _step(request, line, form, do, _("乡镇意见"), _("提交意见"))


@require_http_methods(FORM)
def review_for_county(request: HttpRequest, application_id: int) -> HttpResponse:
    line = reading.application(application_id)
    actor = actor_of(request)
    require(actor, "formation.review_for_county", line.area_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)

    def do() -> None:
        applying.review_for_county(actor, application_id=line.id, **form.cleaned_data)

    return _step(request, line, form, do, _("县级审核"), _("提交审核意见"))


@require_POST
def raise_joining(request: HttpRequest, application_id: int, village_id: int) -> HttpResponse:
    matter = applying.raise_joining(actor_of(request), application_id=application_id, village_id=village_id)
    say(request, happened=_("已提出本村加入的事项。"), then=_("由本村按自己的程序决定。"))
    return redirect("affairs:matter", matter)


@require_http_methods(FORM)
def found(request: HttpRequest, application_id: int) -> HttpResponse:
    line = reading.application(application_id)
    actor = actor_of(request)
    require(actor, "formation.found_group", line.area_id)
    form = FoundForm(request.POST if request.method == "POST" else None, initial={"since": clock.today()})

    def do() -> None:
        applying.found_group(actor, application_id=line.id, since=form.cleaned_data["since"])

    return _step(request, line, form, do, _("登记组建"), _("登记组建"))
