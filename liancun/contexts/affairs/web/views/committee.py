"""Steps of the joint committee."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.resolving import adopt_resolution, convene_committee
from liancun.contexts.affairs.actions.taking_effect import take_effect
from liancun.contexts.affairs.policy import verbs_for
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.rules.acts import Act
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.web.forms import ConfirmForm, MeetingForm, ResolveForm
from liancun.contexts.affairs.web.views import shapes
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.contexts.meetings import api as meetings
from liancun.framework.permissions import require
from liancun.framework.web import parts
from liancun.framework.web.shortcuts import actor_of

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def convene(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.convene_committee", loaded.row.body_id)
    stage = _resolution(loaded)
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


def _resolution(loaded: lives.Loaded) -> Stage:
    stage = loaded.life.resolution
    if stage is None:
        raise Http404
    return stage


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
        happened=_("表决结果已经登记。"),
        then=_("通过的，各村按自己的程序作出决定后才对该村生效；没有通过的，可以另行召集会议再议。")
        if loaded.life.may_try_again
        else _("各村按自己的程序作出决定后，才对该村生效。"),
        rules=[
            shapes.rule_words(_resolution(loaded)),
            _("先在会议页登记到会人员并登记开会。"),
        ],
        known=known,
        consequence=_("决议登记后不能改动；更正须另作决议。"),
    )


@require_http_methods(FORM)
def effect(request: HttpRequest, matter_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    verbs = verbs_for(Act.TAKE_EFFECT, loaded.life, None)
    require(actor, f"affairs.{verbs[0]}", loaded.row.body_id)
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
