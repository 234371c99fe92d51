"""支部议事: each branch records what it said, before the time limit."""

from __future__ import annotations

from datetime import date

from liancun.contexts.affairs.actions.ground import (
    finished,
    judged,
    locked,
    permitted,
    record_row,
    refuse_future,
)
from liancun.contexts.affairs.models import How, StageRecord
from liancun.contexts.affairs.queries.lives import Loaded
from liancun.contexts.affairs.rules.acts import Act, Asked, counted_steps
from liancun.contexts.affairs.rules.life import Step
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.rules.verdict import Facts, Verdict, judge
from liancun.framework.actions import action
from liancun.framework.actors import Actor


@action("affairs.record_deliberation")
def record_deliberation(
    actor: Actor,
    *,
    matter_id: int,
    village_id: int,
    held_on: date,
    entitled: int,
    present: int,
    yes: int,
    no: int = 0,
    abstain: int = 0,
    note: str = "",
) -> StageRecord:
    """Records a branch's meeting. A record that meets the rule of the village's own first step counts as it.

    Refusals: affairs.unknown, affairs.deliberate (not now), affairs.future, affairs.counts, affairs.no_quorum.
    """
    loaded = locked(matter_id)
    refuse_future(held_on)
    permitted(actor, loaded, Asked(Act.DELIBERATE, held_on, village_id), village_id)
    facts = Facts(entitled, present, yes, no, abstain)
    stage = loaded.plan.outer_stage("opinion")
    verdict = judged(stage, facts)
    row = record_row(
        actor,
        loaded,
        village=village_id,
        procedure=loaded.plan.joint.key,
        stage=stage.key,
        day=held_on,
        verdict=verdict,
        facts=facts,
    )
    row.note = note.strip()
    row.save(force_insert=True)
    counts = verdict.passed and _count(actor, loaded, village_id, held_on, facts)
    asked = Asked(Act.DELIBERATE, held_on, village_id, passed=verdict.passed, counts=counts)
    finished(actor, loaded, asked, {"passed": verdict.passed, "counts": counts})
    return row


def _count(actor: Actor, loaded: Loaded, village_id: int, day: date, facts: Facts) -> bool:
    """Nobody meets twice for one thing."""
    for step in counted_steps(loaded.life, day):
        stage = next(stage for stage in loaded.plan.steps if stage.key == step.key)
        verdict = judge(stage, facts)
        if verdict.passed:
            _write_counted(actor, loaded, village_id, stage, verdict, facts, step)
            return True
    return False


def _write_counted(
    actor: Actor, loaded: Loaded, village_id: int, stage: Stage, verdict: Verdict, facts: Facts, step: Step
) -> None:
    assert loaded.plan.inner
    row = record_row(
        actor,
        loaded,
        village=village_id,
        procedure=loaded.plan.inner.key,
        stage=stage.key,
        day=step.on,
        verdict=verdict,
        facts=facts,
    )
    row.how, row.counted_from = How.COUNTED, step.counted_from
    row.save(force_insert=True)
