"""Plan by the office, review by the supervisors, then publishing (山东省村务公开条例: 5 + 5 days)."""

from __future__ import annotations

from datetime import date

import pytest

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure import jobs
from liancun.contexts.disclosure.models import DueReminder, Notice, Plan
from liancun.contexts.disclosure.rules.review import PlanState
from liancun.contexts.disclosure.tests.test_publishing import actor, refused_by_database
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

CONTENT = {
    "sections": [{"heading": "一季度收支", "lines": [{"label": "收入", "value": "62,000.00", "article": ""}]}]
}
BEGIN = date(2026, 3, 2)


def planned(world: World, category: str = "finance", **more: int) -> disclosure.PlanRecord:
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        return disclosure.plan_notice(
            secretary,
            body_id=world.a.village,
            category=category,
            title="一季度财务公开",
            content=CONTENT,
            **more,
        )


def reviewed(world: World, plan_id: int, *, agrees: bool, text: str = "") -> disclosure.PlanRecord:
    supervisor = actor(world, "jiandu-a")
    with as_actor(supervisor):
        return disclosure.review_plan(supervisor, plan_id=plan_id, agrees=agrees, text=text)


def out(world: World, plan_id: int) -> disclosure.NoticeLine:
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        return disclosure.publish_plan(secretary, plan_id=plan_id)


def test_a_plan_is_published_after_the_supervisors_agreed(world: World) -> None:
    with clock.fixed(BEGIN):
        plan = planned(world)
        assert (plan.line.state, plan.review_due_on) == (PlanState.REVIEWING, date(2026, 3, 7))
        with pytest.raises(Conflict) as refused:
            out(world, plan.line.id)
        assert refused.value.code == "disclosure.under_review"
        assert not Notice.objects.exists()
        assert reviewed(world, plan.line.id, agrees=True).line.state is PlanState.READY
        line = out(world, plan.line.id)
        with as_actor(Actor.stranger()):
            record = disclosure.by_slug(line.slug)
    assert record.review_outcome == "agreed"
    assert record.reviewed_by.endswith("村务监督委员会")
    assert record.category == "finance"
    assert record.line.window.closes == date(2026, 3, 9)


def test_silence_until_the_last_day_lets_it_pass_and_not_a_day_earlier(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        plan = planned(world)
        now.advance(days=5)
        with pytest.raises(Conflict):
            out(world, plan.line.id)
        now.advance(days=1)
        with pytest.raises(Conflict) as refused:
            reviewed(world, plan.line.id, agrees=False, text="太晚的意见")
        assert refused.value.code == "disclosure.not_reviewing"
        line = out(world, plan.line.id)
        with as_system():
            assert disclosure.by_slug(line.slug).review_outcome == "silent"


def test_an_objection_is_no_veto_once_it_is_answered(world: World) -> None:
    with clock.fixed(BEGIN):
        plan = planned(world).line.id
        said = reviewed(world, plan, agrees=False, text="招待费没有列明。")
        assert (said.line.state, said.line.due_on) == (PlanState.OBJECTED, date(2026, 3, 7))
        with pytest.raises(Conflict) as refused:
            out(world, plan)
        assert refused.value.code == "disclosure.review_unanswered"
        secretary = actor(world, "zhishu-a")
        with as_actor(secretary):
            disclosure.answer_review(secretary, plan_id=plan, text="本季度没有招待费。")
            with pytest.raises(Conflict):
                disclosure.answer_review(secretary, plan_id=plan, text="再答一次")
        with as_system():
            assert disclosure.by_slug(out(world, plan).slug).review_outcome == "answered"


def test_a_changed_plan_takes_the_place_of_the_former_and_is_reviewed_again(world: World) -> None:
    with clock.fixed(BEGIN):
        first = planned(world).line.id
        reviewed(world, first, agrees=False, text="少了一项支出。")
        second = planned(world, replaces_id=first)
        assert (second.replaces_id, second.line.state) == (first, PlanState.REVIEWING)
        with pytest.raises(Conflict) as refused:
            out(world, first)
        assert refused.value.code == "disclosure.plan_over"


def test_a_given_up_plan_is_over(world: World) -> None:
    plan = planned(world).line.id
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        with pytest.raises(Refusal) as refused:
            disclosure.drop_plan(secretary, plan_id=plan, reason=" ")
        assert refused.value.code == "disclosure.no_reason"
        assert disclosure.drop_plan(secretary, plan_id=plan, reason="重复").line.state is PlanState.DROPPED
    with pytest.raises(Conflict):
        reviewed(world, plan, agrees=True)


def test_what_no_rule_sends_to_review_is_published_at_once(world: World) -> None:
    plan = planned(world, "notice")
    assert (plan.line.state, plan.reviewer) == (PlanState.READY, "")
    line = out(world, plan.line.id)
    with as_system():
        assert disclosure.by_slug(line.slug).reviewed_by == ""
    with pytest.raises(Conflict):
        out(world, plan.line.id)


def test_others_neither_review_nor_read_plans(world: World) -> None:
    plan = planned(world).line.id
    for name, fault in (("jiandu-b", Unknown), ("zhishu-a", NotAllowed), ("baozhang-a", NotAllowed)):
        person = actor(world, name)
        with as_actor(person), pytest.raises(fault):
            disclosure.review_plan(person, plan_id=plan, agrees=True)
    with as_actor(Actor.stranger()):
        assert not Plan.objects.exists()
    supervisor = actor(world, "jiandu-a")
    with as_actor(supervisor), pytest.raises(NotAllowed):
        disclosure.publish_plan(supervisor, plan_id=plan)


def test_a_category_of_another_kind_of_body_is_refused(world: World) -> None:
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary), pytest.raises(Refusal) as refused:
        disclosure.plan_notice(
            secretary, body_id=world.a.village, category="joint", title="甲", content=CONTENT
        )
    assert refused.value.code == "disclosure.category"
    assert not Plan.objects.exists()


