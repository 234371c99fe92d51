"""What may be done next, by whom and on which day: total, with a reason for every no.

`ask` never raises: for every life, act, role and day it answers yes or why not. `done` gives the life after an
act that was allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from liancun.kernel.errors import mark

from .asking import WHO, YES, Act, Asked, Ruling
from .asking import no as _no
from .buying import PAPER_WORDS
from .changes import counted_after, counted_steps, done
from .life import ENDED, Life, Standing, State, Track, overdue
from .procedure import Stage

__all__ = [
    "WHO",
    "YES",
    "Act",
    "Asked",
    "Ruling",
    "ask",
    "counted_after",
    "counted_steps",
    "done",
    "window_closes",
]


def ask(life: Life, asked: Asked, role: str) -> Ruling:
    """May this role do this on this day? Order of answers: who, ended, then the act's own conditions."""
    if role not in WHO[asked.act]:
        return _no(mark("您的职务不能办理这一步。"))
    if life.state in ENDED:
        return _no(mark("这件事已经办结，不能再办理。"))
    if asked.day < life.raised_on:
        return _no(mark("日期早于提事的日期（{day}）。"), day=life.raised_on)
    if asked.act is Act.CONSENT:
        return _consent(life, asked, role)
    return _CONDITIONS[asked.act](life, asked)


def _track(life: Life, asked: Asked) -> Track | None:
    return life.track(asked.village) if asked.village is not None else None


_NOT_CONCERNED = mark("这个村不是这件事的相关村。")
_EARLIER = mark("日期早于上一步的日期。")
_NO_SUCH_STAGE = mark("这件事的程序里没有这一步。")


# --- the joint body ------------------------------------------------------------------


