"""The socket for rights: rules of contexts, and a resolver that must be plugged in."""

from __future__ import annotations

import pytest

from liancun.framework import permissions
from liancun.framework.actors import Actor
from liancun.framework.permissions import Rule, may, register, require
from liancun.framework.scope import NOTHING, Scope
from liancun.kernel.errors import NotAllowed

SOMEBODY = Actor(7, 8, "示范", "支部书记", 9, "user")
HOLDER = Rule("tests.hold", role="branch_secretary")


class OneBody:
    """Lets holders of any rule act for one body."""

    def identify(self, user_id: int) -> Actor:
        return SOMEBODY

    def may(self, actor: Actor, rules: tuple[Rule, ...], body_id: int | None) -> bool:
        return bool(rules) and body_id in (None, 9)

    def in_stead_of(self, actor: Actor, rules: tuple[Rule, ...], body_id: int | None) -> str:
        return ""

    def scope(self, actor: Actor) -> Scope:
        return NOTHING


@pytest.fixture(autouse=True)
def _own_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_rules", {})
    monkeypatch.setattr(permissions, "_owners", {})
    monkeypatch.setattr(permissions, "_resolver", None)


def test_an_empty_socket_refuses_everybody_but_the_system() -> None:
    register("tests", (HOLDER,))
    assert not may(SOMEBODY, "tests.hold", 9)
    assert not may(Actor.stranger(), "tests.hold", 9)
    assert may(Actor.system("job"), "tests.hold", 9)


def test_require_says_so_with_a_remedy() -> None:
    with pytest.raises(NotAllowed) as caught:
        require(SOMEBODY, "tests.hold", 9)
    assert (caught.value.status, caught.value.code) == (403, "access.not_allowed")
    assert caught.value.sentence
    assert caught.value.remedy


def test_the_resolver_decides_for_those_signed_in() -> None:
    register("tests", (HOLDER,))
    permissions.plug(OneBody())
    require(SOMEBODY, "tests.hold", 9)
    assert not may(SOMEBODY, "tests.hold", 10)


def test_a_stranger_is_refused_before_the_resolver_is_asked() -> None:
    register("tests", (HOLDER,))
    permissions.plug(OneBody())
    assert not may(Actor.stranger(), "tests.hold", 9)


def test_an_action_without_a_rule_is_nobodys() -> None:
    permissions.plug(OneBody())
    assert not may(SOMEBODY, "tests.unheard", 9)


def test_an_action_belongs_to_one_context() -> None:
    register("tests", (HOLDER,))
    with pytest.raises(ValueError, match="already the policy of tests"):
        register("others", (HOLDER,))
    assert permissions.all_rules() == {"tests.hold": (HOLDER,)}


def test_registering_a_table_twice_adds_nothing() -> None:
    register("tests", (HOLDER,))
    register("tests", (HOLDER,))
    assert permissions.rules_for("tests.hold") == (HOLDER,)
