"""Who may hand over what to whom (AB 岗)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from liancun.contexts.posts import api as posts
from liancun.contexts.posts.tests.places import DAY, Places, appoint
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

WEEK = timedelta(days=7)


def delegate(county: Places, post: int, to: str = "li", actor: Actor = SYSTEM, **more: object) -> int:
    given: dict[str, object] = {"since": DAY, "until": DAY + WEEK, "duties": (), "reason": "病假"}
    return posts.delegate(actor, post_id=post, person_id=county[to], **{**given, **more})  # type: ignore[arg-type]


def test_the_holder_names_a_delegate_without_any_other_right(county: Places) -> None:
    post = appoint(county, "wang", "Ac", "collective_chair")
    holder = Actor(1, county["wang"], "王一", "", county["A"], "user")
    delegate(county, post, actor=holder)
    (found,) = posts.delegations_of(county["li"], DAY)
    assert (found.holder_name, found.by_holder, found.given_by) == ("王一", True, "王一")
    assert posts.delegations_of(county["li"], DAY + WEEK) == []


def test_a_stranger_to_the_post_names_nobody(county: Places) -> None:
    post = appoint(county, "wang", "Ac", "collective_chair")
    other = Actor(2, county["zhao"], "赵四", "", county["A"], "user")
    with pytest.raises(NotAllowed):
        delegate(county, post, actor=other)
    assert posts.delegations_of(county["li"], DAY) == []


def test_a_delegate_hands_nothing_on(county: Places) -> None:
    post = appoint(county, "wang", "Ac", "collective_chair")
    delegate(county, post)
    deputy = Actor(3, county["li"], "李二", "", county["A"], "user")
    with pytest.raises(NotAllowed):
        delegate(county, post, "zhang", deputy, since=DAY + WEEK, until=DAY + 2 * WEEK)
    assert posts.delegations_of(county["zhang"], DAY + WEEK) == []


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"until": DAY}, "posts.backward"),
        ({"since": DAY - WEEK}, "posts.past"),
        ({"until": DAY + timedelta(days=91)}, "posts.too_long"),
        ({"duties": ("everything",)}, "posts.unknown_duty"),
        ({"reason": " "}, "posts.no_reason"),
    ],
)
def test_it_refuses_what_is_not_dated_scoped_and_reasoned(
    county: Places, more: dict[str, Any], code: str
) -> None:
    post = appoint(county, "wang", "Ac", "collective_chair")
    with pytest.raises(Refusal) as refused:
        delegate(county, post, **more)
    assert refused.value.code == code
    assert posts.delegations_of(county["li"], DAY) == []


def test_nobody_stands_in_for_themselves_or_for_an_administrator(county: Places) -> None:
    chair = appoint(county, "wang", "Ac", "collective_chair")
    with pytest.raises(Refusal) as own:
        delegate(county, chair, "wang")
    admin = appoint(county, "zhang", "county", "security_admin")
    with pytest.raises(Refusal) as three:
        delegate(county, admin)
    assert (own.value.code, three.value.code) == ("posts.own_delegate", "posts.not_delegable")


def test_a_post_has_one_delegate_at_a_time_until_taken_back(county: Places) -> None:
    post = appoint(county, "wang", "Ac", "collective_chair")
    first = delegate(county, post)
    with pytest.raises(Conflict) as refused:
        delegate(county, post, "zhang")
    assert refused.value.code == "posts.delegated"
    posts.take_back(SYSTEM, delegation_id=first)
    delegate(county, post, "zhang")
    assert posts.delegations_of(county["li"], DAY) == []
    with pytest.raises(Conflict):
        posts.take_back(SYSTEM, delegation_id=first)


def test_own_posts_come_before_those_one_stands_in_for(county: Places) -> None:
    chair = appoint(county, "wang", "Ac", "collective_chair")
    appoint(county, "li", "Ac", "village_clerk")
    delegate(county, chair, duties=("approve",))
    own, other = posts.held_by(county["li"], DAY)
    assert (own.post.kind, own.instead_of, own.verbs) == ("village_clerk", "", ())
    assert (other.post.kind, other.instead_of) == ("collective_chair", "王一")
    assert other.verbs == ("ledger.approve_claim", "ledger.approve_claim_above")
