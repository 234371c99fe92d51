"""An objector who is not satisfied goes to the township: with a receipt, a number, a due day, one decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure import jobs
from liancun.contexts.disclosure.models import Complaint, ComplaintText, DueReminder
from liancun.contexts.disclosure.tests.test_objecting import STRANGER, objected
from liancun.contexts.disclosure.tests.test_publishing import SNAPSHOT, actor, refused_by_database
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

BEGIN = date(2026, 3, 2)


def published(world: World) -> disclosure.NoticeLine:
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        return disclosure.publish(
            secretary, body_id=world.a.village, kind="公示", title="出租荒地", snapshot=SNAPSHOT, days=7
        )


def answered(world: World, notice_id: int, text: str = "已按程序办理。") -> None:
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        for line in disclosure.objections(notice_id):
            if not line.answered_at:
                disclosure.answer(secretary, objection_id=line.id, text=text)


def complained(slug: str, receipt: str, **more: Any) -> disclosure.ComplaintReceived:
    with as_actor(STRANGER):
        return disclosure.complain(
            STRANGER, slug=slug, receipt=receipt, text=more.pop("text", "答复没有说价格。"), **more
        )


def test_the_receipt_takes_an_answered_objection_to_the_township(world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(world)
        receipt = objected(line.slug).receipt
        answered(world, line.id)
        found = complained(line.slug, receipt.lower(), contact="13812345678")
        assert (found.number, found.due_on) == ("2026-1", date(2026, 3, 23))
        township = actor(world, "fenguan")
        with as_actor(township):
            (waiting,) = disclosure.undecided()
            assert waiting.body_id == world.township
            told = disclosure.decide_complaint(
                township, complaint_id=waiting.id, outcome="upheld", text="请三日内公布价格。"
            )
            assert told.text == "答复没有说价格。"
            assert disclosure.undecided() == ()
        with as_actor(STRANGER):
            record = disclosure.by_slug(line.slug)
        (answer,) = record.answers
        assert answer.complaint is not None
        assert (answer.complaint.number, answer.complaint.outcome) == ("2026-1", "upheld")
        assert record.line.window.closes == date(2026, 3, 9)
        assert not record.line.window.closed


def test_without_an_answer_one_complains_from_the_day_after_it_was_due(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        line = published(world)
        receipt = objected(line.slug).receipt
        for _ in range(7):
            with pytest.raises(Conflict) as refused:
                complained(line.slug, receipt)
            assert refused.value.code == "disclosure.not_answered_yet"
            now.advance(days=1)
        now.advance(days=1)
        assert complained(line.slug, receipt).number == "2026-1"
        with pytest.raises(Conflict) as refused:
            complained(line.slug, receipt)
        assert refused.value.code == "disclosure.complained"
        assert "2026-1" in refused.value.text()


def test_a_complaint_comes_too_late_after_its_days(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        line = published(world)
        receipt = objected(line.slug).receipt
        answered(world, line.id)
        now.advance(days=16)
        with pytest.raises(Conflict) as refused:
            complained(line.slug, receipt)
        assert refused.value.code == "disclosure.complaint_late"
    assert not Complaint.objects.exists()


def test_a_strange_receipt_is_refused(world: World) -> None:
    line, other = published(world), published(world)
    receipt = objected(other.slug).receipt
    for wrong in (receipt, "1234", "0000-0000-0000-0000"):
        with pytest.raises(Refusal):
            complained(line.slug, wrong)
    assert not Complaint.objects.exists()


def test_numbers_run_through_the_year_of_each_office(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        line = published(world)
        receipts = [objected(line.slug, key=f"k{n}").receipt for n in range(3)]
        answered(world, line.id)
        assert [complained(line.slug, receipt).number for receipt in receipts] == [
            "2026-1",
            "2026-2",
            "2026-3",
        ]
        now.advance(days=310)
        line = published(world)
        receipt = objected(line.slug).receipt
        answered(world, line.id)
        assert complained(line.slug, receipt).number == "2027-1"


def test_the_office_complained_of_counts_and_does_not_read(world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(world)
        receipt = objected(line.slug).receipt
        answered(world, line.id)
        complained(line.slug, receipt, contact="13812345678")
        number = Complaint.objects.get().pk
        for name in ("zhishu-a", "jiandu-a", "zhishu-e"):
            person = actor(world, name)
            with as_actor(person):
                assert not ComplaintText.objects.exists()
                with pytest.raises(Unknown):
                    disclosure.decide_complaint(
                        person, complaint_id=number, outcome="dismissed", text="自己了结"
                    )
        with as_system(), connection.cursor() as cursor:
            cursor.execute("select contact from disclosure_complainttext")
            assert b"13812345678" not in bytes(cursor.fetchone()[0])
        township = actor(world, "xiangzhen")
        with as_actor(township):
            assert (
                disclosure.open_complaint_contact(township, complaint_id=number, reason="核实")
                == "13812345678"
            )
        county = actor(world, "xian")
        with as_actor(county), pytest.raises(NotAllowed):
            disclosure.decide_complaint(county, complaint_id=number, outcome="dismissed", text="代为处理")


def test_a_decision_is_given_once_with_an_outcome_and_no_number_of_a_person(world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(world)
        receipt = objected(line.slug).receipt
        answered(world, line.id)
        complained(line.slug, receipt)
        number, township = Complaint.objects.get().pk, actor(world, "fenguan")
        with as_actor(township):
            for outcome, text, code in (
                ("", "同意", "disclosure.outcome"),
                ("upheld", " ", "disclosure.answer_empty"),
                ("upheld", "请致电 13812345678", "disclosure.phone"),
            ):
                with pytest.raises(Refusal) as refused:
                    disclosure.decide_complaint(township, complaint_id=number, outcome=outcome, text=text)
                assert refused.value.code == code
            disclosure.decide_complaint(
                township, complaint_id=number, outcome="partly", text="补充公布价格。"
            )
            with pytest.raises(Conflict) as again:
                disclosure.decide_complaint(township, complaint_id=number, outcome="dismissed", text="改")
        assert again.value.code == "disclosure.decided"


def test_no_complaint_is_forged_below_the_forms(world: World) -> None:
    with clock.fixed(BEGIN):
        line = published(world)
        objected(line.slug)
        forged = (
            "insert into disclosure_complaint (objection_id, notice_id, body_id, year, number, received_at, due_on)"
            " select id, notice_id, %s, 2026, 9, liancun_now(), liancun_today() from disclosure_objection"
        )
        with as_actor(STRANGER):
            assert refused_by_database(forged, world.township) == "LC117"
        answered(world, line.id)
        with as_actor(STRANGER):
            assert refused_by_database(forged, world.b.village) == "LC117"
            assert refused_by_database("delete from disclosure_complaint") in {"42501", "LC001"}
        complained(line.slug, objected(line.slug).receipt)
        decided = (
            "insert into disclosure_complaintdecision (complaint_id, body_id, outcome, text, by_name, at)"
            " select id, %s, 'dismissed', '驳回', '某人', liancun_now() from disclosure_complaint"
        )
        for name in ("zhishu-a", "shuji"):
            with as_actor(actor(world, name)):
                assert refused_by_database(decided, world.a.village) == "42501"


def test_a_complaint_is_reminded_of_before_and_after_its_day(world: World) -> None:
    with clock.fixed(BEGIN) as now:
        line = published(world)
        receipt = objected(line.slug).receipt
        answered(world, line.id)
        due = complained(line.slug, receipt).due_on
        for days, count in (((due - BEGIN).days - 2, 0), (1, 1), (2, 2), (5, 2)):
            now.advance(days=days)
            jobs.remind()
            with as_system():
                assert DueReminder.objects.filter(about="complaint").count() == count
