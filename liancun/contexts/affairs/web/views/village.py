"""Steps of a village: its branch, its own procedure, its two disclosures."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.deliberating import record_deliberation
from liancun.contexts.affairs.actions.meeting_of import body_of, entitled_size
from liancun.contexts.affairs.actions.publishing import (
    publicity,
    publish_decision,
    publish_result,
    sent_to_review,
)
from liancun.contexts.affairs.actions.village_steps import (
    convene_assembly,
    open_vote,
    record_decision,
    record_village_step,
)
from liancun.contexts.affairs.policy import verbs_for
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.rules.acts import Act
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.web.forms import (
    AssemblyForm,
    ConfirmForm,
    CountsForm,
    DecideForm,
    NoteForm,
    VoteForm,
)
from liancun.contexts.affairs.web.views import shapes
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.contexts.affairs.web.views.reviewing import review_page
from liancun.contexts.bodies import api as bodies
from liancun.contexts.meetings import api as meetings
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web import parts
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.shortcuts import actor_of

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def deliberate(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.record_deliberation", village_id)
    stage = loaded.life.opinion
    if stage is None:
        raise Http404
    branch = len({line.person_id for line in posts.holders(body_of(village_id, stage), None, clock.today())})
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
            _("支部议事达到本村程序第一步要求的，就算作那一步，不用再开一次会。"),
        ],
        known=_known(loaded, village_id, loaded.life.deliberate_by),
        consequence=_("提交后不能改动。"),
    )


@require_http_methods(FORM)
def step(request: HttpRequest, matter_id: int, village_id: int, stage: str) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    rule = _stage(loaded, village_id, stage, "record", "vote")
    _allow(actor, loaded, Act.TAKE_STEP, village_id)
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
        known=_known(loaded, village_id, _by(loaded, village_id)),
        consequence=_("提交后不能改动。"),
    )


@require_http_methods(FORM)
def assembly(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    rule = _stage(loaded, village_id, "")
    _allow(actor, loaded, Act.TAKE_STEP, village_id)
    form = AssemblyForm(request.POST or None, stage=rule)
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
            alternative=form.cleaned_data.get("alternative", ""),
        ),
        title=_("召集%(step)s") % {"step": rule.name},
        submit=_("发出会议通知"),
        happened=_("会议已经召集，应到人员按名册固定。"),
        then=_("开会时在会议页登记到会人员，然后开始表决。"),
        rules=_vote_rules(rule),
        known=_known(loaded, village_id, _by(loaded, village_id)),
    )


@require_http_methods(FORM)
def vote(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    rule = _stage(loaded, village_id, "")
    _allow(actor, loaded, Act.TAKE_STEP, village_id)
    form = VoteForm(request.POST or None, methods=rule.methods)
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
    rule = _stage(loaded, village_id, "")
    _allow(actor, loaded, Act.TAKE_STEP, village_id)
    form = DecideForm(request.POST if request.method == "POST" else None, chair=rule.tie == "chair")
    return step_page(
        request,
        loaded,
        form,
        lambda: record_decision(actor, matter_id=matter_id, village_id=village_id, chair=form.chair_said()),
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
    _allow(actor, loaded, Act.PUBLISH_DECISION, village_id)
    track = loaded.life.track(village_id)
    stage = track.notice if track else None
    days = stage.publicity.days if stage and stage.publicity else 0
    if publicity(loaded, village_id, "decision").review and not sent_to_review(
        loaded, village_id, "decision"
    ):
        return review_page(request, loaded, village_id, "decision", _("决议公开"))
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
    _allow(actor, loaded, Act.PUBLISH_RESULT, village_id)
    reviewed = publicity(loaded, village_id, "result").review
    if reviewed and not sent_to_review(loaded, village_id, "result"):
        return review_page(request, loaded, village_id, "result", _("实施结果公开"))
    sent = request.POST if request.method == "POST" else None
    form = ConfirmForm(sent) if reviewed else NoteForm(request.POST or None)
    return step_page(
        request,
        loaded,
        form,
        lambda: publish_result(
            actor, matter_id=matter_id, village_id=village_id, note=form.cleaned_data.get("note", "")
        ),
        title=_("公开实施结果"),
        submit=_("公开实施结果"),
        happened=_("实施结果已经公开。"),
        then=_("各村都公开后，开始群众评事。"),
        rules=[_("付款的凭证号、日期和金额由账上自动带出，自然人姓名遮蔽。")],
        known=_known(loaded, village_id, None),
        consequence=_("公开后内容不能改动。"),
    )


def _stage(loaded: lives.Loaded, village_id: int, key: str, *kinds: str) -> Stage:
    """The stage named, or the body's vote due (else its last); there is no other page (404)."""
    track = loaded.life.track(village_id)
    if track is None:
        raise Http404
    if key:
        found = [stage for stage in track.stages if stage.key == key and (not kinds or stage.kind in kinds)]
    else:
        due = [track.due] if track.due and track.due.kind == "vote" else []
        found = [*due, *reversed([stage for stage in track.stages if stage.kind == "vote"])]
    if not found:
        raise Http404
    return found[0]


def _allow(actor: Actor, loaded: lives.Loaded, act: Act, village_id: int, step: str = "") -> None:
    """The act's verb for this body's officers; the first is named where none is had."""
    track = loaded.life.track(village_id)
    if track is None:
        raise Http404
    verbs = [f"affairs.{verb}" for verb in verbs_for(act, loaded.life, track, step)]
    require(actor, next((verb for verb in verbs if may(actor, verb, village_id)), verbs[0]), village_id)


def _entitled(village_id: int, stage: Stage) -> int:
    """From the roll; where a step has none, the posts of the two committees (one person counts once)."""
    if stage.roll:
        return entitled_size(village_id, stage, clock.today())
    village = bodies.village_of(village_id)
    if village is None:
        return len({line.person_id for line in posts.holders(village_id, None, clock.today())})
    both = [line.id for kind in ("branch", "village_committee") for line in bodies.children(village.id, kind)]
    return len({line.person_id for line in posts.holders_in(both, clock.today())})


def _by(loaded: lives.Loaded, village_id: int) -> date | None:
    track = loaded.life.track(village_id)
    return loaded.life.step_by(track) if track else None


def _initial(entitled: int) -> dict[str, object]:
    return {"held_on": clock.today(), "entitled": entitled or None}


def _vote_rules(stage: Stage) -> list[str]:
    found = [
        shapes.rule_words(stage),
        *(f"{other.name}：{shapes.rule_words(other)}" for other in stage.alternatives),
    ]
    if stage.notice_days:
        found.append(_("须提前 %(days)s 日通知。") % {"days": stage.notice_days})
    return [*found, stage.article.words if stage.article else ""]


def _known(loaded: lives.Loaded, village_id: int, by: date | None) -> list[parts.Fact]:
    party = loaded.party(village_id)
    if party is None:
        raise Http404
    found = [
        parts.Fact(_("事项"), loaded.row.title),
        parts.Fact(_("单位"), party.name),
    ]
    if party.amount:
        found.append(parts.Fact(_("金额"), f"{party.amount:,.2f} {_('元')}"))
    if party.why:
        found.append(parts.Fact(_("程序"), f"{_(party.why)}（{party.article}）"))
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
