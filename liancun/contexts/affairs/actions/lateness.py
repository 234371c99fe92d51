"""A time limit that passed, on record, with what the playbook makes of it."""

from __future__ import annotations

from datetime import date

from liancun.contexts.affairs.actions.ground import tries
from liancun.contexts.affairs.models import Consent, How, StageRecord
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.audit import api as audit
from liancun.framework import clock
from liancun.framework.actors import Actor, signature
from liancun.kernel.errors import mark


def write_late(actor: Actor, loaded: Loaded, stage: str, village: int | None) -> None:
    """`stage` as `rules.life.overdue` names it."""
    procedure, rule = _rule(loaded, stage, village)
    if rule.kind == "consent" and rule.on_limit == "deemed-given":
        _deem_given(actor, loaded, procedure, rule, village)
    else:
        _record(actor, loaded, procedure, rule, village)
    audit.record(
        actor,
        "affairs.mark_late",
        subject=SUBJECT,
        subject_id=loaded.row.id,
        body_id=village or loaded.row.body_id,
        detail={"stage": stage},
    )


def _rule(loaded: Loaded, stage: str, village: int | None) -> tuple[str, Stage]:
    track = loaded.life.track(village) if village is not None else None
    if "." in stage and track and track.inner:
        return track.inner.key, track.inner.stage(stage.rpartition(".")[2])
    return loaded.plan.joint.key, loaded.plan.joint.stage(stage)


def _deem_given(actor: Actor, loaded: Loaded, procedure: str, rule: Stage, village: int | None) -> None:
    known = [c for c in loaded.whole.consents if (c.village_id, c.stage) == (village, rule.key)]
    Consent.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village,
        procedure=procedure,
        stage=rule.key,
        attempt=len(known) + 1,
        how=rule.consent or "consent",
        given=True,
        deemed=True,
        article=rule.article.words if rule.article else "",
        decided_on=clock.today(),
        decided_by=signature(actor),
        recorded_at=clock.now(),
    )


def _record(actor: Actor, loaded: Loaded, procedure: str, rule: Stage, village: int | None) -> None:
    limit = _limit(loaded, rule, village)
    StageRecord.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village,
        procedure=procedure,
        stage=rule.key,
        attempt=tries(loaded, village, procedure, rule.key) + 1,
        how=How.LATE,
        held_on=clock.today(),
        passed=False,
        sentence=_sentence(rule, village),
        params={"day": limit.isoformat() if limit else "", "step": rule.name},
        article=rule.article.words if rule.article else "",
        recorded_by=signature(actor),
        recorded_at=clock.now(),
    )


def _limit(loaded: Loaded, rule: Stage, village: int | None) -> date | None:
    life = loaded.life
    track = life.track(village) if village is not None else None
    if rule.kind == "opinion":
        return life.deliberate_by
    if rule.kind == "resolution":
        return life.consent_by if track else life.resolve_by
    if rule.kind == "work":
        return life.work_by(track) if track else None
    if rule.kind == "appraisal":
        return life.appraise_by
    if track is None:
        return life.approve_by
    return track.result_by if rule.kind == "publicity" else track.due_by(life.resolved_on or life.raised_on)


def _sentence(rule: Stage, village: int | None) -> str:
    if rule.kind == "opinion":
        return mark("到期限（{day}）没有议事，计为未议事，已报乡镇和联合党委。")
    if rule.kind == "resolution" and village is not None:
        return mark("到期限（{day}）没有作出决定，联合决议对本村没有约束力。")
    if rule.on_limit == "escalate":
        return mark("“{step}”到期限（{day}）没有办理，已经提请乡镇决定。")
    if rule.kind == "appraisal":
        return mark("到期限（{day}）没有开始群众评事，已报乡镇。")
    if rule.key == "publish-result" or rule.kind == "work":
        return mark("到期限（{day}）没有公开实施结果，已报乡镇。")
    return mark("“{step}”到期限（{day}）没有办理，不再办理。")
