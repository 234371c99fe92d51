"""Accounts below the pages: signing in, lockout, passwords."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from liancun.contexts.identity import api as identity
from liancun.contexts.identity.models import User
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

GOOD = "Tian-2026-ye"
STRANGER = Actor.stranger()


@pytest.fixture
def user(db: None) -> Iterator[int]:
    with clock.fixed(clock.today()), as_system():
        yield identity.create_user(SYSTEM, username="ZhangSan", name="张三", password=GOOD)


def try_in(password: str = GOOD, username: str = "zhangsan") -> bool:
    return identity.sign_in(STRANGER, username=username, password=password) is not None


def test_it_lets_in_with_the_right_password_whatever_the_case_of_the_name(user: int) -> None:
    assert try_in()
    assert try_in(username=" ZHANGSAN ")


def test_it_keeps_no_password_and_no_date_of_signing_in(user: int) -> None:
    try_in()
    row = User.objects.get(pk=user)
    assert GOOD not in row.password
    assert "last_login" not in {field.name for field in User._meta.get_fields()}


def test_five_wrong_passwords_lock_out_even_the_right_one_for_twenty_minutes(user: int) -> None:
    with clock.fixed(clock.now()) as time:
        assert [try_in("Wrong-1234") for _ in range(5)] == [False] * 5
        assert not try_in()
        time.advance(minutes=19)
        assert not try_in()
        time.advance(minutes=2)
        assert try_in()


def test_a_success_starts_the_count_anew(user: int) -> None:
    for _ in range(4):
        try_in("Wrong-1234")
    assert try_in()
    for _ in range(4):
        try_in("Wrong-1234")
    assert try_in()


def test_a_closed_account_and_an_unknown_name_get_the_same_answer(user: int) -> None:
    User.objects.filter(pk=user).update(is_active=False)
    assert not try_in()
    assert not try_in(username="nobody")


def test_parallel_guesses_are_counted_one_by_one(clone: str) -> None:
    with as_system():
        user = identity.create_user(SYSTEM, username="zhangsan", name="张三", password=GOOD)

    def guess(_number: int) -> bool:
        try:
            with entered(STRANGER):
                return try_in("Wrong-1234")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(guess, range(5))) == [False] * 5
    assert User.objects.get(pk=user).locked_until is not None


def me(user: int) -> Actor:
    return Actor(user, None, "张三", "", None, "user")


def test_it_changes_the_own_password(user: int) -> None:
    identity.change_password(me(user), old_password=GOOD, new_password="Shan-2026-he")
    assert not try_in()
    assert try_in("Shan-2026-he")
    assert not User.objects.get(pk=user).must_change_password


REFUSED = [
    ("Falsch-2026", "Shan-2026-he", "identity.wrong_old"),
    (GOOD, "kurz", "identity.weak_password"),
    (GOOD, GOOD, "identity.used_before"),
]


@pytest.mark.parametrize(("old", "new", "code"), REFUSED)
def test_it_refuses_a_wrong_weak_or_used_password(user: int, old: str, new: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        identity.change_password(me(user), old_password=old, new_password=new)
    assert refused.value.code == code
    assert try_in(GOOD)


def test_it_refuses_a_password_used_before(user: int) -> None:
    identity.change_password(me(user), old_password=GOOD, new_password="Shan-2026-he")
    with pytest.raises(Refusal) as refused:
        identity.change_password(me(user), old_password="Shan-2026-he", new_password=GOOD)
    assert refused.value.code == "identity.used_before"


def test_a_reset_password_must_be_changed(user: int) -> None:
    identity.change_password(me(user), old_password=GOOD, new_password="Shan-2026-he")
    identity.set_password(SYSTEM, user_id=user, password="Neu-2026-wege")
    assert User.objects.get(pk=user).must_change_password


def test_nobody_but_an_administrator_opens_or_resets_accounts(user: int) -> None:
    with pytest.raises(NotAllowed):
        identity.create_user(me(user), username="lisi", name="李四", password=GOOD)
    with pytest.raises(NotAllowed):
        identity.set_password(me(user), user_id=user, password="Neu-2026-wege")
    assert User.objects.filter(username="lisi").count() == 0
    assert try_in()


def test_it_refuses_a_taken_name(user: int) -> None:
    with pytest.raises(Conflict) as refused:
        identity.create_user(SYSTEM, username="zhangsan", name="另一人", password=GOOD)
    assert refused.value.code == "identity.name_taken"
    assert User.objects.filter(username="zhangsan").count() == 1
