"""Whole lives of matters: whatever people try, in whatever order, the laws of the house hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liancun.contexts.affairs.rules.acts import WHO, Act, Asked, ask, done
from liancun.contexts.affairs.rules.binding import tally
from liancun.contexts.affairs.rules.life import ENDED, IN_FAVOUR, Life, Standing, State, missed, overdue
from liancun.contexts.affairs.rules.procedure import Plan
from liancun.contexts.affairs.rules.track import Outcome
from liancun.contexts.affairs.tests.plans import FIVE_STEP, PLAN, START, new_life

ROLES = sorted({role for roles in WHO.values() for role in roles} | {"agency_accountant"})
STEPS = ["propose", "discuss", "review", "decide", "deliberate", "resolve"]
DAYS = st.integers(-3, 120).map(lambda n: START + timedelta(days=n))
ASKED = st.builds(
    Asked,
    act=st.sampled_from(list(Act)),
    day=DAYS,
    village=st.one_of(st.none(), st.integers(1, 4)),
    step=st.sampled_from(STEPS),
    passed=st.booleans(),
    counts=st.booleans(),
    outcome=st.one_of(st.none(), st.sampled_from(list(Outcome))),
    meets_on=st.one_of(st.none(), DAYS),
    closes_on=DAYS,
)
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ONE_VILLAGE = {
    Act.DELIBERATE,
    Act.MARK_LATE,
    Act.TAKE_STEP,
    Act.PUBLISH_DECISION,
    Act.TAKE_EFFECT,
    Act.PUBLISH_RESULT,
}


def say(life: Life, act: Act, day: int, village: int | None = None, **more: object) -> Life:
    """The act on day number `day`, by the first role that may, which must be allowed."""
    asked = Asked(act, START + timedelta(days=day), village, **more)  # type: ignore[arg-type]
    ruling = ask(life, asked, sorted(WHO[act])[0])
    assert ruling.allowed, ruling.reason
    return done(life, asked)


def resolved(villages: int = 3) -> Life:
    life = new_life(villages)
    for village in range(1, villages + 1):
        life = say(life, Act.DELIBERATE, 1, village, counts=True)
    life = say(life, Act.CONVENE, 2, meets_on=START + timedelta(days=5))
    return say(life, Act.RESOLVE, 5)


def decided(life: Life, village: int, *, passed: bool = True, day: int = 8) -> Life:
    for step in ("discuss", "review"):
        life = say(life, Act.TAKE_STEP, day, village, step=step)
    return say(life, Act.TAKE_STEP, day, village, step="decide", passed=passed)


@pytest.mark.mission("TL6")
def test_a_matter_goes_through_its_five_stages_in_order() -> None:
    life = decided(decided(decided(resolved(), 1), 2), 3, passed=False)
    assert life.state is State.CONSENTING
    for village in (1, 2):
        life = say(life, Act.PUBLISH_DECISION, 9, village, closes_on=START + timedelta(days=16))
    assert life.state is State.WAITING
    for village in (1, 2):
        life = say(life, Act.TAKE_EFFECT, 17, village)
    assert (life.state, life.bound) == (State.ACTING, (1, 2))
    for village in (1, 2):
        life = say(life, Act.PUBLISH_RESULT, 40, village)
    life = say(life, Act.OPEN_RATING, 41, closes_on=START + timedelta(days=51))
    assert life.state is State.RATING
    assert say(life, Act.CLOSE_RATING, 52).state is State.DONE


def test_a_village_that_failed_is_not_bound_and_learns_why() -> None:
    life = decided(decided(decided(resolved(), 1), 2), 3, passed=False)
    third = tally(life).villages[2]
    assert third.standing is Standing.FAILED
    assert not third.bound
    assert third.article == "《农村集体经济组织法》第28条"


def test_nobody_meets_twice_for_one_thing() -> None:
    life = new_life()
    life = say(life, Act.DELIBERATE, 1, 1, counts=True)
    life = say(life, Act.DELIBERATE, 1, 2, counts=False)
    first, second = life.tracks[0], life.tracks[1]
    assert first.due.key == "discuss"  # type: ignore[union-attr]
    assert first.steps[0].counted_from == "five-step.deliberate"
    assert second.due.key == "propose"  # type: ignore[union-attr]


def test_too_few_villages_bind_nobody() -> None:
    life = decided(decided(decided(resolved(), 1), 2, passed=False), 3, passed=False)
    assert life.state is State.LAPSED
    asked = Asked(Act.PUBLISH_DECISION, START + timedelta(days=10), 1)
    assert not ask(life, asked, "branch_secretary").allowed


def test_one_village_waits_until_the_condition_is_met() -> None:
    life = decided(resolved(), 1)
    asked = Asked(Act.PUBLISH_DECISION, START + timedelta(days=10), 1)
    assert ask(life, asked, "branch_secretary").params == {"minimum": 2, "missing": 1}


def test_the_limit_of_deliberation_passes_once() -> None:
    life = say(new_life(), Act.DELIBERATE, 2, 1, counts=True)
    assert overdue(life, START + timedelta(days=10)) == ()
    late = START + timedelta(days=11)
    assert overdue(life, late) == (("deliberate", 2), ("deliberate", 3))
    for village in (2, 3):
        life = done(life, Asked(Act.MARK_LATE, late, village, "deliberate"))
    assert overdue(life, late) == ()
    assert life.state is State.READY


def test_carrying_out_and_appraising_have_their_days_and_each_passes_once() -> None:
    stages = [
        replace(s, then_days={"work": 20, "appraisal": 5}.get(s.kind, s.then_days)) for s in FIVE_STEP.stages
    ]
    plan = Plan(replace(FIVE_STEP, stages=tuple(stages)), None, minimum=1)
    life = say(new_life(1, plan), Act.DELIBERATE, 1, 1)
    life = say(life, Act.CONVENE, 1, meets_on=START + timedelta(days=4))
    life = say(life, Act.RESOLVE, 4)
    life = say(life, Act.PUBLISH_DECISION, 4, 1, closes_on=START + timedelta(days=9))
    life = say(life, Act.TAKE_EFFECT, 10, 1)
    assert overdue(life, START + timedelta(days=30)) == ()
    late = START + timedelta(days=31)
    assert overdue(life, late) == (("act", 1),)
    life = done(life, Asked(Act.MARK_LATE, late, 1, "act"))
    assert overdue(life, late) == ()
    assert missed(life) == (1,)
    life = say(life, Act.PUBLISH_RESULT, 40, 1)
    assert (missed(life), life.appraise_by) == ((), START + timedelta(days=45))
    late = START + timedelta(days=46)
    assert overdue(life, late) == (("appraise", None),)
    life = done(life, Asked(Act.MARK_LATE, late, None, "appraise"))
    assert (overdue(life, late), missed(life)) == ((), (1,))
    assert say(life, Act.OPEN_RATING, 47, closes_on=START + timedelta(days=57)).state is State.RATING


def test_an_unanswered_objection_holds_the_effect_back() -> None:
    life = decided(decided(resolved(2), 1), 2)
    life = say(life, Act.PUBLISH_DECISION, 9, 1, closes_on=START + timedelta(days=16))
    life = life.with_track(replace(life.tracks[0], unanswered=1))
    asked = Asked(Act.TAKE_EFFECT, START + timedelta(days=17), 1)
    assert ask(life, asked, "system").params == {"count": 1}


def test_without_village_money_the_branch_itself_decides() -> None:
    life = new_life(2, Plan(FIVE_STEP, None, minimum=1))
    life = say(life, Act.DELIBERATE, 1, 1)
    life = say(life, Act.DELIBERATE, 1, 2, passed=False)
    life = say(life, Act.CONVENE, 1, meets_on=START + timedelta(days=4))
    life = say(life, Act.RESOLVE, 4)
    assert life.in_favour == (1,)
    assert life.standings[2] is Standing.DECLINED


@slow
@given(st.lists(ASKED, max_size=12), ASKED, st.sampled_from(ROLES))
def test_it_answers_every_question(before: list[Asked], asked: Asked, role: str) -> None:
    life = _lived(before)
    ruling = ask(life, asked, role)
    assert ruling.allowed or ruling.reason
    if role not in WHO[asked.act]:
        assert not ruling.allowed


SCRIPT = st.lists(
    st.tuples(st.sampled_from(["first", "any"]), ASKED, st.integers(0, 8)), min_size=5, max_size=60
)


@settings(slow, max_examples=300)
@given(SCRIPT, st.integers(1, 3))
def test_the_laws_hold_through_every_life(script: list[tuple[str, Asked, int]], villages: int) -> None:
    life, day = new_life(villages, Plan(PLAN.outer, PLAN.inner, min(2, villages))), START
    for how, wild, wait in script:
        day += timedelta(days=wait)
        asked = _likely(life, wild, day) if how == "first" else wild
        role = sorted(WHO[asked.act])[0]
        if not ask(life, asked, role).allowed:
            continue
        after = done(life, asked)
        _laws(life, after, asked)
        life = after


def _lived(script: list[Asked]) -> Life:
    life = new_life()
    for wild in script:
        asked = _likely(life, wild, max(wild.day, START))
        if ask(life, asked, sorted(WHO[asked.act])[0]).allowed:
            life = done(life, asked)
    return life


def _likely(life: Life, wild: Asked, day: date) -> Asked:
    """An act that has a chance in this state, with the wild one's particulars."""
    village = wild.village if wild.village and life.track(wild.village) else 1
    track = life.track(village)
    due = track.due if track else None
    by_state = {
        State.DELIBERATING: Act.DELIBERATE,
        State.READY: Act.CONVENE,
        State.CONVENED: Act.RESOLVE,
        State.CONSENTING: Act.TAKE_STEP if due else Act.PUBLISH_DECISION,
        State.WAITING: Act.TAKE_EFFECT,
        State.ACTING: Act.PUBLISH_RESULT,
        State.APPRAISING: Act.OPEN_RATING,
        State.RATING: Act.CLOSE_RATING,
    }
    act = by_state.get(life.state, wild.act)
    step = due.key if due else ""
    passed = wild.passed or bool(wild.counts)
    one = village if act in ONE_VILLAGE else None
    return Asked(act, day, one, step, passed, wild.counts, day + timedelta(days=4), day + timedelta(days=7))


