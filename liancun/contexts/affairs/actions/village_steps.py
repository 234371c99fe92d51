"""A village's own procedure, step by step: records of meetings, the assembly, its vote, its decision."""

from __future__ import annotations

from datetime import date, datetime

from liancun.contexts.affairs.actions.ground import (
    finished,
    judged,
    locked,
    permitted,
    record_row,
    refuse_future,
)
from liancun.contexts.affairs.models import Call, StageRecord, Vote
from liancun.contexts.affairs.queries import wholes
from liancun.contexts.affairs.queries.lives import SUBJECT, Loaded, last_call
from liancun.contexts.affairs.rules.acts import Act, Asked
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.rules.verdict import Facts, presence
from liancun.contexts.ballots import api as ballots
from liancun.contexts.bodies import api as bodies
from liancun.contexts.meetings import api as meetings
from liancun.contexts.people import api as people
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
    """Records a meeting of the village's own procedure that is judged from its record (商议, 审议).

    `entitled` is taken from the roll where the step has one, and must agree with it.
    Refusals: affairs.take-step (order, limit), affairs.needs_vote, affairs.roll, affairs.counts, affairs.no_quorum.
    """
    loaded = locked(matter_id)
    refuse_future(held_on)
    permitted(actor, loaded, Asked(Act.TAKE_STEP, held_on, village_id, stage), village_id)
    rule = _step(loaded, stage)
    if rule.kind == "vote":
        raise Refusal(
            "affairs.needs_vote",
            mark("“{step}”须召开会议表决，不能只登记结果。"),
            {"step": rule.name},
            remedy=mark("请先召集会议并开始表决。"),
        )
    called = _entitled(rule, village_id, held_on, entitled)
    return _take(
        actor, loaded, village_id, rule, Facts(called, present, yes, no, abstain), held_on, note=note
    )


@action("affairs.convene_assembly")
def convene_assembly(
    actor: Actor, *, matter_id: int, village_id: int, starts_at: datetime, place: str
) -> meetings.MeetingLine:
    """Calls the body that decides for the village; those entitled come from its roll of that day."""
    loaded = locked(matter_id)
    rule = _voting_step(loaded, village_id)
    permitted(actor, loaded, Asked(Act.TAKE_STEP, clock.today(), village_id, rule.key), village_id)
    body = bodies.part_of(village_id, rule.body)
    day = clock.local(starts_at).date()
    called = [entry.person_id for entry in people.roll(body.id, rule.roll, day)]
    needed, words = presence(rule, len(called))
    line = meetings.convene(
        actor,
        body_id=body.id,
        kind=rule.name,
        title=f"{body.short_name or body.name}：{loaded.row.title}",
        starts_at=starts_at,
        place=place,
        agenda=[meetings.AgendaLine(loaded.row.title, SUBJECT, loaded.row.id)],
        entitled=called,
        notice_days=rule.notice_days,
        subject=SUBJECT,
        subject_id=loaded.row.id,
        needed=needed,
        rule=words,
    )
    Call.objects.create(
        matter_id=loaded.row.id,
        body_id=loaded.row.body_id,
        village_id=village_id,
        stage=rule.key,
        meeting_id=line.id,
        noticed_on=clock.today(),
        meets_on=day,
    )
    return line


@action("affairs.open_vote")
def open_vote(actor: Actor, *, matter_id: int, village_id: int, method: str) -> ballots.BallotLine:
    """Puts the question to the body's frozen roll, by hand or by name (`method`), at the meeting that was held.

    Refusals: affairs.not_held, affairs.vote_open, affairs.take-step, those of ballots.open_ballot.
    """
    loaded = locked(matter_id)
    rule = _voting_step(loaded, village_id)
    permitted(actor, loaded, Asked(Act.TAKE_STEP, clock.today(), village_id, rule.key), village_id)
    call = _held_call(loaded, village_id)
    if call.ballot_id is not None:
        raise Conflict("affairs.vote_open", mark("这次会议已经开始表决。"), remedy=mark("请打开表决页继续。"))
    called = [attendant.person_id for attendant in meetings.attendees(call.meeting_id)]
    needed, words = presence(rule, len(called))
    line = ballots.open_ballot(
        actor,
        body_id=bodies.part_of(village_id, rule.body).id,
        method=method,
        question=loaded.row.title,
        entitled=called,
        subject=SUBJECT,
        subject_id=loaded.row.id,
        roll_kind=rule.roll,
        needed=needed,
        rule=words,
    )
    Vote.objects.create(call_id=call.id, body_id=loaded.row.body_id, ballot_id=line.id, method=method)
    return line


