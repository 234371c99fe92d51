"""Steps of a village: its branch, its own procedure, its two disclosures."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.deliberating import record_deliberation
from liancun.contexts.affairs.actions.publishing import publish_decision, publish_result
from liancun.contexts.affairs.actions.village_steps import (
    convene_assembly,
    open_vote,
    record_decision,
    record_village_step,
)
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.web.forms import ConfirmForm, CountsForm, MeetingForm, NoteForm, VoteForm
from liancun.contexts.affairs.web.views import shapes
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.contexts.bodies import api as bodies
from liancun.contexts.meetings import api as meetings
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.permissions import require
from liancun.framework.web import parts
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.shortcuts import actor_of

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def deliberate(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.record_deliberation", village_id)
    stage = loaded.plan.outer_stage("opinion")
    branch = len({line.person_id for line in posts.holders(_part(village_id, stage), None, clock.today())})
    form = CountsForm(request.POST or None, initial=_initial(branch))
    return step_page(
        request,
        loaded,
        form,
        lambda: record_deliberation(actor, matter_id=matter_id, village_id=village_id, **form.cleaned_data),
        title=_("记录支部议事"),
        submit=_("提交支部议事记录"),
        happened=_("支部议事已经记录。"),
        then=_("等待其他村议事，然后召开党委会。"),
        rules=[
            shapes.rule_words(stage),
            _("支部议事达到“四议两公开”第一步要求的，就算作提议，不用再开一次会。"),
        ],
        known=_known(loaded, village_id, loaded.life.deliberate_by),
        consequence=_("提交后不能改动。"),
    )


@require_http_methods(FORM)
def step(request: HttpRequest, matter_id: int, village_id: int, stage: str) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.take_village_step", village_id)
    rule = _stage(loaded, stage)
    form = CountsForm(request.POST or None, initial=_initial(_entitled(village_id, rule)))
    return step_page(
        request,
        loaded,
        form,
        lambda: record_village_step(
            actor, matter_id=matter_id, village_id=village_id, stage=stage, **form.cleaned_data
        ),
        title=_("记录%(step)s") % {"step": rule.name},
        submit=_("提交记录"),
        happened=_("“%(step)s”已经记录。") % {"step": rule.name},
        then=_("请看本村的下一步。"),
        rules=[shapes.rule_words(rule), rule.article.words if rule.article else ""],
        known=_known(loaded, village_id, loaded.life.consent_by),
        consequence=_("提交后不能改动。"),
    )


@require_http_methods(FORM)
def assembly(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.take_village_step", village_id)
    rule = _stage(loaded, "")
    form = MeetingForm(request.POST or None)
    return step_page(
        request,
        loaded,
        form,
        lambda: convene_assembly(
            actor,
            matter_id=matter_id,
            village_id=village_id,
            starts_at=form.starts_at(),
            place=form.cleaned_data["place"],
        ),
        title=_("召集%(step)s") % {"step": rule.name},
        submit=_("发出会议通知"),
        happened=_("会议已经召集，应到人员按名册固定。"),
        then=_("开会时在会议页登记到会人员，然后开始表决。"),
        rules=_vote_rules(rule),
        known=_known(loaded, village_id, loaded.life.consent_by),
    )


@require_http_methods(FORM)
def vote(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.take_village_step", village_id)
    rule = _stage(loaded, "")
    form = VoteForm(request.POST or None)
    return step_page(
        request,
        loaded,
        form,
        lambda: open_vote(
            actor, matter_id=matter_id, village_id=village_id, method=form.cleaned_data["method"]
        ),
        title=_("开始表决"),
        submit=_("开始表决"),
        happened=_("表决已经开始，名册已经固定。"),
        then=_("请在表决页计票；结束表决后登记决定。"),
        rules=_vote_rules(rule),
        known=[*_meeting(loaded, village_id), *_known(loaded, village_id, None)],
    )


@require_http_methods(FORM)
def decide(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.take_village_step", village_id)
    rule = _stage(loaded, "")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    return step_page(
        request,
        loaded,
        form,
        lambda: record_decision(actor, matter_id=matter_id, village_id=village_id),
        title=_("登记决定"),
        submit=_("按表决结果登记决定"),
        happened=_("本村的决定已经登记。"),
        then=_("结论和依据见事项页。"),
        rules=_vote_rules(rule),
        known=[*_meeting(loaded, village_id), *_known(loaded, village_id, None)],
        consequence=_("登记后不能改动。"),
    )


@require_http_methods(FORM)
def publish(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.publish_decision", village_id)
    stage = loaded.plan.publicity("decision")
    days = stage.publicity.days if stage and stage.publicity else 0
    return step_page(
        request,
        loaded,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda: publish_decision(actor, matter_id=matter_id, village_id=village_id),
        title=_("公开决议"),
        submit=_("公开决议"),
        happened=_("决议已经公开。"),
        then=_("期满并答复异议后生效；之前不能付款。"),
        rules=[_("公开 %(days)s 日，内容由系统按记录生成，自然人姓名不公开。") % {"days": days}],
        known=_known(loaded, village_id, None),
        consequence=_("公开后内容不能改动，期限不能缩短。"),
    )


@require_http_methods(FORM)
def result(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.publish_result", village_id)
    form = NoteForm(request.POST or None)
    return step_page(
        request,
        loaded,
        form,
        lambda: publish_result(
            actor, matter_id=matter_id, village_id=village_id, note=form.cleaned_data["note"]
        ),
        title=_("公开实施结果"),
        submit=_("公开实施结果"),
        happened=_("实施结果已经公开。"),
        then=_("各村都公开后，开始群众评事。"),
        rules=[_("付款的凭证号、日期和金额由账上自动带出，自然人姓名遮蔽。")],
        known=_known(loaded, village_id, None),
        consequence=_("公开后内容不能改动。"),
    )


def _stage(loaded: lives.Loaded, key: str) -> Stage:
    """The step named, or the village's vote; there is no other page (404)."""
    for stage in loaded.plan.steps:
        if stage.key == key or (not key and stage.kind == "vote"):
            return stage
    raise Http404


