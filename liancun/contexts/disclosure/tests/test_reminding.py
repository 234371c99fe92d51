"""Reminders of answers that are due: in 待办 and on the record, each once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.disclosure import jobs, queries
from liancun.contexts.disclosure.tests.test_objecting import objected
from liancun.contexts.disclosure.tests.test_publishing import actor, published
from liancun.contexts.disclosure.web.views import waiting
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system


def kinds(notice_id: int) -> list[str]:
    with as_system():
        return [kind for _number, kind, _at in queries.reminders(notice_id)]


def test_an_answer_is_asked_for_the_day_before_and_once_it_is_late(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)) as now:  # a Monday; the answer is due on the 9th
        line = published(world)
        objected(line.slug)
        for days, told in ((5, []), (1, ["soon"]), (1, ["soon"]), (1, ["soon", "overdue"]), (9, None)):
            now.advance(days=days)
            jobs.remind()
            jobs.remind()
            assert kinds(line.id) == (told if told is not None else ["soon", "overdue"])
        clerk = actor(world, "mishu")
        with as_actor(clerk):
            assert [item.what.startswith("已过期：") for item in waiting(clerk)] == [True]
        shown = signed_in("mishu").get(f"/disclosure/{line.id}/").content.decode()
        assert "第 1 条意见的答复期限已过，已提醒" in shown


def test_an_answered_objection_is_left_alone(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)) as now:
        line = published(world)
        objected(line.slug)
        clerk = actor(world, "mishu")
        with as_actor(clerk):
            disclosure.answer(clerk, objection_id=disclosure.waiting()[0].id, text="按三家询价的最低价。")
        now.advance(days=30)
        jobs.remind()
        assert kinds(line.id) == []


def test_a_reminder_is_never_taken_back_below_the_forms(world: World) -> None:
    with clock.fixed(date(2026, 3, 2)) as now:
        line = published(world)
        objected(line.slug)
        now.advance(days=8)
        jobs.remind()
        with as_system(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("delete from disclosure_answerreminder")
        assert kinds(line.id) == ["overdue"]
