"""Two connections at once: objections while the window closes, review and publishing, two decisions; with controls."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any

import psycopg
import pytest
from django.db import connections

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure.models import Complaint, ComplaintDecision, Notice, Objection
from liancun.contexts.disclosure.tests.test_complaining import answered, complained, published
from liancun.contexts.disclosure.tests.test_objecting import objected
from liancun.contexts.disclosure.tests.test_planning import out, planned, reviewed
from liancun.contexts.disclosure.tests.test_publishing import actor
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from liancun.framework.testing_databases import connect_again, connect_owner
from liancun.kernel.errors import Conflict

BEGIN = date(2026, 3, 2)
Connection = psycopg.Connection[Any]


def at_once(*works: Callable[[], object]) -> list[object]:
    """Runs every work in a thread of its own; gives what each returned or raised."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            start.wait()
            return work()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result() for done in [pool.submit(run, work) for work in works]]


def test_objections_sent_at_once_get_numbers_of_their_own(cloned_world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(cloned_world)
        answers = at_once(*[lambda key=key: objected(line.slug, key=f"k{key % 3}") for key in range(6)])
    numbers = sorted(one.number for one in answers if isinstance(one, disclosure.ReceivedLine))
    assert numbers == [1, 1, 2, 2, 3, 3]


def test_control_without_the_lock_an_objection_lands_behind_the_recorded_end(cloned_world: World) -> None:
    """What the lock is for: the objection of 23:59:59 and the end of 00:00:01 do not see each other."""
    with clock.fixed(BEGIN):
        line = published(cloned_world)
    _without_lock("disclosure_receive", "disclosure_end_notice")
    _objection_around_the_end(line.id)
    with as_system():
        assert (Objection.objects.count(), disclosure.by_slug(line.slug).ending) == (1, "closed")


def test_with_the_lock_the_end_waits_for_the_objection(cloned_world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(cloned_world)
    with pytest.raises(psycopg.errors.LockNotAvailable):
        _objection_around_the_end(line.id)


def test_control_without_the_lock_two_objections_land_behind_the_recorded_end(cloned_world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(cloned_world)
    _without_lock("disclosure_receive", "disclosure_end_notice")
    _two_objections_around_the_end(line.id)
    with as_system():
        assert (Objection.objects.count(), disclosure.by_slug(line.slug).ending) == (2, "closed")


def test_with_the_lock_two_objections_and_the_end_come_one_after_the_other(cloned_world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(cloned_world)
    with pytest.raises(psycopg.errors.LockNotAvailable):
        _two_objections_around_the_end(line.id)
    with as_system():
        assert Objection.objects.count() == 0


def test_review_and_publishing_at_once_never_both_pass(cloned_world: World) -> None:
    """On the last day the supervisors object while the office agrees with itself: published only with an answer."""
    with clock.fixed(BEGIN) as now:
        for _ in range(3):
            plan = planned(cloned_world).line.id
            now.advance(days=5)
            said, line = at_once(
                partial(reviewed, cloned_world, plan, agrees=False, text="请列明细。"),
                partial(out, cloned_world, plan),
            )
            assert isinstance(said, disclosure.PlanRecord)
            assert isinstance(line, Conflict)
    with as_system():
        assert not Notice.objects.exists()


def test_two_publish_one_plan_and_one_notice_comes_of_it(cloned_world: World) -> None:
    with clock.fixed(BEGIN):
        plan = planned(cloned_world, "notice").line.id
        answers = at_once(*[lambda: out(cloned_world, plan)] * 3)
    assert sorted(type(one).__name__ for one in answers) == ["Conflict", "Conflict", "NoticeLine"]
    with as_system():
        assert Notice.objects.count() == 1


def test_control_without_the_lock_a_plan_is_published_past_an_objection(cloned_world: World) -> None:
    with clock.fixed(BEGIN):
        plan = planned(cloned_world).line.id
    _without_lock("disclosure_living_plan")
    _review_around_publishing(plan)
    with as_system():
        assert Notice.objects.get().review_outcome == "silent"


def test_with_the_lock_publishing_waits_for_the_review(cloned_world: World) -> None:
    with clock.fixed(BEGIN):
        plan = planned(cloned_world).line.id
    with pytest.raises(psycopg.errors.LockNotAvailable):
        _review_around_publishing(plan)


def test_of_two_decisions_at_once_one_stands(cloned_world: World) -> None:
    with clock.fixed(BEGIN):
        complaint = _complaint(cloned_world)
        answers = at_once(
            lambda: _decided(cloned_world, "fenguan", complaint, "upheld"),
            lambda: _decided(cloned_world, "xiangzhen", complaint, "dismissed"),
        )
    assert sorted(type(one).__name__ for one in answers) == ["ComplaintRecord", "Conflict"]
    with as_system():
        assert ComplaintDecision.objects.count() == 1


def test_control_without_the_key_a_complaint_is_decided_twice(cloned_world: World) -> None:
    """What the table's key is for: looking first is not enough when two look at once."""
    with clock.fixed(BEGIN):
        complaint = _complaint(cloned_world)
    with connect_owner(_name()) as owner:
        owner.execute(
            "alter table disclosure_complaintdecision drop constraint disclosure_complaintdecision_pkey"
        )
    with _session(BEGIN) as first, _session(BEGIN) as second:
        for session in (first, second):
            assert session.execute("select from disclosure_complaintdecision").fetchone() is None
        for session in (first, second):
            session.execute(_DECIDE, [complaint])
        first.commit()
        second.commit()
    with as_system():
        assert ComplaintDecision.objects.count() == 2


def _complaint(world: World) -> int:
    line = published(world)
    receipt = objected(line.slug).receipt
    answered(world, line.id)
    complained(line.slug, receipt)
    with as_system():
        return int(Complaint.objects.get().pk)


def _decided(world: World, name: str, complaint: int, outcome: str) -> object:
    person = actor(world, name)
    with as_actor(person):
        return disclosure.decide_complaint(person, complaint_id=complaint, outcome=outcome, text="处理如下。")


_OBJECT = """insert into disclosure_objection (notice_id, number, received_at, answer_due_on, origin, key, receipt)
             select %s, n, liancun_now(), liancun_today(), '', n::text, '' from (values (%s)) numbered(n)"""
_END = """insert into disclosure_noticeclosing (notice_id, body_id, kind, reason, by_name, at)
          select id, body_id, 'closed', '', '某人', liancun_now() from disclosure_notice where id = %s"""
_REVIEW = """insert into disclosure_review (plan_id, body_id, agrees, text, answer_due_on, by_name, at)
             select id, body_id, false, '请列明细', liancun_today(), '某人', liancun_now()
             from disclosure_plan where id = %s"""
_PUBLISH = """insert into disclosure_notice (slug, kind, body_id, office, subject, title, snapshot, fingerprint,
                published_at, published_by, opens_on, closes_on, days, working_days, provisional, answer_days,
                category, plan_id, reviewed_by, review_outcome)
              select 'raced', kind, body_id, '某村', '', title, snapshot, repeat('a', 64), liancun_now(), '某人',
                liancun_today(), liancun_today() + days::int, days, false, false, 5, category, id, '', ''
              from disclosure_plan where id = %s"""
_DECIDE = """insert into disclosure_complaintdecision (complaint_id, body_id, outcome, text, by_name, at)
             select id, body_id, 'dismissed', '驳回', '某人', liancun_now() from disclosure_complaint where id = %s"""


def _objection_around_the_end(notice_id: int) -> None:
    with _session(date(2026, 3, 9)) as objector, _session(date(2026, 3, 10)) as closer:
        objector.execute(_OBJECT, [notice_id, 1])
        closer.execute(_END, [notice_id])
        closer.commit()
        objector.commit()


def _two_objections_around_the_end(notice_id: int) -> None:
    last, next_day = date(2026, 3, 9), date(2026, 3, 10)
    with _session(last) as first, _session(last) as second, _session(next_day) as closer:
        first.execute(_OBJECT, [notice_id, 1])
        second.execute(_OBJECT, [notice_id, 2])
        closer.execute(_END, [notice_id])
        for session in (closer, first, second):
            session.commit()


def _review_around_publishing(plan_id: int) -> None:
    with _session(date(2026, 3, 7)) as supervisor, _session(date(2026, 3, 8)) as office:
        supervisor.execute(_REVIEW, [plan_id])
        office.execute(_PUBLISH, [plan_id])
        office.commit()
        supervisor.commit()


def _without_lock(*functions: str) -> None:
    """The functions as they are, without what takes the lock."""
    with connect_owner(_name()) as owner:
        for function in functions:
            row = owner.execute("select pg_get_functiondef(%s::regproc)", [function]).fetchone()
            assert row is not None
            lines = [line for line in row[0].splitlines() if "perform disclosure_lock" not in line]
            owner.execute("\n".join(lines))


def _name() -> str:
    return str(connections["default"].settings_dict["NAME"])


def _session(day: date) -> Connection:
    session = connect_again(_name())
    session.execute(
        "select set_config('liancun.now', %s, false), set_config('liancun.everything', 'on', false)",
        [f"{day} 10:00:00+08"],
    )
    session.execute("set lock_timeout = '300ms'")
    session.autocommit = False
    return session