def _part(village_id: int, stage: Stage) -> int:
    return village_id if stage.body == "village" else bodies.part_of(village_id, stage.body).id


def _entitled(village_id: int, stage: Stage) -> int:
    """From the roll; where a step has none, the two committees' posts (one person counts once)."""
    if stage.roll:
        return people.roll_size(_part(village_id, stage), stage.roll, clock.today())
    both = [bodies.part_of(village_id, kind).id for kind in ("branch", "village_committee")]
    return len({line.person_id for line in posts.holders_in(both, clock.today())})


def _initial(entitled: int) -> dict[str, object]:
    return {"held_on": clock.today(), "entitled": entitled or None}


def _vote_rules(stage: Stage) -> list[str]:
    return [shapes.rule_words(stage), stage.article.words if stage.article else ""]


def _known(loaded: lives.Loaded, village_id: int, by: date | None) -> list[parts.Fact]:
    party = loaded.party(village_id)
    if party is None:
        raise Http404
    found = [
        parts.Fact(_("事项"), loaded.row.title),
        parts.Fact(_("村"), party.name),
        parts.Fact(_("本村金额"), f"{party.amount:,.2f} {_('元')}"),
    ]
    if by:
        found.append(parts.Fact(_("期限"), chinese_date(by)))
    return found


def _meeting(loaded: lives.Loaded, village_id: int) -> list[parts.Fact]:
    call = lives.last_call(loaded, village_id)
    if call is None:
        return []
    facts = meetings.facts(call.meeting_id)
    counts = _("应到 %(entitled)s 人，实到 %(present)s 人") % {
        "entitled": facts.entitled,
        "present": facts.present,
    }
    found = [parts.Fact(_("会议"), counts, shapes.address("meetings:meeting", call.meeting_id))]
    if call.ballot_id is not None:
        url = shapes.address("ballots:ballot", call.ballot_id)
        found.append(parts.Fact(_("表决"), _("打开表决页"), url))
    return found
