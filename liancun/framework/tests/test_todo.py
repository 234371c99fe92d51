"""The badge of waiting things: counted once a minute, at once after one's own act, never mixed between people."""

from __future__ import annotations

from typing import Any

import pytest

from liancun.framework import todo
from liancun.framework.actors import Actor
from liancun.framework.todo import TodoItem

ASKED: list[int] = []


def _provider(actor: Actor) -> list[TodoItem]:
    ASKED.append(actor.user_id or 0)
    return [TodoItem("记账", "甲村", None, "/", "去办")] * (actor.user_id or 0)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(todo, "_providers", [_provider])
    monkeypatch.setattr(todo, "_counts", {})
    settings.LIANCUN_TODO_SECONDS = 60
    ASKED.clear()


def somebody(user_id: int) -> Actor:
    return Actor(user_id, user_id, "某人", "", None, "user")


def test_it_is_counted_once_for_each_person() -> None:
    assert [todo.count_for(somebody(2)) for _ in range(3)] == [2, 2, 2]
    assert todo.count_for(somebody(3)) == 3
    assert ASKED == [2, 3]


def test_ones_own_act_counts_anew() -> None:
    todo.count_for(somebody(2))
    todo.count_for(somebody(2), "2026-11-22T09:00:00")
    todo.count_for(somebody(2), "2026-11-22T09:00:00")
    assert ASKED == [2, 2]


def test_what_a_page_counted_is_kept() -> None:
    todo.remember_count(somebody(2), 7)
    assert todo.count_for(somebody(2)) == 7
    assert ASKED == []


def test_zero_seconds_count_always(settings: Any) -> None:
    settings.LIANCUN_TODO_SECONDS = 0
    todo.count_for(somebody(2))
    todo.count_for(somebody(2))
    assert ASKED == [2, 2]
