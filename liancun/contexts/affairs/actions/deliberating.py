"""支部议事: each branch records what it said, before the time limit."""

from __future__ import annotations

from datetime import date

from liancun.contexts.affairs.actions.counting import count
from liancun.contexts.affairs.actions.ground import (
    finished,
    judged,
    locked,
    permitted,
    record_row,
    refuse_future,
)
from liancun.contexts.affairs.models import StageRecord
from liancun.contexts.affairs.rules.acts import Act, Asked, counted_steps
from liancun.contexts.affairs.rules.verdict import Facts
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
    outer, stage = loaded.plan.joint, loaded.plan.outer_stage("opinion")
    verdict = judged(stage, facts)
    row = record_row(
        actor,
        loaded,
        village=village_id,
        procedure=outer.key,
        stage=stage.key,
        day=held_on,
        verdict=verdict,
        facts=facts,
    )
    row.note = note.strip()
    row.save(force_insert=True)
    track = loaded.life.track(village_id)
    steps = counted_steps(loaded.life, track, held_on) if verdict.passed and track else ()
    counts = count(actor, loaded, village_id, stage, steps, facts)
    asked = Asked(Act.DELIBERATE, held_on, village_id, passed=verdict.passed, counts=counts)
    finished(actor, loaded, asked, {"passed": verdict.passed, "counts": bool(counts)})
    return row
