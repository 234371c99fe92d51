"""What may be done next, by whom and on which day: total, with a reason for every no.

`ask` never raises: for every life, act, role and day it answers yes or why not. `done` gives the life
after an act that was allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from liancun.kernel.errors import mark

from .life import ENDED, Life, Standing, State, Step, Track, overdue


class Act(StrEnum):
    DELIBERATE = "deliberate"
    MARK_LATE = "mark-late"
    CONVENE = "convene"
    RESOLVE = "resolve"
    TAKE_STEP = "take-step"
    PUBLISH_DECISION = "publish-decision"
    TAKE_EFFECT = "take-effect"
    PUBLISH_RESULT = "publish-result"
    OPEN_RATING = "open-rating"
    RATE = "rate"
    CLOSE_RATING = "close-rating"


_OFFICE = frozenset({"committee_secretary", "committee_clerk"})
_VILLAGE = frozenset({"branch_secretary"})

WHO: Mapping[Act, frozenset[str]] = {
    Act.DELIBERATE: _VILLAGE,
    Act.MARK_LATE: frozenset({"system"}),
    Act.CONVENE: _OFFICE,
    Act.RESOLVE: _OFFICE,
    Act.TAKE_STEP: _VILLAGE,
    Act.PUBLISH_DECISION: _VILLAGE,
    Act.TAKE_EFFECT: _OFFICE | {"system"},
    Act.PUBLISH_RESULT: _VILLAGE,
    Act.OPEN_RATING: _OFFICE,
    Act.RATE: frozenset({"stranger"}),
    Act.CLOSE_RATING: _OFFICE | {"system"},
}


@dataclass(frozen=True)
class Asked:
    """An act with its particulars. `passed`: how the meeting came out, where the act records one."""

    act: Act
    day: date
    village: int | None = None
    step: str = ""
    passed: bool = True
    counts: bool = False
    meets_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True)
class Ruling:
    """Yes, or why not: a message id with parameters and the article it rests on."""

    allowed: bool
    reason: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    article: str = ""


YES = Ruling(True)


def _no(reason: str, article: str = "", **params: object) -> Ruling:
    return Ruling(False, reason, params, article)


def ask(life: Life, asked: Asked, role: str) -> Ruling:
    """May this role do this on this day? Order of answers: who, ended, then the act's own conditions."""
    if role not in WHO[asked.act]:
        return _no(mark("您的职务不能办理这一步。"))
    if life.state in ENDED:
        return _no(mark("这件事已经办结，不能再办理。"))
    if asked.day < life.raised_on:
        return _no(mark("日期早于提事的日期（{day}）。"), day=life.raised_on)
    return _CONDITIONS[asked.act](life, asked)


def _track(life: Life, asked: Asked) -> Track | None:
    return life.track(asked.village) if asked.village is not None else None


_NOT_CONCERNED = mark("这个村不是这件事的相关村。")