def _deliberate(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if life.opinion is None:
        return _no(_NO_SUCH_STAGE)
    if life.resolved is not None and life.resolution is not None:
        return _no(mark("联合党委已经作出决议，支部议事已经结束。"))
    if track.supports is not None:
        return _no(mark("这个村的支部议事已经记录，记录不能改动。"))
    if track.deliberation_late or (life.deliberate_by and asked.day > life.deliberate_by):
        return _no(mark("支部议事的期限（{day}）已过。"), day=life.deliberate_by)
    if track.effective_on or track.published_on:
        return _no(_OWN_ENDED)
    return YES


def _mark_late(life: Life, asked: Asked) -> Ruling:
    if (asked.step, asked.village) in overdue(life, asked.day):
        return YES
    return _no(mark("期限未到，或者已经办理。"))


def _convene(life: Life, asked: Asked) -> Ruling:
    stage = life.resolution
    if stage is None:
        return _no(_NO_SUCH_STAGE)
    if life.state is State.DELIBERATING:
        return _no(mark("还有支部没有议事，期限也没有到，不能召开党委会。"))
    again = life.state is State.CONVENED and life.meets_on is not None and life.meets_on < asked.day
    if life.state is not State.READY and not again:
        return _no(mark("党委会已经召集。"))
    if asked.meets_on is None or (asked.meets_on - asked.day).days < stage.notice_days:
        return _no(mark("党委会须提前 {days} 日通知。"), stage.article, days=stage.notice_days)
    return _resolution_in_time(life, asked.meets_on)


def _resolve(life: Life, asked: Asked) -> Ruling:
    if life.state is not State.CONVENED or life.meets_on is None:
        return _no(mark("党委会还没有召集，不能作出决议。"))
    if asked.day < life.meets_on:
        return _no(mark("会议日期（{day}）未到，不能作出决议。"), day=life.meets_on)
    return _resolution_in_time(life, asked.day)


def _resolution_in_time(life: Life, day: date) -> Ruling:
    stage = life.resolution
    if stage and stage.on_limit != "escalate" and life.resolve_by and day > life.resolve_by:
        return _no(mark("“{step}”的期限（{day}）已过。"), stage.article, step=stage.name, day=life.resolve_by)
    return YES


# --- a body's own procedure -------------------------------------------------------------

_OWN_ENDED = mark("这个村的村内程序已经结束。")
_CLOSED_TRACK = {
    Standing.DECLINED: mark("这个村的支部不同意参加，村内程序不再进行。"),
    Standing.FAILED: mark("这个村没有通过，村内程序已经结束。"),
    Standing.OVERDUE: mark("这个村没有在期限内作出决定。"),
    Standing.ESCALATED: mark("这一步已经提请乡镇决定，等待乡镇答复。"),
    Standing.REVOKED: mark("这件事已经由后来的决定撤销。"),
}


def _next(life: Life, asked: Asked) -> Ruling:
    """Whether the step asked for is the body's next, and may be taken on this day."""
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if not life.resolved or life.resolved_on is None:
        return _no(mark("联合党委还没有作出决议，村内程序不能开始。"))
    standing, due = life.standings[track.village], track.due
    if standing is not Standing.DECIDING or due is None:
        return _no(_CLOSED_TRACK.get(standing, _OWN_ENDED))
    late = _late(life, track, due, asked.day)
    if late is not None:
        return late
    if due.key != asked.step:
        return _no(mark("村内程序须按顺序进行，下一步是“{step}”。"), due.article, step=due.name)
    if asked.day < max([life.resolved_on, *(step.on for step in track.steps)]):
        return _no(_EARLIER)
    if not track.notice_over(asked.day):
        return _no(mark("公示期满并答复异议以后，才能进行下一步。"), due.article)
    return YES


def _late(life: Life, track: Track, due: Stage, day: date) -> Ruling | None:
    if life.consent_by and day > life.consent_by:
        return _no(mark("村内决定的期限（{day}）已过。"), day=life.consent_by)
    limit = track.due_by(life.resolved_on or life.raised_on)
    if limit and day > limit:
        return _no(mark("“{step}”的期限（{day}）已过。"), due.article, step=due.name, day=limit)
    return None


def _take_step(life: Life, asked: Asked) -> Ruling:
    ruling = _next(life, asked)
    track = _track(life, asked)
    if not ruling.allowed or track is None or track.due is None:
        return ruling
    if track.due.kind not in ("record", "hearing", "vote"):
        return _no(_OTHER_WAY, track.due.article, step=track.due.name)
    return _inside(life, track.due)


_OTHER_WAY = mark("“{step}”不是开会的步骤，请按这一步的办法办理。")


def _inside(life: Life, stage: Stage) -> Ruling:
    """理事会执行: only within a matter in effect, its plan and what is left of its amount."""
    if not stage.within:
        return YES
    mandate = life.mandate
    if mandate is None or not mandate.effective:
        return _no(
            mark("“{step}”须以已经生效的决定为依据，现在没有这样的决定。"), stage.article, step=stage.name
        )
    if mandate.wanted > mandate.remaining:
        params = {"wanted": mandate.wanted, "remaining": mandate.remaining}
        return _no(mark("金额 {wanted} 元超出原决定余下的 {remaining} 元。"), stage.article, **params)
    return YES


def _publish_step(life: Life, asked: Asked) -> Ruling:
    ruling = _next(life, asked)
    track = _track(life, asked)
    if not ruling.allowed or track is None or track.due is None:
        return ruling
    return YES if track.due.before else _no(_OTHER_WAY, track.due.article, step=track.due.name)


def _consent(life: Life, asked: Asked, role: str) -> Ruling:
    if asked.village is None:
        return _approve(life, asked, role)
    ruling = _next(life, asked)
    track = _track(life, asked)
    if not ruling.allowed or track is None or track.due is None:
        return ruling
    if track.due.kind != "consent":
        return _no(_OTHER_WAY, track.due.article, step=track.due.name)
    return _whose(track.due, role)


def _whose(stage: Stage, role: str) -> Ruling:
    if stage.convener and role not in stage.convener:
        return _no(mark("“{step}”由另一级组织办理。"), stage.article, step=stage.name)
    return YES


def _approve(life: Life, asked: Asked, role: str) -> Ruling:
    due = life.approval_due
    if due is None:
        return _no(_NO_SUCH_STAGE)
    if not life.all_decided:
        return _no(mark("各村都作出决定并有足够的村同意后，才能联合申报。"), due.article)
    if due.key != asked.step:
        return _no(mark("申报须按顺序进行，下一步是“{step}”。"), due.article, step=due.name)
    on = max([step.on for track in life.tracks for step in track.steps], default=life.raised_on)
    if asked.day < max([on, *(one.on for one in life.approvals)]):
        return _no(_EARLIER)
    if life.approve_by and asked.day > life.approve_by and due.on_limit != "escalate":
        return _no(mark("“{step}”的期限（{day}）已过。"), due.article, step=due.name, day=life.approve_by)
    return _whose(due, role)


def _decide_escalation(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    due = track.due
    if due is None or life.standings[track.village] is not Standing.ESCALATED:
        return _no(mark("这里没有提请乡镇决定的步骤。"))
    if asked.step != due.key:
        return _no(_NO_SUCH_STAGE)
    if asked.outcome not in track.outcomes:
        return _no(mark("“{step}”只能由该组织自己决定，乡镇不能代替。"), due.article, step=due.name)
    if asked.day < track.possible_since(life.raised_on):
        return _no(_EARLIER)
    return YES


# --- publication, effect, result --------------------------------------------------------------

_TOO_FEW = mark("至少须 {minimum} 个村同意，还差 {missing} 个村。")


def _publish_decision(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if not track.wants_notice:
        return _no(_NO_SUCH_STAGE)
    if not track.agreed(life.plan, life.resolved is True):
        return _no(mark("这个村还没有按自己的规则作出同意的决定，没有可以公开的决议。"))
    if track.published_on:
        return _no(mark("这个村的决议已经公开。"))
    if not life.condition_met:
        missing = life.plan.minimum - len(life.in_favour)
        return _no(_TOO_FEW, minimum=life.plan.minimum, missing=missing)
    if asked.day < max([life.resolved_on or life.raised_on, *(step.on for step in track.steps)]):
        return _no(_EARLIER)
    if not track.notice_over(asked.day):
        return _no(mark("公示期满并答复异议以后，才能进行下一步。"))
    return _bought(life)


def _bought(life: Life) -> Ruling:
    """按金额的采购方式: the papers of the way of buying stand on record before money is authorised."""
    buying = life.buying
    if buying is None or buying.complete:
        return YES
    kind, count = buying.missing[0]
    sentence = mark("按金额须用“{method}”采购，还缺 {paper} {count} 份，登记后才能公开决议、生效和付款。")
    return _no(sentence, buying.article, method=buying.method, paper=PAPER_WORDS[kind], count=count)


def _take_effect(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if track.effective_on:
        return _no(mark("这个村的决议已经生效。"))
    if not life.condition_met or not track.agreed(life.plan, True):
        return _no(mark("这个村还没有按自己的规则作出同意的决定，决议不能生效。"))
    if life.approval_due:
        due = life.approval_due
        return _no(mark("“{step}”还没有办理，决议不能生效。"), due.article, step=due.name)
    if track.wants_notice and (track.published_on is None or track.closes_on is None):
        return _no(mark("这个村的决议还没有公开。"))
    if asked.day < max([life.resolved_on or life.raised_on, *(step.on for step in track.steps)]):
        return _no(_EARLIER)
    bought = _bought(life)
    return _window_over(track, asked.day) if bought.allowed else bought


def _window_over(track: Track, day: date) -> Ruling:
    if not track.notice_over(day):
        return _no(mark("公示期满并答复异议以后，才能进行下一步。"))
    if track.wants_notice and track.closes_on and day <= track.closes_on:
        return _no(mark("公开期到 {day} 为止，期满才能生效。"), day=track.closes_on)
    if track.unanswered:
        return _no(mark("还有 {count} 条异议没有答复，答复后才能生效。"), count=track.unanswered)
    return YES


def _revoke(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if track.revoked_on:
        return _no(mark("这件事已经由后来的决定撤销。"))
    if track.effective_on is None:
        return _no(mark("决议还没有生效，不用撤销。"))
    return _no(_EARLIER) if asked.day < track.effective_on else YES


def _publish_result(life: Life, asked: Asked) -> Ruling:
    track = _track(life, asked)
    if track is None:
        return _no(_NOT_CONCERNED)
    if track.revoked_on:
        return _no(mark("这件事已经由后来的决定撤销。"))
    if track.result_on:
        return _no(mark("这个村的实施结果已经公开。"))
    if track.effective_on is None:
        return _no(mark("决议还没有对这个村生效，没有可以公开的实施结果。"))
    return _no(_EARLIER) if asked.day < track.effective_on else YES


# --- rating --------------------------------------------------------------------------------------


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
    Act.PUBLISH_STEP: _publish_step,
    Act.DECIDE_ESCALATION: _decide_escalation,
    Act.PUBLISH_DECISION: _publish_decision,
    Act.TAKE_EFFECT: _take_effect,
    Act.REVOKE: _revoke,
    Act.PUBLISH_RESULT: _publish_result,
    Act.OPEN_RATING: _open_rating,
    Act.RATE: _rate,
    Act.CLOSE_RATING: _close_rating,
}


def window_closes(day: date, days: int) -> date:
    """The last day of a window of calendar days that opens on `day`."""
    return day + timedelta(days=days)
