"""Random lives over random procedures: laws 3 to 6 hold whatever a county writes and whatever people try."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from liancun.contexts.affairs.rules.acts import WHO, Act, Asked, ask, done
from liancun.contexts.affairs.rules.binding import tally
from liancun.contexts.affairs.rules.buying import Buying
from liancun.contexts.affairs.rules.life import ENDED, Life, Mandate, State, Step, Track, overdue
from liancun.contexts.affairs.rules.procedure import Plan, Procedure, Stage
from liancun.contexts.affairs.rules.track import Outcome, Standing, may_proceed
from liancun.contexts.affairs.tests.plans import START
from liancun.contexts.affairs.tests.random_plans import plans

ROLES = sorted({role for roles in WHO.values() for role in roles} | {"agency_accountant", ""})
KEYS = ["own-0", "own-1", "own-2", "own-vote", "opinion", "resolve", "joint-application-0", "x", "own.own-0"]
DAYS = st.integers(-3, 200).map(lambda n: START + timedelta(days=n))
ASKED = st.builds(
    Asked,
    act=st.sampled_from(list(Act)),
    day=DAYS,
    village=st.one_of(st.none(), st.integers(1, 4)),
    step=st.sampled_from(KEYS),
    passed=st.booleans(),
    counts=st.booleans(),
    meets_on=st.one_of(st.none(), DAYS),
    closes_on=DAYS,
    outcome=st.one_of(st.none(), st.sampled_from(list(Outcome))),
)
# (likely or wild, the wild one, days that pass, how the meeting comes out, objections left)
MOVE = st.tuples(st.integers(0, 9), ASKED, st.integers(0, 9), st.integers(0, 4), st.integers(0, 5))
SCRIPT = st.lists(MOVE, min_size=5, max_size=70)
Planned = tuple[Plan, tuple[Procedure | None, ...]]
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
thorough = settings(slow, max_examples=200)


def begun(planned: Planned, *, mandate: bool = True) -> Life:
    plan, inners = planned
    life = Life.begin(plan, START, tuple(Track(n, inner) for n, inner in enumerate(inners, 1)))
    return replace(life, mandate=Mandate(mandate, Decimal(100), Decimal(60)))


def likely(life: Life, wild: Asked, day: date, passed: bool) -> Asked:
    """An act that has a chance in this state."""
    late = overdue(life, day)
    if late:
        return Asked(Act.MARK_LATE, day, late[0][1], late[0][0])
    if life.state is State.READY:
        return Asked(Act.CONVENE, day, meets_on=day + timedelta(days=wild.day.day % 9))
    if life.state is State.CONVENED:
        return Asked(Act.RESOLVE, day, passed=passed)
    if life.state in (State.APPRAISING, State.RATING):
        act = Act.OPEN_RATING if life.state is State.APPRAISING else Act.CLOSE_RATING
        return Asked(act, day, closes_on=day + timedelta(days=5))
    number = (wild.village or 1) % len(life.tracks)
    track = life.tracks[number]
    if life.all_decided and life.approval_due and wild.counts:
        return Asked(Act.CONSENT, day, None, life.approval_due.key, passed)
    return own_act(life, track, wild, day, passed)


def own_act(life: Life, track: Track, wild: Asked, day: date, passed: bool) -> Asked:
    closes = day + timedelta(days=wild.day.day % 12)
    due, standing = track.due, life.standings[track.village]
    if life.opinion and track.supports is None and not life.resolved:
        return Asked(Act.DELIBERATE, day, track.village, passed=passed, counts=wild.counts)
    if standing is Standing.ESCALATED and due:
        return Asked(Act.DECIDE_ESCALATION, day, track.village, due.key, outcome=wild.outcome)
    if standing is Standing.DECIDING and due:
        act = {"publicity": Act.PUBLISH_STEP, "consent": Act.CONSENT}.get(due.kind, Act.TAKE_STEP)
        return Asked(act, day, track.village, due.key, passed, closes_on=closes)
    if standing is Standing.AGREED:
        return Asked(Act.PUBLISH_DECISION, day, track.village, closes_on=closes)
    if standing is Standing.WAITING:
        return Asked(Act.TAKE_EFFECT, day, track.village)
    act = Act.REVOKE if wild.outcome is Outcome.END and standing is Standing.BOUND else Act.PUBLISH_RESULT
    return Asked(act, day, track.village)


def hasty(life: Life, wild: Asked, day: date, passed: bool) -> Asked:
    """An act that is due soon, but perhaps not yet, or no more: whatever a check holds back is tried here."""
    tried = [*hasty_own(life, wild, day, passed), *hasty_own(life, wild, day, passed)]
    meets = max(day + timedelta(days=wild.day.day % 9 - 3), START)
    tried += [Asked(act, day, meets_on=meets) for act in (Act.RESOLVE, Act.CONVENE, Act.CLOSE_RATING)]
    if life.approval_due:
        tried.append(Asked(Act.CONSENT, day, None, life.approval_due.key, passed))
    return tried[(wild.day.day + len(wild.step)) % len(tried)]


def hasty_own(life: Life, wild: Asked, day: date, passed: bool) -> list[Asked]:
    track = life.tracks[(wild.village or 1) % len(life.tracks)]
    closes = day + timedelta(days=wild.day.day % 12)
    acts = [Act.TAKE_EFFECT, Act.PUBLISH_DECISION]
    if life.standings[track.village] not in (Standing.AGREED, Standing.WAITING):
        acts += [Act.PUBLISH_RESULT, Act.REVOKE]
    due = track.due
    tried = [Asked(act, day, track.village, passed=passed, closes_on=closes) for act in acts]
    if due:
        tried.append(Asked(Act.DECIDE_ESCALATION, day, track.village, due.key, outcome=wild.outcome))
        tried += [own_act(life, track, wild, day, passed)] * 3
    return tried


def role_for(life: Life, asked: Asked) -> str:
    """The first role that may, whatever the stage says of who."""
    roles = sorted(WHO[asked.act])
    return next((role for role in roles if ask(life, asked, role).allowed), roles[0])


def lived(life: Life, script: list[tuple[int, Asked, int, int, int]]) -> list[tuple[Life, Asked, str, Life]]:
    """Every step that was allowed: before, the act, by whom, after."""
    found, day = [], START
    for how, wild, wait, comes_out, _ in script:
        day += timedelta(days=wait)
        tried = hasty if how in (1, 2, 3) else likely
        asked = tried(life, wild, day, comes_out > 0) if how else wild
        role = role_for(life, asked)
        if ask(life, asked, role).allowed:
            after = done(life, asked)
            found.append((life, asked, role, after))
            life = after
    return found


@thorough
@given(plans(), SCRIPT)
def test_the_laws_hold_for_any_procedure(
    planned: Planned, script: list[tuple[int, Asked, int, int, int]]
) -> None:
    history = lived(begun(planned), script)
    for before, asked, _, after in history:
        assert before.state not in ENDED
        assert asked.day >= before.raised_on
        facts_only_grow(before, after)
        for track in after.tracks:
            if track.effective_on and not before.track(track.village).effective_on:  # type: ignore[union-attr]
                bound_by_its_own_decision(before, track, asked.day)
            if track.published_on:
                assert all(taken(track, stage) for stage in track.stages)
        each_act_in_its_time(before, asked)
    if history:
        event(f"ended {history[-1][3].state}")


@slow
@given(plans(), SCRIPT, ASKED, st.sampled_from(ROLES))
def test_it_answers_every_question(
    planned: Planned, script: list[tuple[int, Asked, int, int, int]], asked: Asked, role: str
) -> None:
    history = lived(begun(planned), script)
    life = history[-1][3] if history else begun(planned)
    ruling = ask(life, asked, role)
    assert ruling.allowed or ruling.reason
    assert not (ruling.allowed and (role not in WHO[asked.act] or life.state in ENDED))
    said = tally(life)
    assert all(binding.sentence for binding in said.villages)
    assert said.bound == life.bound


@slow
@given(plans(), SCRIPT)
def test_the_same_acts_give_the_same_life_again(
    planned: Planned, script: list[tuple[int, Asked, int, int, int]]
) -> None:
    history = lived(begun(planned), script)
    life = begun(planned)
    for _, asked, role, after in history:
        assert ask(life, asked, role).allowed
        life = done(life, asked)
        assert life == after
        assert life.state is after.state


@slow
@given(plans(), SCRIPT)
def test_nothing_is_carried_out_outside_a_plan_in_effect(
    planned: Planned, script: list[tuple[int, Asked, int, int, int]]
) -> None:
    for _, asked, _, after in lived(begun(planned, mandate=False), script):
        track = after.track(asked.village) if asked.village is not None else None
        if asked.act is Act.TAKE_STEP and track:
            stage = track.stage(asked.step)
            assert stage
            assert not stage.within


@slow
@given(plans(), SCRIPT)
def test_nothing_is_published_or_in_effect_before_the_papers_of_its_purchase(
    planned: Planned, script: list[tuple[int, Asked, int, int, int]]
) -> None:
    lacking = Buying("比选", None, {"quotation": 3}, {"quotation": 2})
    history = lived(replace(begun(planned), buying=lacking), script)
    assert not {asked.act for _, asked, _, _ in history} & {Act.PUBLISH_DECISION, Act.TAKE_EFFECT}


@slow
@given(plans(), SCRIPT, st.integers(1, 3))
def test_an_unanswered_objection_stops_whatever_comes_next(
    planned: Planned, script: list[tuple[int, Asked, int, int, int]], count: int
) -> None:
    for before, asked, role, _ in lived(begun(planned), script):
        track = before.track(asked.village) if asked.village is not None else None
        if track is None or asked.act in (Act.MARK_LATE, Act.DELIBERATE, Act.PUBLISH_RESULT, Act.REVOKE):
            continue
        objected = replace(
            track, unanswered=count, steps=tuple(with_objection(track, s, count) for s in track.steps)
        )
        hangs = any(step.unanswered for step in objected.steps) or (
            asked.act is Act.TAKE_EFFECT and track.wants_notice
        )
        if hangs and asked.act is not Act.DECIDE_ESCALATION:
            assert not ask(before.with_track(objected), asked, role).allowed


def with_objection(track: Track, step: Step, count: int) -> Step:
    stage = track.stage(step.key)
    return replace(step, unanswered=count) if stage and stage.before else step


# --- the laws ------------------------------------------------------------------------------


def facts_only_grow(before: Life, after: Life) -> None:
    """Law 5: nothing decided is taken back."""
    for old, new in zip(before.tracks, after.tracks, strict=True):
        assert new.steps[: len(old.steps)] == old.steps
        assert new.decisions[: len(old.decisions)] == old.decisions
        assert new.late[: len(old.late)] == old.late
        for name in ("supports", "deliberated_on", "published_on", "effective_on", "result_on", "revoked_on"):
            assert getattr(old, name) is None or getattr(new, name) == getattr(old, name)
    assert before.resolved is None or after.resolved == before.resolved
    assert after.rejections[: len(before.rejections)] == before.rejections
    assert after.approvals[: len(before.approvals)] == before.approvals


def each_act_in_its_time(life: Life, asked: Asked) -> None:
    """What must lie before each act, by the procedure alone: the rules are not asked here."""
    track = life.track(asked.village) if asked.village is not None else None
    if track is None:
        return joint_act_in_its_time(life, asked)
    if asked.act in (Act.TAKE_STEP, Act.PUBLISH_STEP, Act.CONSENT, Act.PUBLISH_DECISION, Act.TAKE_EFFECT):
        assert life.resolved
        assert not any(hangs(track, step, asked.day) for step in track.steps)
    if asked.act in (Act.TAKE_STEP, Act.PUBLISH_STEP, Act.CONSENT):
        first = next(stage for stage in track.stages if not taken(track, stage))
        assert asked.step == first.key
        assert life.consent_by is None or asked.day <= life.consent_by
        limit = track.due_by(life.resolved_on or life.raised_on)
        assert limit is None or asked.day <= limit
    if asked.act is Act.PUBLISH_DECISION:
        assert track.supports is not False
        assert len(life.in_favour) >= life.plan.minimum
    if asked.act in (Act.PUBLISH_RESULT, Act.REVOKE):
        assert track.effective_on
        assert asked.day >= track.effective_on


def joint_act_in_its_time(life: Life, asked: Asked) -> None:
    stage = life.resolution
    if asked.act is Act.CONVENE:
        assert stage
        assert asked.meets_on
        assert (asked.meets_on - asked.day).days >= stage.notice_days
    if asked.act is Act.RESOLVE:
        assert life.meets_on
        assert asked.day >= life.meets_on
    if asked.act is Act.CONSENT:
        assert len(life.in_favour) >= life.plan.minimum
        assert not any(s in (Standing.DECIDING, Standing.ESCALATED) for s in life.standings.values())
    if asked.act is Act.CLOSE_RATING:
        assert life.rating_closes_on
        assert asked.day > life.rating_closes_on


def hangs(track: Track, step: Step, day: date) -> bool:
    stage = track.stage(step.key)
    if stage is None or not stage.before:
        return False
    return step.closes_on is None or day <= step.closes_on or step.unanswered > 0


def bound_by_its_own_decision(life: Life, track: Track, day: date) -> None:
    """Law 3: its own passed decision by its own rule, windows closed, objections answered, consents given."""
    assert life.resolved
    assert track.supports is not False
    assert len(life.in_favour) >= life.plan.minimum
    for stage in track.stages:
        assert taken(track, stage), stage.key
    assert in_order(track)
    for step in track.steps:
        rule = track.stage(step.key)
        if rule and rule.before:
            assert step.closes_on
            assert day > step.closes_on
            assert not step.unanswered
    if track.wants_notice:
        assert track.published_on
        assert track.closes_on
        assert day > track.closes_on
        assert not track.unanswered
    given_above = {one.stage for one in life.approvals if one.given}
    assert all(stage.key in given_above for stage in life.plan.approvals)
    if not track.inner and life.opinion:
        assert track.supports


def taken(track: Track, stage: Stage) -> bool:
    """Its own record passed; the township may leave out only a record before another decision."""
    if any(step.key == stage.key and step.passed for step in track.steps):
        return True
    left_out = any(d.stage == stage.key and d.outcome is Outcome.PROCEED for d in track.decisions)
    return left_out and may_proceed(track.stages, stage)


def in_order(track: Track) -> bool:
    keys = [stage.key for stage in track.stages]
    first = [keys.index(step.key) for step in track.steps if step.passed]
    return first == sorted(first)


@pytest.mark.parametrize("kind", ["vote", "consent", "hearing"])
def test_the_township_never_decides_in_a_body_s_place(kind: str) -> None:
    stage = Stage("s", "表决", kind, "collective", tries=1, on_fail="escalate")  # type: ignore[arg-type]
    last = Stage("last", "决定", "vote", "collective")
    track = Track(1, Procedure("own", "程序", (stage, last)), steps=(Step("s", START, False),))
    assert Outcome.PROCEED not in track.outcomes