def _deliberate(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if life.resolved is not None:
        return _no(mark("联合党委已经作出决议，支部议事已经结束。"))
    if track.supports is not None:
        return _no(mark("这个村的支部议事已经记录，记录不能改动。"))
    if track.deliberation_late or (life.deliberate_by and asked.day > life.deliberate_by):
        return _no(mark("支部议事的期限（{day}）已过。"), day=life.deliberate_by)
    return YES


def _mark_late(life: Life, asked: Asked) -> Ruling:
    if asked.village is not None and (asked.step, asked.village) in overdue(life, asked.day):
        return YES
    return _no(mark("期限未到，或者已经办理。"))


def _convene(life: Life, asked: Asked) -> Ruling:
    stage = life.plan.outer_stage("resolution")
    if life.state is State.DELIBERATING:
        return _no(mark("还有支部没有议事，期限也没有到，不能召开党委会。"))
    again = life.state is State.CONVENED and life.meets_on is not None and life.meets_on < asked.day
    if life.state is not State.READY and not again:
        return _no(mark("党委会已经召集。"))
    if asked.meets_on is None or (asked.meets_on - asked.day).days < stage.notice_days:
        article = stage.article.words if stage.article else ""
        return _no(mark("党委会须提前 {days} 日通知。"), article, days=stage.notice_days)
    return YES


def _resolve(life: Life, asked: Asked) -> Ruling:
    if life.state is not State.CONVENED or life.meets_on is None:
        return _no(mark("党委会还没有召集，不能作出决议。"))
    if asked.day < life.meets_on:
        return _no(mark("会议日期（{day}）未到，不能作出决议。"), day=life.meets_on)
    return YES


def _take_step(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if not life.resolved or life.resolved_on is None:
        return _no(mark("联合党委还没有作出决议，村内程序不能开始。"))
    standing = track.standing(life.plan, True)
    if standing is not Standing.DECIDING:
        return _no(_CLOSED_TRACK.get(standing, mark("这个村的村内程序已经结束。")))
    if life.consent_by and asked.day > life.consent_by:
        return _no(mark("村内决定的期限（{day}）已过。"), day=life.consent_by)
    due = track.next_step(life.plan)
    if due is None or due.key != asked.step:
        return _no(mark("村内程序须按顺序进行，下一步是“{step}”。"), step=due.name if due else "")
    if asked.day < max([life.resolved_on, *(step.on for step in track.steps)]):
        return _no(mark("日期早于上一步的日期。"))
    return YES


_TOO_FEW = mark("至少须 {minimum} 个村同意，还差 {missing} 个村。")

_CLOSED_TRACK = {
    Standing.DECLINED: mark("这个村的支部不同意参加，村内程序不再进行。"),
    Standing.FAILED: mark("这个村没有通过，村内程序已经结束。"),
    Standing.OVERDUE: mark("这个村没有在期限内作出决定。"),
}


def _publish_decision(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if not track.agreed(life.plan):
        return _no(mark("这个村还没有按自己的规则作出同意的决定，没有可以公开的决议。"))
    if track.published_on:
        return _no(mark("这个村的决议已经公开。"))
    if not life.condition_met:
        missing = life.plan.minimum - len(life.in_favour)
        return _no(_TOO_FEW, minimum=life.plan.minimum, missing=missing)
    last = track.steps[-1].on if track.steps else life.resolved_on
    if last and asked.day < last:
        return _no(mark("日期早于上一步的日期。"))
    return YES


def _take_effect(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if track.effective_on:
        return _no(mark("这个村的决议已经生效。"))
    if track.published_on is None or track.closes_on is None or not life.condition_met:
        return _no(mark("这个村的决议还没有公开。"))
    if asked.day <= track.closes_on:
        return _no(mark("公开期到 {day} 为止，期满才能生效。"), day=track.closes_on)
    if track.unanswered:
        return _no(mark("还有 {count} 条异议没有答复，答复后才能生效。"), count=track.unanswered)
    return YES


def _publish_result(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if track.result_on:
        return _no(mark("这个村的实施结果已经公开。"))
    if track.effective_on is None:
        return _no(mark("决议还没有对这个村生效，没有可以公开的实施结果。"))
    if asked.day < track.effective_on:
        return _no(mark("日期早于上一步的日期。"))
    return YES


def _open_rating(life: Life, asked: Asked) -> Ruling:
    if life.state is State.APPRAISING:
        return YES
    return _no(mark("各村公开实施结果以后才能开始群众评事。"))


def _rate(life: Life, asked: Asked) -> Ruling:
    if life.state is not State.RATING or life.rating_closes_on is None:
        return _no(mark("这件事现在不在评价期内。"))
    if asked.day > life.rating_closes_on:
        return _no(mark("评价已于 {day} 截止。"), day=life.rating_closes_on)
    return YES


def _close_rating(life: Life, asked: Asked) -> Ruling:
    if life.state is not State.RATING or life.rating_closes_on is None:
        return _no(mark("这件事现在不在评价期内。"))
    if asked.day <= life.rating_closes_on:
        return _no(mark("评价到 {day} 为止，期满才能结束。"), day=life.rating_closes_on)
    return YES


_CONDITIONS: Mapping[Act, Callable[[Life, Asked], Ruling]] = {
    Act.DELIBERATE: _deliberate,
    Act.MARK_LATE: _mark_late,
    Act.CONVENE: _convene,
    Act.RESOLVE: _resolve,
    Act.TAKE_STEP: _take_step,
    Act.PUBLISH_DECISION: _publish_decision,
    Act.TAKE_EFFECT: _take_effect,
    Act.PUBLISH_RESULT: _publish_result,
    Act.OPEN_RATING: _open_rating,
    Act.RATE: _rate,
    Act.CLOSE_RATING: _close_rating,
}


def done(life: Life, asked: Asked) -> Life:
    """The life after the act; the caller has asked first."""
    if asked.village is not None:
        track = life.track(asked.village)
        return life.with_track(_tracked(life, track, asked)) if track else life
    changes: dict[Act, Callable[[], Life]] = {
        Act.CONVENE: lambda: replace(life, noticed_on=asked.day, meets_on=asked.meets_on),
        Act.RESOLVE: lambda: replace(life, resolved=asked.passed, resolved_on=asked.day),
        Act.OPEN_RATING: lambda: replace(life, rating_opened_on=asked.day, rating_closes_on=asked.closes_on),
        Act.CLOSE_RATING: lambda: replace(life, rating_closed_on=asked.day),
    }
    return changes[asked.act]() if asked.act in changes else life


def _tracked(life: Life, track: Track, asked: Asked) -> Track:
    if asked.act is Act.DELIBERATE:
        return _deliberated(life, track, asked)
    if asked.act is Act.MARK_LATE:
        if asked.step == life.plan.outer_stage("opinion").key:
            return replace(track, deliberation_late=True)
        return replace(track, consent_late=True)
    if asked.act is Act.TAKE_STEP:
        return replace(track, steps=(*track.steps, Step(asked.step, asked.day, asked.passed)))
    if asked.act is Act.PUBLISH_DECISION:
        return replace(track, published_on=asked.day, closes_on=asked.closes_on)
    if asked.act is Act.TAKE_EFFECT:
        return replace(track, effective_on=asked.day)
    if asked.act is Act.PUBLISH_RESULT:
        return replace(track, result_on=asked.day)
    return track


def _deliberated(life: Life, track: Track, asked: Asked) -> Track:
    steps = counted_steps(life, asked.day) if asked.passed and asked.counts else ()
    return replace(track, supports=asked.passed, deliberated_on=asked.day, steps=(*steps, *track.steps))


def counted_steps(life: Life, day: date) -> tuple[Step, ...]:
    """Steps of the village's own procedure as which a branch's deliberation counts: nobody meets twice."""
    opinion = life.plan.outer_stage("opinion")
    counted = f"{life.plan.joint.key}.{opinion.key}"
    wanted = (counted, f"*.{opinion.key}")
    return tuple(
        Step(stage.key, day, True, counted) for stage in life.plan.steps[:1] if stage.counted_from in wanted
    )


def window_closes(day: date, days: int) -> date:
    """The last day of a window of calendar days that opens on `day`."""
    return day + timedelta(days=days)
