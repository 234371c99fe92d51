"""推选 on the screen and on paper: the list, one selection with its next step, and each step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts.actions import selections as actions
from liancun.contexts.posts.models import SelectionState, Stand
from liancun.contexts.posts.queries import selections as queries
from liancun.contexts.posts.queries.selections import CandidateLine, SelectionRecord
from liancun.contexts.posts.web.forms.selections import (
    AppointSelectedForm,
    ApproveForm,
    CandidateForm,
    ConcludeForm,
    OpenForm,
    OpinionForm,
)
from liancun.contexts.posts.web.views.appointing import STEP
from liancun.contexts.posts.web.views.steps import (
    PAGE,
    Step,
    chosen,
    id_of,
    listing,
    number_of,
    search_of,
    step,
)
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Register,
    Row,
    State,
    Tone,
)
from liancun.framework.web.shortcuts import actor_of, page, sensitive
from liancun.kernel.errors import mark

TONES: dict[str, Tone] = {
    "open": "running",
    "concluded": "waiting",
    "approved": "waiting",
    "appointed": "done",
    "dropped": "closed",
}
ACTS = {
    "open": mark("启动推选"),
    "put_up": mark("提出候选人"),
    "conclude": mark("得出推选结果"),
    "approve": mark("批准"),
    "return": mark("退回"),
    "appoint": mark("登记任职"),
}


def state_of(code: str) -> State:
    return State(str(SelectionState(code).label), TONES[code])


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "posts.see_work", None)
    state, number = chosen(request, "state", SelectionState.values), number_of(request)
    search = search_of(request)
    total, lines = queries.listed(state, search, first=(number - 1) * PAGE, count=PAGE)
    columns = (
        Column("post", _("职务"), "name"),
        Column("body", _("组织")),
        Column("opened", _("启动日期"), "date"),
        Column("chosen", _("拟任人选")),
        Column("state", _("情况"), "state"),
    )
    rows = tuple(
        Row(
            (line.kind_name, line.body_name, line.opened_on, line.chosen_name, state_of(line.state)),
            url=reverse("posts:selection", args=[line.id]),
        )
        for line in lines
    )
    states = (Choice("", _("全部")), *(Choice(code, str(word)) for code, word in SelectionState.choices))
    shown = Register(
        columns,
        rows,
        filters=(Filter("state", _("情况"), states, state),),
        search=search,
        search_hint=_("姓名或组织"),
        empty=_("还没有推选。请从组织的“现任职务”页启动。"),
    )
    return listing(
        request,
        _("推选"),
        shown,
        total,
        lead=_("按条件提名，听取各成员单位意见，得出结果，经批准后任职。村委会选举和党内选举不在这里办理。"),
    )


@STEP
def open_selection(request: HttpRequest) -> HttpResponse:
    body = bodies.get(id_of(request, "body") or 0)
    actor = actor_of(request)
    require(actor, "posts.open_selection", body.id)
    form = OpenForm(request.POST or None, body=body, initial={"kind": request.GET.get("kind", "")})

    def opened() -> str:
        data = form.cleaned_data
        made = actions.open_selection(
            actor, body_id=body.id, kind=data["kind"], criteria=data["criteria"].splitlines()
        )
        return reverse("posts:selection", args=[made])

    shown = Step(
        title=_("启动推选"),
        lead=body.name,
        submit=_("启动推选"),
        back=f"{reverse('posts:register')}?body={body.id}",
        happened=_("已启动推选。"),
        then=_("请提出候选人。"),
        rules=[_("村民委员会选举、罢免和党内选举依照法律和党内法规组织，本系统不办理。")],
    )
    return step(request, form, opened, shown)


@require_safe
def selection(request: HttpRequest, selection_id: int) -> HttpResponse:
    found = queries.record(selection_id)
    actor = actor_of(request)
    require(actor, "posts.see_work", None)
    context = {
        "title": _("推选%(kind)s") % {"kind": found.line.kind_name},
        "crumbs": [Link(_("推选"), reverse("posts:selections"))],
        "record": found,
        "state": state_of(found.line.state),
        "facts": _facts(found),
        "next": next_step(actor, found),
        "candidates": [_candidate(one) for one in found.candidates],
        "timeline": [
            Entry(_(ACTS.get(one.act, one.act)), one.at, one.by_name, note=one.note) for one in found.steps
        ],
        "steps": _steps(actor, found),
        "related": [],
    }
    return page(request, "posts/selection.html", context)


def _facts(found: SelectionRecord) -> list[Fact]:
    line = found.line
    given = [
        Fact(_("组织"), line.body_name, reverse("bodies:record", args=[line.body_id])),
        Fact(_("启动日期"), chinese_date(line.opened_on)),
        Fact(_("拟任人选"), line.chosen_name),
        Fact(_("推选日期"), chinese_date(found.held_on) if found.held_on else ""),
        Fact(_("批准"), found.approved_by),
    ]
    return [fact for fact in given if fact.value]


def _candidate(one: CandidateLine) -> dict[str, object]:
    return {
        "line": one,
        "opinions": [(given, str(Stand(given.stand).label)) for given in one.opinions],
        "agree": one.count("agree"),
        "asked": len(one.opinions),
        "url": reverse("posts:person", args=[one.person_id]),
    }


def _unheard(found: SelectionRecord) -> int:
    """How many members have said nothing of any candidate."""
    heard = {given.member_id for one in found.candidates for given in one.opinions}
    return sum(one.id not in heard for one in found.members)


def next_step(actor: Actor, found: SelectionRecord) -> NextStep | None:
    """What is to be done, by whom; with a button for those who may."""
    line, made = found.line, found.line.id
    organiser = may(actor, "posts.open_selection", line.body_id)
    if line.state == "open" and not found.candidates:
        return _next(organiser, _("请提出候选人"), _("提出候选人"), "posts:put_up", made, line.body_name)
    if line.state == "open":
        missing = _unheard(found)
        if missing:
            sentence = _("还有 %(count)d 个成员单位没有表态") % {"count": missing}
            asked = organiser or any(may(actor, "posts.give_opinion", one.id) for one in found.members)
            return _next(asked, sentence, _("登记意见"), "posts:opinion", made, _("成员单位"))
        return _next(
            organiser, _("各成员单位已表态"), _("得出推选结果"), "posts:conclude", made, line.body_name
        )
    if line.state == "concluded":
        mine = may(actor, "posts.approve_selection", line.body_id) and actor.person_id != line.concluded_by_id
        return _next(mine, _("推选结果等待批准"), _("审批推选结果"), "posts:approve", made, _("乡镇党委"))
    if line.state == "approved":
        return _next(
            organiser, _("推选结果已批准"), _("登记任职"), "posts:appoint_selected", made, line.body_name
        )
    return None


def _next(mine: bool, sentence: str, label: str, url: str, selection_id: int, who: str) -> NextStep:
    target = reverse(url, args=[selection_id]) if mine else ""
    return NextStep(sentence, label if mine else "", target, who=who)


def _steps(actor: Actor, found: SelectionRecord) -> list[Link]:
    made = found.line.id
    links = []
    if found.line.state == "open" and may(actor, "posts.open_selection", found.line.body_id):
        links = [
            Link(_("再提候选人"), reverse("posts:put_up", args=[made])),
            Link(_("登记意见"), reverse("posts:opinion", args=[made])),
            Link(_("得出推选结果"), reverse("posts:conclude", args=[made])),
        ]
    if found.post_id:
        links.append(Link(_("查看任职"), reverse("posts:post", args=[found.post_id])))
    return [*links, Link(_("打印推选记录"), reverse("posts:print_selection", args=[made]))]


def _shown(found: SelectionRecord, title: str, submit: str, happened: str, then: str, **more: object) -> Step:
    line = found.line
    return Step(
        title=title,
        submit=submit,
        back=reverse("posts:selection", args=[line.id]),
        happened=happened,
        then=then,
        known=[Fact(_("组织"), line.body_name), Fact(_("职务"), line.kind_name)],
        rules=list(found.criteria),
        crumbs=[Link(_("推选"), reverse("posts:selections"))],
        **more,  # type: ignore[arg-type]
    )


@STEP
def put_up(request: HttpRequest, selection_id: int) -> HttpResponse:
    found = queries.record(selection_id)
    actor, line = actor_of(request), found.line
    require(actor, "posts.open_selection", line.body_id)
    known = queries.eligible(line.body_id, line.kind, search_of(request))
    form = CandidateForm(request.POST or None, known=known)

    def done() -> None:
        data = form.cleaned_data
        actions.put_up(actor, selection_id=selection_id, person_id=data["person"], reason=data["reason"])

    shown = _shown(
        found,
        _("提出候选人"),
        _("提出"),
        _("已提出候选人。"),
        _("系统已附上这个人的任职经历和人才记载。请听取成员单位意见。"),
        template="posts/person_step.html",
        more={"search": search_of(request), "kept": {}},
    )
    return step(request, form, done, shown)


@STEP
def opinion(request: HttpRequest, selection_id: int) -> HttpResponse:
    """For the organiser all members; for a member's own officer that member."""
    found = queries.record(selection_id)
    actor = actor_of(request)
    members = [one for one in found.members if may(actor, "posts.give_opinion", one.id)]
    if not members:
        require(actor, "posts.give_opinion", found.line.body_id)
    form = OpinionForm(request.POST or None, candidates=found.candidates, members=members)

    def done() -> None:
        data = form.cleaned_data
        actions.give_opinion(
            actor,
            selection_id=selection_id,
            candidate_id=data["candidate"],
            member_id=data["member"],
            stand=data["stand"],
            words=data["words"],
        )

    shown = _shown(found, _("登记意见"), _("登记"), _("已登记意见。"), _("表态后不能更改。"))
    return step(request, form, done, shown)


