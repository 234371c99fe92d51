"""Verbs are registered once and run whole or not at all."""

from __future__ import annotations

import pytest

from liancun.framework import actions, clock
from liancun.framework.actions import action, verbs
from liancun.framework.actors import Actor
from liancun.framework.models import JobProgress
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict

SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def _own_verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "_verbs", {})


def _write(key: str) -> None:
    JobProgress.objects.create(key=key, label="示范", begun_at=clock.now())


def test_a_verb_cannot_exist_twice() -> None:
    @action("tests.act")
    def first(actor: Actor) -> str:
        return "first"

    with pytest.raises(ValueError, match=r"tests\.act exists twice"):

        @action("tests.act")
        def second(actor: Actor) -> str:
            return "second"

    assert set(verbs()) == {"tests.act"}
    assert verbs()["tests.act"] is first


def test_a_verb_keeps_its_name_and_words() -> None:
    @action("tests.act")
    def do_it(actor: Actor) -> None:
        """What it does."""

    assert (do_it.__name__, do_it.__doc__) == ("do_it", "What it does.")


def test_a_verb_saves_what_it_wrote(db: None) -> None:
    @action("tests.act")
    def act(actor: Actor) -> int:
        _write("a")
        return 3

    with as_system():
        assert act(SYSTEM) == 3
        assert JobProgress.objects.filter(key="a").exists()


def test_a_refusal_leaves_nothing_and_the_transaction_lives(db: None) -> None:
    @action("tests.act")
    def act(actor: Actor) -> None:
        _write("a")
        raise Conflict("tests.no", "不行。")

    with as_system():
        _write("before")
        with pytest.raises(Conflict):
            act(SYSTEM)
        assert list(JobProgress.objects.values_list("key", flat=True)) == ["before"]


def test_a_verb_inside_a_verb_is_undone_with_it(db: None) -> None:
    @action("tests.inner")
    def inner(actor: Actor) -> None:
        _write("inner")

    @action("tests.outer")
    def outer(actor: Actor) -> None:
        inner(actor)
        raise Conflict("tests.no", "不行。")

    with as_system():
        with pytest.raises(Conflict):
            outer(SYSTEM)
        assert not JobProgress.objects.filter(key="inner").exists()
