"""What those above do: consents, filings, steps that came before the township."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from liancun.contexts.affairs.actions.above import decide_escalation, record_consent
from liancun.contexts.affairs.policy import verbs_for
from liancun.contexts.affairs.queries import lives
from liancun.contexts.affairs.rules.acts import Act
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.rules.track import Outcome, Track, may_proceed
from liancun.contexts.affairs.web.forms import ConsentForm, EscalationForm
from liancun.contexts.affairs.web.views import shapes
from liancun.contexts.affairs.web.views.forming import step_page
from liancun.framework.actors import Actor
from liancun.framework.permissions import may, require
from liancun.framework.web import parts
from liancun.framework.web.shortcuts import actor_of

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def consent(request: HttpRequest, matter_id: int, village_id: int, stage: str) -> HttpResponse:
    """To one body's step."""
    actor, loaded = actor_of(request), lives.load(matter_id)
    track = loaded.life.track(village_id)
    rule = track.stage(stage) if track else None
    if track is None or rule is None or rule.kind != "consent":
        raise Http404
    _allow(actor, verbs_for(Act.CONSENT, loaded.life, track, stage), village_id)
    return _consent_page(request, actor, loaded, rule, track)


@require_http_methods(FORM)
def approval(request: HttpRequest, matter_id: int, stage: str) -> HttpResponse:
    """To the joint application."""
    actor, loaded = actor_of(request), lives.load(matter_id)
    rule = next((one for one in loaded.plan.approvals if one.key == stage), None)
    if rule is None:
        raise Http404
    _allow(actor, verbs_for(Act.CONSENT, loaded.life, None), loaded.row.village_id)
    return _consent_page(request, actor, loaded, rule, None)


def _allow(actor: Actor, verbs: Sequence[str], body_id: int) -> None:
    names = [f"affairs.{verb}" for verb in verbs]
    require(actor, next((name for name in names if may(actor, name, body_id)), names[0]), body_id)


def _consent_page(
    request: HttpRequest, actor: Actor, loaded: lives.Loaded, rule: Stage, track: Track | None
) -> HttpResponse:
    files = rule.consent == "register"
    form = ConsentForm(request.POST or None, register=files)
    rules = [
        _("备案不是审批：材料齐全就予以备案；退回补正须写明理由。")
        if files
        else _("同意或者不同意；不同意须写明理由和依据。不能代替村里作出决定。"),
        rule.article.words if rule.article else "",
    ]
    known = shapes.facts(loaded)
    if track is not None:
        known = [*known, parts.Fact(_("单位"), _name(loaded, track.village))]
    return step_page(
        request,
        loaded,
        form,
        lambda: record_consent(
            actor,
            matter_id=loaded.row.id,
            stage=rule.key,
            given=form.cleaned_data["given"] == "yes",
            reason=form.cleaned_data["reason"],
            village_id=track.village if track else None,
        ),
        title=rule.name,
        submit=_("提交"),
        happened=_("“%(step)s”已经登记。") % {"step": rule.name},
        then=_("结论和理由已经写入经过。"),
        rules=rules,
        known=known,
        consequence=_("提交后不能改动。"),
    )


@require_http_methods(FORM)
def escalation(request: HttpRequest, matter_id: int, village_id: int) -> HttpResponse:
    actor, loaded = actor_of(request), lives.load(matter_id)
    require(actor, "affairs.decide_escalation", village_id)
    track = loaded.life.track(village_id)
    if track is None:
        raise Http404
    due = track.due
    proceeds = due is not None and may_proceed(track.stages, due)
    form = EscalationForm(
        request.POST or None, outcomes=[one for one in Outcome if one is not Outcome.PROCEED or proceeds]
    )
    return step_page(
        request,
        loaded,
        form,
        lambda: decide_escalation(actor, matter_id=matter_id, village_id=village_id, **form.cleaned_data),
        title=_("对没有通过的步骤作出决定"),
        submit=_("提交决定"),
        happened=_("决定已经登记。"),
        then=_("该单位按决定办理。"),
        rules=[
            _("乡镇不能代替村里表决：表决没有通过的，只能再开一次会，或者到此为止。"),
            due.article.words if due and due.article else "",
        ],
        known=[
            *shapes.facts(loaded),
            parts.Fact(_("单位"), _name(loaded, village_id)),
            parts.Fact(_("步骤"), due.name if due else "—"),
        ],
        consequence=_("提交后不能改动。"),
    )


def _name(loaded: lives.Loaded, village_id: int) -> str:
    party = loaded.party(village_id)
    return party.name if party else ""
