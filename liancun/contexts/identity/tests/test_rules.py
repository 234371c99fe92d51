"""Passwords and lockout on paper."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liancun.contexts.identity import rules
from liancun.framework.clock import ZONE
from liancun.kernel.errors import Refusal

NOW = datetime(2026, 5, 30, 9, 0, tzinfo=ZONE)
LOCKOUT = rules.Lockout(failures=5, minutes=20)


@pytest.mark.parametrize("password", ["Tian2026", "tian-2026", "TIAN-tian", "田野Tian-1"])
def test_it_takes_three_of_four_classes_in_eight_signs(password: str) -> None:
    rules.refuse_weak(password, ("zhangsan", "张三"))


@pytest.mark.parametrize(
    "password",
    ["Ti-2026", "tianye2026", "ABCDEFGH1", "zhangsan-A1", "ZhangSan-99", "张三Tian-1", "A1-" + "a" * 200],
)
def test_it_refuses_a_weak_password_and_says_the_rule(password: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.refuse_weak(password, ("zhangsan", "张三"))
    assert refused.value.code == "identity.weak_password"
    assert password not in refused.value.text()


def test_the_fifth_failure_locks_for_twenty_minutes() -> None:
    attempts = rules.Attempts(0, None)
    for _ in range(4):
        attempts = rules.after_failure(attempts, NOW, LOCKOUT)
        assert not rules.is_locked(attempts, NOW)
    attempts = rules.after_failure(attempts, NOW, LOCKOUT)
    assert rules.is_locked(attempts, NOW + timedelta(minutes=19, seconds=59))
    assert not rules.is_locked(attempts, NOW + timedelta(minutes=20))
