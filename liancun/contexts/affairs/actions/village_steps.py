"""A body's own procedure, step by step: records of meetings, the assembly, its vote, its decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from liancun.contexts.affairs.actions.counting import count
from liancun.contexts.affairs.actions.ground import (
    entitled_role,
    finished,
    judged,
    locked,
    permitted,
    record_row,
    refuse_future,
)
from liancun.contexts.affairs.actions.meeting_of import alternative_of, body_of, called, entitled_size
from liancun.contexts.affairs.models import Call, StageRecord, Vote
from liancun.contexts.affairs.queries import wholes
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded, last_call
from liancun.contexts.affairs.rules.acts import Act, Asked, counted_after
from liancun.contexts.affairs.rules.procedure import Alternative, Stage
from liancun.contexts.affairs.rules.verdict import Facts, Votes, presence
from liancun.contexts.ballots import api as ballots
from liancun.contexts.bodies import api as bodies
from liancun.contexts.meetings import api as meetings
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.kernel.errors import Conflict, Place, Refusal, mark


@action("affairs.record_village_step")
def record_village_step(
    actor: Actor,
    *,
    matter_id: int,
    village_id: int,
    stage: str,
    held_on: date,
    present: int,
    yes: int,
    no: int = 0,
    abstain: int = 0,
    entitled: int | None = None,
    note: str = "",
) -> StageRecord:
    """Records a meeting of the body's own procedure that is judged from its record (商议, 审议), or a hearing.

    `entitled` is taken from the roll where the step has one, and must agree with it.
    Refusals: affairs.take-step (order, limit), affairs.needs_vote, affairs.roll, affairs.counts, affairs.no_quorum.
    """
    loaded = locked(matter_id)
    refuse_future(held_on)
    permitted(actor, loaded, Asked(Act.TAKE_STEP, held_on, village_id, stage), village_id)
    rule = due_step(loaded, village_id, "record", "hearing", "vote")
    if rule.kind == "vote":
        raise Refusal(
            "affairs.needs_vote",
            mark("“{step}”须召开会议表决，不能只登记结果。"),
            {"step": rule.name},
            remedy=mark("请先召集会议并开始表决。"),
        )
    facts = Facts(_entitled(rule, village_id, held_on, entitled), present, yes, no, abstain)
    return _take(actor, loaded, village_id, rule, facts, held_on, note=note)


@action("affairs.record_hearing")
def record_hearing(
    actor: Actor,
    *,
    matter_id: int,
    village_id: int,
    stage: str,
    held_on: date,
    heard: int,
    note: str,
) -> StageRecord:
    """Records that opinions were heard of `heard` persons, and what they said: no rule of passing applies.

    Refusals: affairs.take-step, affairs.future, affairs.counts, affairs.note.
    """
    loaded = locked(matter_id)
    refuse_future(held_on)
    permitted(actor, loaded, Asked(Act.TAKE_STEP, held_on, village_id, stage), village_id)
    rule = due_step(loaded, village_id, "hearing")
    if not note.strip():
        raise Refusal(
            "affairs.note",
            mark("请写明听取了哪些意见。"),
            place=Place("field", field="note"),
            remedy=mark("没有不同意见的，也请写明。"),
        )
    facts = Facts(max(heard, 1), heard, 0, 0, 0)
    return _take(actor, loaded, village_id, rule, facts, held_on, note=note)


@action("affairs.convene_assembly")
def convene_assembly(
    actor: Actor, *, matter_id: int, village_id: int, starts_at: datetime, place: str, alternative: str = ""
) -> meetings.MeetingLine:
    """Calls the body that decides; those entitled come from its roll (or posts) of that day.

    `alternative`: another lawful make-up of the meeting that its stage offers (households instead of villagers).
    Calling again is how a step is held again after a try that failed, or after a meeting without its quorum.
    """
    loaded = locked(matter_id)
    entitled_role(actor, loaded, Asked(Act.TAKE_STEP, clock.today(), village_id), village_id)
    rule = due_step(loaded, village_id, "vote")
    permitted(actor, loaded, Asked(Act.TAKE_STEP, clock.today(), village_id, rule.key), village_id)
    other = alternative_of(rule, alternative)
    day = clock.local(starts_at).date()
    entitled = called(village_id, rule, day, other)
    needed, words = presence(by_rule(rule, other), len(entitled))
    body = bodies.get(body_of(village_id, rule))
    line = meetings.convene(
        actor,
        body_id=body.id,
        kind=other.name if other else rule.name,
        title=f"{body.short_name or body.name}：{loaded.row.title}",
        starts_at=starts_at,
        place=place,
        agenda=[meetings.AgendaLine(loaded.row.title, SUBJECT, loaded.row.id)],
        entitled=entitled,
        notice_days=rule.notice_days,
        subject=SUBJECT,
        subject_id=loaded.row.id,
        needed=needed,
        rule=words,
        proxies="household" if "proxy" in rule.channels else "none",
        proxy_most=rule.proxy_most if "proxy" in rule.channels else 0,
        online="online" in rule.channels,
    )
    Call.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village_id,
        stage=rule.key,
        alternative=alternative,
        meeting_id=line.id,
        noticed_on=clock.today(),
        meets_on=day,
    )
    return line


def by_rule(rule: Stage, other: Alternative | None) -> Stage:
    """The stage as the alternative makes it up."""
    if other is None:
        return rule
    return replace(
        rule,
        roll=other.roll or rule.roll,
        unit=other.unit,
        quorum=other.quorum,
        passes=other.passes,
        article=other.article or rule.article,
    )


@action("affairs.open_vote")
def open_vote(actor: Actor, *, matter_id: int, village_id: int, method: str) -> ballots.BallotLine:
    """Puts the question to the body's frozen roll at the meeting that was held, in a way its stage allows.

    Refusals: affairs.not_held, affairs.vote_open, affairs.method, affairs.take-step, those of ballots.open_ballot.
    """
    loaded = locked(matter_id)
    entitled_role(actor, loaded, Asked(Act.TAKE_STEP, clock.today(), village_id), village_id)
    rule = due_step(loaded, village_id, "vote")
    permitted(actor, loaded, Asked(Act.TAKE_STEP, clock.today(), village_id, rule.key), village_id)
    call = _held_call(loaded, village_id, rule)
    if call.ballot_id is not None:
        raise Conflict("affairs.vote_open", mark("这次会议已经开始表决。"), remedy=mark("请打开表决页继续。"))
    if method not in rule.methods:
        raise Refusal(
            "affairs.method",
            mark("“{step}”不能用这种表决方式。"),
            {"step": rule.name},
            Place("field", field="method"),
            mark("请从列表中选择。"),
        )
    made_up = by_rule(rule, alternative_of(rule, call.alternative))
    entitled = [attendant.person_id for attendant in meetings.attendees(call.meeting_id)]
    needed, words = presence(made_up, len(entitled))
    body = body_of(village_id, rule)
    extra = ballots.extra_votes(body, clock.today()) if made_up.unit == "vote" else {}
    weights = {person: 1 + extra[person] for person in entitled if person in extra}
    line = ballots.open_ballot(
        actor,
        body_id=body,
        method=method,
        question=loaded.row.title,
        entitled=entitled,
        subject=SUBJECT,
        subject_id=loaded.row.id,
        roll_kind=made_up.roll,
        needed=needed,
        rule=words,
        unit="vote" if weights else "household" if made_up.unit == "household" else "person",
        weights=weights,
        weight_cap=rule.weight_cap,
        channels=rule.channels if method != "hand" else (),
    )
    Vote.objects.create(call_id=call.id, body_id=loaded.row.body_id, ballot_id=line.id, method=method)
    return line


@action("affairs.record_decision")
def record_decision(
    actor: Actor, *, matter_id: int, village_id: int, note: str = "", chair: bool | None = None
) -> StageRecord:
    """Judges the closed vote by the rule of the deciding body and records the decision.

    `chair`: how the chair decides where votes are tied and the rule lets the chair decide.
    Refusals: affairs.not_voted, affairs.take-step, affairs.counts, affairs.no_quorum.
    """
    loaded = locked(matter_id)
    entitled_role(actor, loaded, Asked(Act.TAKE_STEP, clock.today(), village_id), village_id)
    rule = due_step(loaded, village_id, "vote")
    call = _held_call(loaded, village_id, rule)
    vote = Vote.objects.filter(call_id=call.id).first()
    tally = ballots.result(vote.ballot_id) if vote else None
    if vote is None or tally is None or not tally.closed or tally.yes is None:
        raise Conflict(
            "affairs.not_voted", mark("表决还没有结束，不能登记决定。"), remedy=mark("请先结束表决。")
        )
    facts = meetings.facts(call.meeting_id)
    day = clock.local(facts.held_at or clock.now()).date()
    permitted(actor, loaded, Asked(Act.TAKE_STEP, day, village_id, rule.key), village_id)
    counts = _counts(tally, facts.present, chair, call.alternative)
    return _take(
        actor, loaded, village_id, rule, counts, day, note=note, vote=vote, meeting_id=call.meeting_id
    )


def _counts(tally: ballots.Tally, came: int, chair: bool | None, alternative: str) -> Facts:
    """Persons and, where some have extra ones, votes. Whoever came counts as present, also without a vote; whoever
    voted by phone or paper took part without coming.
    """
    yes, no, abstain = tally.yes or 0, tally.no or 0, tally.abstain or 0
    present = tally.present if tally.method == "hand" else min(max(tally.present, came), tally.entitled)
    if tally.unit == "vote":
        votes = Votes(tally.entitled_weight, tally.present_weight, yes, no, abstain)
        return Facts(tally.entitled, present, 0, votes=votes, chair=chair, by=alternative)
    return Facts(tally.entitled, present, yes, no, abstain, chair=chair, by=alternative)


def _take(
    actor: Actor,
    loaded: Loaded,
    village_id: int,
    rule: Stage,
    facts: Facts,
    day: date,
    *,
    note: str,
    vote: Vote | None = None,
    meeting_id: int | None = None,
) -> StageRecord:
    track = loaded.life.track(village_id)
    assert track
    assert track.inner
    verdict = judged(rule, facts)
    row = record_row(
        actor,
        loaded,
        village=village_id,
        procedure=track.inner.key,
        stage=rule.key,
        day=day,
        verdict=verdict,
        facts=facts,
    )
    row.note, row.meeting_id = note.strip(), meeting_id
    if vote is not None:
        row.ballot_id, row.method = vote.ballot_id, vote.method
    row.save(force_insert=True)
    later = counted_after(track, rule, day) if verdict.passed else ()
    counts = count(actor, loaded, village_id, rule, later, facts)
    asked = Asked(Act.TAKE_STEP, day, village_id, rule.key, passed=verdict.passed, counts=counts)
    finished(actor, loaded, asked, {"step": rule.key, "passed": verdict.passed})
    return row


def due_step(loaded: Loaded, village_id: int, *kinds: str) -> Stage:
    """The body's step due, of one of these kinds. Refusal: affairs.no_vote_now."""
    track = loaded.life.track(village_id)
    due = track.due if track else None
    if due is None or due.kind not in kinds:
        raise Conflict(
            "affairs.no_vote_now",
            mark("这个村现在没有要表决的一步。")
            if kinds == ("vote",)
            else mark("现在没有可以这样办理的一步。"),
            remedy=mark("请先办完前面的步骤。"),
        )
    return due


def _held_call(loaded: Loaded, village_id: int, rule: Stage) -> wholes.Call:
    call = last_call(loaded, village_id)
    spent = call is None or call.recorded or call.stage != rule.key
    if call is None or spent or meetings.facts(call.meeting_id).held_at is None:
        raise Conflict(
            "affairs.not_held",
            mark("会议还没有登记到会情况和开会。"),
            remedy=mark("请先在会议页登记到会人员并登记开会。"),
        )
    return call


def _entitled(rule: Stage, village_id: int, day: date, given: int | None) -> int:
    known = entitled_size(village_id, rule, day)
    if known and given is not None and given != known:
        raise Refusal(
            "affairs.roll",
            mark("应到人数（{given}）与名册（{known} 人）不符。"),
            {"given": given, "known": known},
            Place("field", field="entitled"),
            mark("请以名册为准；名册有误的，先更正名册。"),
        )
    return known or given or 0
