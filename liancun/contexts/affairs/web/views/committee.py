"""Steps of the joint committee, and raising a matter."""

from __future__ import annotations

from secrets import token_hex

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.raising import raise_matter as do_raise
from liancun.contexts.affairs.actions.resolving import adopt_resolution, convene_committee
from liancun.contexts.affairs.actions.taking_effect import take_effect
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.web.forms import ConfirmForm, MeetingForm, RaiseForm, ResolveForm
from liancun.contexts.affairs.web.views import shapes
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.meetings import api as meetings
from liancun.contexts.posts import api as posts
from liancun.framework import clock, playbook
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.framework.web import parts
from liancun.framework.web.said import say
from liancun.framework.web.shortcuts import act, actor_of, page
from liancun.kernel.errors import Conflict, mark

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def raise_matter(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, "affairs.raise_matter", None)
    village, joint = _mine(actor)
    members = {
        line.body.id: line.body.name
        for line in bodies.members_of(joint.id, clock.today())
        if line.body.is_village
    }
    kinds = playbook.current().section("affairs").subject
    form = RaiseForm(
        request.POST or None,
        request.FILES or None,
        subjects=[(key, kind.name) for key, kind in kinds.items()],
        members=members,
        initial={"key": token_hex(16)},
    )
    if request.method == "POST" and form.is_valid():
        made = act(request, form, lambda: _raise(actor, form, village.id, joint.id))
        if made is not None:
            say(request, happened=_("事项已经提出。"), then=_("等待各村支部议事。"))
            return redirect("affairs:matter", made)
    context = {
        "title": _("提出事项"),
        "crumbs": [parts.Link(_("联合事项"), reverse("affairs:matters"))],
        "form": form,
        "submit": _("提出事项"),
        "cancel_url": reverse("affairs:matters"),
        "known": [parts.Fact(_("提出单位"), village.name), parts.Fact(_("联合党委"), joint.name)],
        "rules": [_("使用集体资金的，每个村都要按自己的程序决定；联合党委的决议不能代替村里的决定。")],
    }
    return page(request, "affairs/raise.html", context, status=422 if form.errors else 200)


def _mine(actor: Actor) -> tuple[bodies.BodyLine, bodies.BodyLine]:
    """The village whose branch this person leads, and the joint committee it belongs to."""
    held = posts.posts_of(actor.person_id, clock.today()) if actor.person_id else []
    for post in held:
        village = bodies.village_of(post.body_id) if "branch_secretary" in post.roles else None
        joints = bodies.joints_of(village.id, clock.today()) if village else []
        committees = [line.body for line in joints if line.body.is_joint]
        if village and committees:
            return village, committees[0]
    raise Conflict(
        "affairs.no_committee",
        mark("您所在的村还没有加入联合党委，不能提出联合事项。"),
        remedy=mark("请先由乡镇登记加入。"),
    )


def _raise(actor: Actor, form: RaiseForm, village_id: int, joint_id: int) -> int:
    data = form.cleaned_data
    stored = [
        evidence.store(actor, body_id=village_id, name=file.name, content=file, purpose="affairs.raise")
        for file in data["papers"]
    ]
    return do_raise(
        actor,
        joint_id=joint_id,
        village_id=village_id,
        subject=data["subject"],
        title=data["title"],
        purpose=data["purpose"],
        amounts=form.amounts(),
        minimum=data["minimum"],
        files=[file.id for file in stored],
        key=data["key"],
    )


@require_http_methods(FORM)
def convene(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.convene_committee", loaded.row.body_id)
    stage = loaded.plan.outer_stage("resolution")
    form = MeetingForm(request.POST or None)
    return step_page(
        request,
        loaded,
        form,
        lambda: convene_committee(
            actor, matter_id=matter_id, starts_at=form.starts_at(), place=form.cleaned_data["place"]
        ),
        title=_("召集党委会"),
        submit=_("发出会议通知"),
        happened=_("会议通知已经发出。"),
        then=_("开会时在会议页登记到会人员。"),
        rules=[_("须提前 %(days)s 日通知。") % {"days": stage.notice_days}, shapes.rule_words(stage)],
        known=shapes.facts(loaded),
    )


@require_http_methods(FORM)
def resolve(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.adopt_resolution", loaded.row.body_id)
    call = lives.last_call(loaded, None)
    known = []
    if call is not None:
        facts = meetings.facts(call.meeting_id)
        counts = _("应到 %(entitled)s 人，实到 %(present)s 人") % {
            "entitled": facts.entitled,
            "present": facts.present,
        }
        known = [parts.Fact(_("党委会"), counts, shapes.address("meetings:meeting", call.meeting_id))]
    form = ResolveForm(request.POST or None, initial={"text": loaded.row.title})
    return step_page(
        request,
        loaded,
        form,
        lambda: adopt_resolution(actor, matter_id=matter_id, **form.cleaned_data),
        title=_("作出决议"),
        submit=_("登记决议"),
        happened=_("决议已经登记。"),
        then=_("各村按自己的程序作出决定后，才对该村生效。"),
        rules=[
            shapes.rule_words(loaded.plan.outer_stage("resolution")),
            _("先在会议页登记到会人员并登记开会。"),
        ],
        known=known,
        consequence=_("决议登记后不能改动；更正须另作决议。"),
    )


@require_http_methods(FORM)
def effect(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.take_effect", loaded.row.body_id)
    return step_page(
        request,
        loaded,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda: take_effect(actor, matter_id=matter_id),
        title=_("使决议生效"),
        submit=_("使决议生效"),
        happened=_("决议已经对公开期满的村生效。"),
        then=_("任务已经开立。"),
        consequence=_("生效后各村即可按决议办事、付款。"),
        known=shapes.facts(loaded),
    )