def test_no_review_is_slipped_past_below_the_forms(world: World) -> None:
    with clock.fixed(BEGIN):
        plan = planned(world).line.id
        copied = """
            insert into disclosure_notice (slug, kind, body_id, office, subject, title, snapshot, fingerprint,
                published_at, published_by, opens_on, closes_on, days, working_days, provisional, answer_days,
                category, plan_id, reviewed_by, review_outcome)
            select 'forged', kind, body_id, '某村', '', {title}, snapshot, repeat('a', 64), liancun_now(), '某人',
                liancun_today(), liancun_today() + {days}, {days}, false, false, 5, category, id, '监督委员会', 'agreed'
            from disclosure_plan where id = %s"""
        with as_actor(actor(world, "zhishu-a")):
            assert refused_by_database(copied.format(title="title", days=7), plan) == "LC115"
            own = (
                "insert into disclosure_review (plan_id, body_id, agrees, text, by_name, by_person_id, at)"
                " select id, body_id, true, '', '某人', planned_by_id, liancun_now() from disclosure_plan where id = %s"
            )
            assert refused_by_database(own, plan) == "LC116"
            assert refused_by_database(
                "update disclosure_plan set reviewer_id = null",
            ) in {"42501", "LC001"}
            back = (
                "insert into disclosure_plan (body_id, category, kind, title, snapshot, digest, days, working_days,"
                " reviewer_id, review_due_on, answer_days, planned_at, planned_by)"
                " select body_id, category, kind, title, snapshot, digest, days, working_days, reviewer_id,"
                " liancun_today() - 1, 5, liancun_now() - interval '9 days', '某人' from disclosure_plan"
            )
            assert refused_by_database(back) == "LC110"
        reviewed(world, plan, agrees=True)
        with as_actor(actor(world, "zhishu-a")):
            assert refused_by_database(copied.format(title="'换了标题'", days=7), plan) == "LC114"
            assert refused_by_database(copied.format(title="title", days=1), plan) == "LC114"
        assert not Notice.objects.exists()


def test_review_and_answer_are_reminded_once_of_each_kind(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        plan = planned(world).line.id
        now.advance(days=4)
        jobs.remind()
        jobs.remind()
        reviewed(world, plan, agrees=False, text="请列明细。")
        now.advance(days=4)
        jobs.remind()
        now.advance(days=2)
        jobs.remind()
        jobs.remind()
        with as_system():
            told = list(DueReminder.objects.order_by("id").values_list("about", "row_id", "kind"))
    assert told == [("review", plan, "soon"), ("answer", plan, "soon"), ("answer", plan, "overdue")]


def test_fixed_days_are_looked_at_for_each_village(world: World) -> None:
    with clock.fixed(date(2026, 4, 16)) as now:
        with as_actor(actor(world, "zhishu-a")):
            found = {turn.category: turn for turn in disclosure.calendar([world.a.village])}
        assert (found["finance"].due_on, found["finance"].standing) == (date(2026, 1, 20), "missed")
        plan = planned(world).line.id
        reviewed(world, plan, agrees=True)
        out(world, plan)
        now.advance(days=1)
        with as_actor(actor(world, "zhishu-a")):
            found = {turn.category: turn for turn in disclosure.calendar([world.a.village])}
        assert (found["finance"].due_on, found["finance"].standing) == (date(2026, 4, 20), "done")
        assert found["general"].standing == "missed"
