"""Publishing: what is frozen, what is refused, how long the window is."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure.models import Notice
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Unknown

SNAPSHOT = {
    "sections": [
        {
            "heading": "决议",
            "lines": [
                {"label": "事项", "value": "统一购买种子", "article": "农村集体经济组织法 第二十六条"},
                {"label": "提出人", "value": {"masked_person": "张*明"}},
            ],
            "tables": [{"caption": "各村表决", "columns": ["村", "同意"], "rows": [["甲村", "20"]]}],
        }
    ]
}


def actor(world: World, name: str) -> Actor:
    with as_system():
        return world.actor(name)


def published(
    world: World, *, kind: str = "公示", days: int = 7, working_days: bool = False
) -> disclosure.NoticeLine:
    secretary = actor(world, "shuji")
    with as_actor(secretary):
        return disclosure.publish(
            secretary,
            body_id=world.joint,
            kind=kind,
            title="统一购买种子的决议",
            subject="affairs.matter",
            subject_id=7,
            snapshot=SNAPSHOT,
            days=days,
            working_days=working_days,
        )


def refused_by_database(statement: str, *values: int | str | None) -> str:
    """The code PostgreSQL refuses a statement with."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(getattr(caught.value.__cause__, "sqlstate", ""))


def test_everyone_reads_what_is_published(world: World) -> None:
    line = published(world)
    with as_actor(Actor.stranger()):
        record = disclosure.by_slug(line.slug)
    assert record.line.title == "统一购买种子的决议"
    assert record.snapshot.sections[0].lines[1].value == disclosure.MaskedPerson("张*明")
    assert record.intact
    assert record.line.url.endswith(f"/p/n/{line.slug}/")


def test_the_day_of_publishing_does_not_count(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)) as now:
        line = published(world, days=7)
        assert (line.window.opens, line.window.closes) == (date(2026, 3, 2), date(2026, 3, 9))
        now.advance(days=7)
        with as_actor(Actor.stranger()):
            assert not disclosure.is_closed(line.id)
            now.advance(days=1)
            assert disclosure.is_closed(line.id)


def test_working_days_leave_out_holidays(world: World) -> None:
    with clock.fixed(date(2026, 4, 30)):  # Labour Day 2026: 1 to 5 May off, 9 May worked
        line = published(world, days=5, working_days=True)
    assert line.window.closes == date(2026, 5, 11)
    assert not line.window.provisional


def test_an_unannounced_year_is_marked_provisional(world: World) -> None:
    with clock.fixed(date(2031, 12, 30)):
        line = published(world, days=5, working_days=True)
    assert line.window.provisional


def test_it_never_shortens_and_writes_down_a_longer_window(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liancun.framework import workdays
    from liancun.kernel.workdays import WorkCalendar

    with clock.fixed(date(2031, 9, 29)):
        line = published(world, days=5, working_days=True)
        assert line.window.closes == date(2031, 10, 6)
        holidays = frozenset(date(2031, 10, day) for day in range(1, 8))
        known = WorkCalendar(known_years=frozenset({2031}), holidays=holidays)
        monkeypatch.setattr(workdays, "calendar", lambda: known)
        with as_system():
            assert disclosure.window(line.id).closes == date(2031, 10, 13)
            assert disclosure.recount(Actor.system("tests")) == 1
            assert disclosure.recount(Actor.system("tests")) == 0
        shorter = WorkCalendar(known_years=frozenset({2031}))
        monkeypatch.setattr(workdays, "calendar", lambda: shorter)
        with as_system():
            assert disclosure.window(line.id).closes == date(2031, 10, 13)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("身份证 21122119800101123X", "disclosure.identity_number"),
        ("１３８１２３４５６７８", "disclosure.phone"),
        ("卡号 6228481234567890128", "disclosure.bank_card"),
    ],
)
def test_it_refuses_personal_numbers(world: World, value: str, code: str) -> None:
    secretary = actor(world, "shuji")
    content = {"sections": [{"heading": "付款", "lines": [{"label": "收款人", "value": value}]}]}
    with as_actor(secretary), pytest.raises(Refusal) as refused:
        disclosure.publish(
            secretary, body_id=world.joint, kind="公开", title="付款", snapshot=content, days=7
        )
    assert refused.value.code == code
    assert not Notice.objects.exists()