@action("affairs.record_decision")
def record_decision(actor: Actor, *, matter_id: int, village_id: int, note: str = "") -> StageRecord:
    """Judges the closed vote by the rule of the village's deciding body and records the decision.

    Refusals: affairs.not_voted, affairs.take-step, affairs.counts, affairs.no_quorum.
    """
    loaded = locked(matter_id)
    rule = _voting_step(loaded, village_id)
    call = _held_call(loaded, village_id)
    vote = Vote.objects.filter(call_id=call.id).first()
    tally = ballots.result(vote.ballot_id) if vote else None
    if vote is None or tally is None or not tally.closed or tally.yes is None:
        raise Conflict(
            "affairs.not_voted", mark("表决还没有结束，不能登记决定。"), remedy=mark("请先结束表决。")
        )
    facts = meetings.facts(call.meeting_id)
    day = clock.local(facts.held_at or clock.now()).date()
    permitted(actor, loaded, Asked(Act.TAKE_STEP, day, village_id, rule.key), village_id)
    present = tally.present if vote.method == "hand" else facts.present
    counts = Facts(tally.entitled, present, tally.yes, tally.no or 0, tally.abstain or 0)
    return _take(
        actor, loaded, village_id, rule, counts, day, note=note, vote=vote, meeting_id=call.meeting_id
    )


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
    assert loaded.plan.inner
    verdict = judged(rule, facts)
    row = record_row(
        actor,
        loaded,
        village=village_id,
        procedure=loaded.plan.inner.key,
        stage=rule.key,
        day=day,
        verdict=verdict,
        facts=facts,
    )
    row.note, row.meeting_id = note.strip(), meeting_id
    if vote is not None:
        row.ballot_id, row.method = vote.ballot_id, vote.method
    row.save(force_insert=True)
    asked = Asked(Act.TAKE_STEP, day, village_id, rule.key, passed=verdict.passed)
    finished(actor, loaded, asked, {"step": rule.key, "passed": verdict.passed})
    return row


def _step(loaded: Loaded, key: str) -> Stage:
    return next(stage for stage in loaded.plan.steps if stage.key == key)


def _voting_step(loaded: Loaded, village_id: int) -> Stage:
    """The step the village must vote on now."""
    track = loaded.life.track(village_id)
    due = track.next_step(loaded.plan) if track else None
    if due is None or due.kind != "vote":
        raise Conflict(
            "affairs.no_vote_now",
            mark("这个村现在没有要表决的一步。"),
            remedy=mark("请先办完前面的步骤。"),
        )
    return due


def _held_call(loaded: Loaded, village_id: int) -> wholes.Call:
    call = last_call(loaded, village_id)
    if call is None or meetings.facts(call.meeting_id).held_at is None:
        raise Conflict(
            "affairs.not_held",
            mark("会议还没有登记到会情况和开会。"),
            remedy=mark("请先在会议页登记到会人员并登记开会。"),
        )
    return call


def _entitled(rule: Stage, village_id: int, day: date, given: int | None) -> int:
    known = people.roll_size(bodies.part_of(village_id, rule.body).id, rule.roll, day) if rule.roll else 0
    if known and given is not None and given != known:
        raise Refusal(
            "affairs.roll",
            mark("应到人数（{given}）与名册（{known} 人）不符。"),
            {"given": given, "known": known},
            Place("field", field="entitled"),
            mark("请以名册为准；名册有误的，先更正名册。"),
        )
    return known or given or 0