@STEP
def conclude(request: HttpRequest, selection_id: int) -> HttpResponse:
    found = queries.record(selection_id)
    actor = actor_of(request)
    require(actor, "posts.open_selection", found.line.body_id)
    form = ConcludeForm(request.POST or None, candidates=found.candidates)

    def done() -> None:
        data = form.cleaned_data
        actions.conclude_selection(
            actor,
            selection_id=selection_id,
            candidate_id=data["chosen"],
            held_on=data["held_on"],
            result=data["result"],
        )

    then = _("等待乡镇党委批准。") if found.line.needs_approval else _("可以登记任职。")
    shown = _shown(found, _("得出推选结果"), _("提交结果"), _("已登记推选结果。"), then)
    return step(request, form, done, shown)


@sensitive
@STEP
def approve(request: HttpRequest, selection_id: int) -> HttpResponse:
    found = queries.record(selection_id)
    actor = actor_of(request)
    require(actor, "posts.approve_selection", found.line.body_id)
    form = ApproveForm(request.POST or None)

    def done() -> None:
        data = form.cleaned_data
        yes = data["approve"] == "yes"
        actions.approve_selection(actor, selection_id=selection_id, approve=yes, note=data["note"])

    shown = _shown(found, _("审批推选结果"), _("提交"), _("已办理。"), _("批准后由组织登记任职。"))
    known = [*shown.known, Fact(_("拟任人选"), found.line.chosen_name), Fact(_("推选结果"), found.result)]
    return step(request, form, done, _with_known(shown, known))