def _laws(before: Life, after: Life, asked: Asked) -> None:
    assert before.state not in ENDED
    for track in after.tracks:
        if track.published_on or track.effective_on:
            _bound_only_by_its_own_decision(after, track.village)
        keys = [step.key for step in track.steps]
        assert keys == [stage.key for stage in track.stages][: len(keys)]
        assert all(step.passed for step in track.steps[:-1])
    if asked.act is Act.RESOLVE:
        assert after.meets_on
        assert after.noticed_on
        assert (after.meets_on - after.noticed_on).days >= 3
        assert asked.day >= after.meets_on
        assert all(t.supports is not None or t.deliberation_late for t in after.tracks)
    if asked.act is Act.TAKE_STEP:
        assert after.consent_by
        assert asked.day <= after.consent_by
    if asked.act is Act.DELIBERATE:
        assert after.deliberate_by
        assert asked.day <= after.deliberate_by


def _bound_only_by_its_own_decision(life: Life, village: int) -> None:
    track = life.track(village)
    assert track
    assert life.resolved
    assert track.supports is not False
    assert [step.key for step in track.steps] == ["propose", "discuss", "review", "decide"]
    assert all(step.passed for step in track.steps)
    assert track.published_on
    assert track.closes_on
    assert len(life.in_favour) >= life.plan.minimum
    assert life.standings[village] in IN_FAVOUR
    if track.effective_on:
        assert track.effective_on > track.closes_on