def test_only_the_office_publishes(world: World) -> None:
    for name in ("zhishu-a", "baozhang-a", "xian", "kuaiji"):
        person = actor(world, name)
        with as_actor(person), pytest.raises(NotAllowed):
            disclosure.publish(
                person, body_id=world.joint, kind="公开", title="某事", snapshot=SNAPSHOT, days=7
            )
    assert not Notice.objects.exists()


def test_a_branch_secretary_publishes_for_their_own_village_only(world: World) -> None:
    secretary = actor(world, "zhishu-a")
    with as_actor(secretary):
        line = disclosure.publish(
            secretary, body_id=world.a.collective, kind="公开", title="结果", snapshot=SNAPSHOT, days=5
        )
        assert disclosure.published_for([world.a.collective])[0].id == line.id
        with pytest.raises(NotAllowed):
            disclosure.publish(
                secretary, body_id=world.b.collective, kind="公开", title="结果", snapshot=SNAPSHOT, days=5
            )


def test_a_published_notice_never_changes_below_the_forms(world: World) -> None:
    line = published(world)
    with as_actor(actor(world, "shuji")):
        for statement in (
            "update disclosure_notice set title = '别的' where id = %s",
            "update disclosure_notice set closes_on = closes_on - 3 where id = %s",
            "delete from disclosure_notice where id = %s",
        ):
            assert refused_by_database(statement, line.id) in {"42501", "LC001"}
        assert refused_by_database("truncate disclosure_notice cascade") == "42501"
        assert disclosure.by_slug(line.slug).intact


def test_a_notice_is_not_dated_back_below_the_forms(world: World) -> None:
    line = published(world)
    copied = """
        insert into disclosure_notice (slug, kind, body_id, office, subject, subject_id, title, snapshot, fingerprint,
            published_at, published_by, opens_on, closes_on, days, working_days, provisional, answer_days)
        select 'forged', kind, {body}, office, subject, subject_id, title, snapshot, fingerprint,
            liancun_now() - interval '{back} days', published_by, opens_on - {back}, closes_on - {back} - {less}, days, false, false, 5
        from disclosure_notice where id = %s"""
    with as_actor(actor(world, "shuji")):
        assert refused_by_database(copied.format(body="body_id", back=30, less=0), line.id) == "LC110"
        assert refused_by_database(copied.format(body="body_id", back=0, less=5), line.id) == "LC111"
        foreign = copied.format(body=world.outside.village, back=0, less=0)
        assert refused_by_database(foreign, line.id) == "42501"


def test_a_window_is_not_ended_early_by_anyone(world: World) -> None:
    line = published(world)
    secretary = actor(world, "shuji")
    ending = (
        "insert into disclosure_noticeclosing (notice_id, kind, reason, by_name, at, body_id)"
        " values (%s, 'closed', '', '某人', liancun_now(), %s)"
    )
    with as_actor(secretary):
        with pytest.raises(Conflict) as refused:
            disclosure.close(secretary, notice_id=line.id)
        assert refused.value.code == "disclosure.window_open"
        assert refused_by_database(ending, line.id, world.joint) == "LC111"


def test_a_withdrawn_notice_stays_readable_and_never_closes(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)) as now:
        line = published(world)
        secretary = actor(world, "shuji")
        with as_actor(secretary):
            disclosure.withdraw(secretary, notice_id=line.id, reason="金额写错，另行发布")
            with pytest.raises(Conflict):
                disclosure.withdraw(secretary, notice_id=line.id, reason="再撤一次")
        now.advance(days=30)
        with as_actor(Actor.stranger()):
            record = disclosure.by_slug(line.slug)
        assert (record.ending, record.ending_reason) == ("withdrawn", "金额写错，另行发布")
        assert not record.line.window.closed


def test_the_end_is_recorded_once_the_window_is_over(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)) as now:
        line = published(world)
        now.advance(days=8)
        with as_system():
            assert [due.id for due in disclosure.due()] == [line.id]
            disclosure.close(Actor.system("tests"), notice_id=line.id)
            assert disclosure.due() == []
            assert disclosure.by_slug(line.slug).ending == "closed"


def test_there_is_no_such_notice(world: World) -> None:
    with as_actor(Actor.stranger()), pytest.raises(Unknown):
        disclosure.by_slug("guessed")
