"""Nobody meets twice for one thing: a record that meets the rule of a later step counts as it."""

from __future__ import annotations

from collections.abc import Collection

from liancun.contexts.affairs.actions.ground import record_row
from liancun.contexts.affairs.models import How
from liancun.contexts.affairs.queries.lives import Loaded
from liancun.contexts.affairs.rules.life import Step
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.rules.verdict import Facts, judge
from liancun.framework.actors import Actor


def count(
    actor: Actor, loaded: Loaded, village_id: int, source: Stage, steps: Collection[Step], facts: Facts
) -> tuple[str, ...]:
    """Writes, of the steps as which the record may count, those whose rule it meets; stops at the first other."""
    track = loaded.life.track(village_id)
    assert track
    counted: list[str] = []
    for step in steps:
        stage = track.stage(step.key)
        if stage is None or not same_meeting(source, stage) or not judge(stage, facts).passed:
            break
        _write(actor, loaded, village_id, stage, step, facts)
        counted.append(stage.key)
    return tuple(counted)


def same_meeting(source: Stage, stage: Stage) -> bool:
    """The same persons met: the same body, by the same roll or posts."""
    return (source.body, source.roll) == (stage.body, stage.roll) and stage.unit == source.unit


def _write(actor: Actor, loaded: Loaded, village_id: int, stage: Stage, step: Step, facts: Facts) -> None:
    track = loaded.life.track(village_id)
    assert track
    assert track.inner
    row = record_row(
        actor,
        loaded,
        village=village_id,
        procedure=track.inner.key,
        stage=stage.key,
        day=step.on,
        verdict=judge(stage, facts),
        facts=facts,
    )
    row.how, row.counted_from = How.COUNTED, step.counted_from
    row.save(force_insert=True)
