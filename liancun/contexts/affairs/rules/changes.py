"""The life after an act that was allowed; the caller has asked first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

from .asking import Act, Asked
from .life import Approval, Decision, Late, Life, Step, Track
from .procedure import Stage


def done(life: Life, asked: Asked) -> Life:
    if asked.village is not None:
        track = life.track(asked.village)
        return life.with_track(_tracked(life, track, asked)) if track else life
    joint: dict[Act, Callable[[], Life]] = {
        Act.CONVENE: lambda: replace(life, noticed_on=asked.day, meets_on=asked.meets_on),
        Act.RESOLVE: lambda: _resolved(life, asked),
        Act.MARK_LATE: lambda: _joint_late(life, asked),
        Act.CONSENT: lambda: _approved(life, asked.step, asked.day, asked.passed),
        Act.OPEN_RATING: lambda: replace(life, rating_opened_on=asked.day, rating_closes_on=asked.closes_on),
        Act.CLOSE_RATING: lambda: replace(life, rating_closed_on=asked.day),
    }
    return joint[asked.act]() if asked.act in joint else life


def _resolved(life: Life, asked: Asked) -> Life:
    if not asked.passed and life.may_try_again:
        return replace(life, rejections=(*life.rejections, asked.day), noticed_on=None, meets_on=None)
    return replace(life, resolved=asked.passed, resolved_on=asked.day)


def _approved(life: Life, stage: str, day: date, given: bool) -> Life:
    return replace(life, approvals=(*life.approvals, Approval(stage, day, given)))


def _joint_late(life: Life, asked: Asked) -> Life:
    if life.resolution and asked.step == life.resolution.key:
        return replace(life, resolution_late=True)
    if life.appraisal and asked.step == life.appraisal.key:
        return replace(life, appraisal_late=True)
    due = life.approval_due
    if due is None or due.key != asked.step:
        return life
    if due.on_limit == "deemed-given":
        return _approved(life, due.key, asked.day, True)
    return replace(life, approvals_late=(*life.approvals_late, due.key))


def _tracked(life: Life, track: Track, asked: Asked) -> Track:
    own: dict[Act, Callable[[], Track]] = {
        Act.DELIBERATE: lambda: _deliberated(life, track, asked),
        Act.MARK_LATE: lambda: _late(life, track, asked),
        Act.TAKE_STEP: lambda: _took(track, asked),
        Act.PUBLISH_STEP: lambda: _with(track, Step(asked.step, asked.day, True, closes_on=asked.closes_on)),
        Act.CONSENT: lambda: _with(track, Step(asked.step, asked.day, asked.passed)),
        Act.DECIDE_ESCALATION: lambda: _decided(track, asked),
        Act.PUBLISH_DECISION: lambda: replace(track, published_on=asked.day, closes_on=asked.closes_on),
        Act.TAKE_EFFECT: lambda: replace(track, effective_on=asked.day),
        Act.REVOKE: lambda: replace(track, revoked_on=asked.day),
        Act.PUBLISH_RESULT: lambda: replace(track, result_on=asked.day),
    }
    return own[asked.act]() if asked.act in own else track


def _with(track: Track, *steps: Step) -> Track:
    return replace(track, steps=(*track.steps, *steps))


def _decided(track: Track, asked: Asked) -> Track:
    if asked.outcome is None:
        return track
    return replace(track, decisions=(*track.decisions, Decision(asked.step, asked.outcome, asked.day)))


def _late(life: Life, track: Track, asked: Asked) -> Track:
    if life.opinion and asked.step == life.opinion.key:
        return replace(track, deliberation_late=True)
    if life.resolution and asked.step == life.resolution.key:
        return replace(track, consent_late=True)
    work = life.plan.outer_stage_or_none("work")
    if work and asked.step == work.key:
        return replace(track, work_late=True)
    key = asked.step.rpartition(".")[2]
    stage = track.stage(key)
    if stage and stage.kind == "consent" and stage.on_limit == "deemed-given":
        return _with(track, Step(key, asked.day, True))
    return replace(track, late=(*track.late, Late(key, asked.day)))


def _took(track: Track, asked: Asked) -> Track:
    stage = track.stage(asked.step)
    passed = asked.passed or (stage is not None and stage.kind == "hearing")
    taken = _with(track, Step(asked.step, asked.day, passed))
    if not passed or not asked.counts or stage is None or track.inner is None:
        return taken
    keys = asked.counts if isinstance(asked.counts, tuple) else ()
    source = f"{track.inner.key}.{stage.key}"
    return _with(taken, *(Step(key, asked.day, True, source) for key in keys))


def _deliberated(life: Life, track: Track, asked: Asked) -> Track:
    counted = counted_steps(life, track, asked.day) if asked.passed and asked.counts else ()
    if isinstance(asked.counts, tuple):
        counted = tuple(step for step in counted if step.key in asked.counts)
    return replace(track, supports=asked.passed, deliberated_on=asked.day, steps=(*track.steps, *counted))


def counted_steps(life: Life, track: Track, day: date) -> tuple[Step, ...]:
    """Steps of the body's own procedure as which its branch's deliberation counts: nobody meets twice."""
    opinion = life.opinion
    if opinion is None or life.plan.outer is None or track.inner is None or track.steps:
        return ()
    return _counted(track.stages, f"{life.plan.outer.key}.{opinion.key}", day)


def counted_after(track: Track, stage: Stage, day: date) -> tuple[Step, ...]:
    """The steps right after `stage` as which its record counts too."""
    if track.inner is None or stage not in track.stages:
        return ()
    later = track.stages[track.stages.index(stage) + 1 :]
    return _counted(later, f"{track.inner.key}.{stage.key}", day)


def _counted(stages: tuple[Stage, ...], source: str, day: date) -> tuple[Step, ...]:
    found = []
    for stage in stages:
        if not counts_as(stage, source):
            break
        found.append(Step(stage.key, day, True, source))
    return tuple(found)


def counts_as(stage: Stage, source: str) -> bool:
    """Whether the record of `source` ("procedure.stage") may count as this stage; `*` stands for any name."""
    patterns = stage.counted_from.replace(",", " ").split()
    return stage.kind in ("record", "hearing") and any(fnmatchcase(source, pattern) for pattern in patterns)