def _with_known(shown: Step, known: list[Fact]) -> Step:
    return Step(**{**shown.__dict__, "known": [fact for fact in known if fact.value]})


@sensitive
@STEP
def appoint(request: HttpRequest, selection_id: int) -> HttpResponse:
    found = queries.record(selection_id)
    actor = actor_of(request)
    require(actor, "posts.open_selection", found.line.body_id)
    form = AppointSelectedForm(request.POST or None)

    def done() -> str:
        made = actions.appoint_selected(actor, selection_id=selection_id, **form.cleaned_data)
        return reverse("posts:post", args=[made])

    shown = _shown(found, _("登记任职"), _("登记任职"), _("已登记任职。"), _("相应权限从任职日期起生效。"))
    return step(
        request, form, done, _with_known(shown, [*shown.known, Fact(_("姓名"), found.line.chosen_name)])
    )


@require_safe
def paper(request: HttpRequest, selection_id: int) -> HttpResponse:
    """The record on A4, with everybody's opinion and empty boxes for signatures and seal."""
    found = queries.record(selection_id)
    require(actor_of(request), "posts.see_work", None)
    context = {
        "title": _("%(kind)s推选记录") % {"kind": found.line.kind_name},
        "number": _("第 %(number)d 号") % {"number": found.line.id},
        "office": found.line.body_name,
        "date": found.held_on or clock.today(),
        "record": found,
        "candidates": [_candidate(one) for one in found.candidates],
        "signatures": [_("主持人"), _("记录人"), *([_("乡镇党委")] if found.line.needs_approval else [])],
        "seal": True,
        "back_url": reverse("posts:selection", args=[selection_id]),
    }
    return page(request, "posts/print_selection.html", context)
