"""What those above say: yes, no with a reason, or taken on file; and what they decide on a step that failed."""

from __future__ import annotations

from liancun.contexts.affairs.actions.ground import finished, locked, permitted
from liancun.contexts.affairs.models import Consent, Escalation, EscalationDecision
from liancun.contexts.affairs.queries.lives import Loaded
from liancun.contexts.affairs.rules.acts import Act, Asked
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.rules.track import Outcome
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import Conflict, Place, Refusal, mark


@action("affairs.record_consent")
def record_consent(
    actor: Actor, *, matter_id: int, stage: str, given: bool, reason: str = "", village_id: int | None = None
) -> Consent:
    """Says yes or no to a body's step that needs it, or, without `village_id`, to the joint application.

    A filing (备案) cannot be refused for good: sent back with a reason, it may come again.
    Refusals: affairs.unknown, affairs.reason, affairs.consent (not now, or another office's).
    """
    loaded = locked(matter_id)
    asked = Asked(Act.CONSENT, clock.today(), village_id, stage, passed=given)
    permitted(actor, loaded, asked, village_id or loaded.row.village_id)
    _refuse_silence(given, reason)
    procedure, rule = _rule(loaded, stage, village_id)
    known = [c for c in loaded.whole.consents if (c.village_id, c.stage) == (village_id, stage)]
    row = Consent.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village_id,
        procedure=procedure,
        stage=stage,
        attempt=len(known) + 1,
        how=rule.consent or "consent",
        given=given,
        reason=reason.strip(),
        article=rule.article.words if rule.article else "",
        decided_on=clock.today(),
        decided_by_id=actor.person_id,
        decided_by=signature(actor),
        recorded_at=clock.now(),
    )
    finished(actor, loaded, asked, {"step": stage, "given": given})
    return row


def _rule(loaded: Loaded, stage: str, village_id: int | None) -> tuple[str, Stage]:
    track = loaded.life.track(village_id) if village_id is not None else None
    if track and track.inner:
        return track.inner.key, track.inner.stage(stage)
    return loaded.plan.joint.key, loaded.plan.joint.stage(stage)


def _refuse_silence(given: bool, reason: str) -> None:
    if not given and not reason.strip():
        raise Refusal(
            "affairs.reason",
            mark("不同意或者退回的，必须写明理由。"),
            place=Place("field", field="reason"),
            remedy=mark("请写明依据和要改正的地方。"),
        )


@action("affairs.decide_escalation")
def decide_escalation(
    actor: Actor, *, matter_id: int, village_id: int, outcome: str, reason: str
) -> EscalationDecision:
    """Decides on a step that failed for the last time, or whose limit passed: again, on without it, or ended.

    Nobody decides in the body's place: "proceed" is there only for a record before another meeting or vote.
    Refusals: affairs.unknown, affairs.reason, affairs.decide-escalation.
    """
    loaded = locked(matter_id)
    track = loaded.life.track(village_id)
    stage = track.due.key if track and track.due else ""
    known = Outcome(outcome) if outcome in set(Outcome) else None
    asked = Asked(Act.DECIDE_ESCALATION, clock.today(), village_id, stage, outcome=known)
    permitted(actor, loaded, asked, village_id)
    _refuse_silence(False, reason)
    waiting = Escalation.objects.filter(
        matter_id=matter_id, village_id=village_id, stage=stage, decision__isnull=True
    ).first()
    if waiting is None:
        raise Conflict("affairs.decide-escalation", mark("这里没有提请乡镇决定的步骤。"))
    row = EscalationDecision.objects.create(
        escalation=waiting,
        body_id=loaded.row.body_id,
        outcome=outcome,
        reason=reason.strip(),
        decided_on=clock.today(),
        decided_by_id=actor.person_id,
        decided_by=signature(actor),
        recorded_at=clock.now(),
    )
    finished(actor, loaded, asked, {"step": stage, "outcome": outcome})
    return row
