"""AB 岗 on a real claim: a delegate signs with 代, only what was handed over, and never twice on one item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from liancun.contexts.access import api as access
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.models import ClaimStep
from liancun.contexts.ledger.tests.casebook import Casebook, sql
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.testing import SYSTEM, as_actor, as_system
from liancun.kernel.errors import NotAllowed

WEEK = timedelta(days=7)


def hand_over(
    case: Casebook,
    holder: str,
    kind: str,
    to: int,
    duties: Sequence[str] = ("approve",),
    *,
    by: str = "",
    since: date | None = None,
) -> int:
    """`by`: who gives it (default: the holder)."""
    with as_system():
        seat = case.world.a
        post = next(
            one
            for one in posts.holders_in([seat.collective, seat.branch, seat.supervision], clock.today())
            if one.kind == kind
        )
    begin = since or clock.today()
    with case.signed_in(by or holder) as giver:
        return posts.delegate(
            giver,
            post_id=post.id,
            person_id=to,
            since=begin,
            until=begin + WEEK,
            duties=duties,
            reason="外出学习",
        )


def checked_claim(case: Casebook) -> ledger.ClaimLine:
    authority = case.authority("a", "900.00")
    claim = case.file("a", "900.00", authority.id)
    return case.check("a", claim.id)


def delegate_of(case: Casebook) -> tuple[Actor, int]:
    """The clerk of village B has nothing to do with A's claim."""
    actor = case.actor("baozhang-b")
    assert actor.person_id is not None
    return actor, actor.person_id


def test_a_delegate_approves_and_signs_with_the_holders_name(case: Casebook) -> None:
    claim = checked_claim(case)
    actor, person = delegate_of(case)
    with as_actor(actor):
        assert not may(actor, "ledger.approve_claim", case.owner("a"))
    hand_over(case, "zhishu-a", "collective_chair", person, by="xiangzhen")
    with as_actor(actor):
        done = ledger.approve_claim(actor, claim_id=claim.id)
        step = ClaimStep.objects.get(claim_id=claim.id, act="approve")
    assert done.state == "approved"
    assert done.signed.approved == person
    assert step.name == f"{actor.name}（代{case.actor('zhishu-a').name}）"
    with as_system():
        log = sql("select actor_name from audit_auditrow where verb = 'ledger.approve_claim' order by id")
    assert log[-1][0] == step.name


def test_in_ones_own_post_one_signs_with_ones_own_name(case: Casebook) -> None:
    claim = checked_claim(case)
    _, person = delegate_of(case)
    hand_over(case, "zhishu-a", "collective_chair", person)
    case.approve("a", claim.id)
    with as_system():
        assert ClaimStep.objects.get(claim_id=claim.id, act="approve").name == case.actor("zhishu-a").name


def test_a_delegate_does_only_what_was_handed_over(case: Casebook) -> None:
    actor, person = delegate_of(case)
    hand_over(case, "zhishu-a", "collective_chair", person, ("tasks",))
    with as_actor(actor):
        assert not may(actor, "ledger.approve_claim", case.owner("a"))
        assert all(grant.verbs for grant in access.grants_of(actor) if grant.in_stead_of)


def test_whoever_signed_a_step_signs_no_other_as_a_delegate(case: Casebook) -> None:
    """The supervisor who checked the claim is made the chair's delegate: the claim stays where it is."""
    claim = checked_claim(case)
    supervisor = case.actor("jiandu-a")
    assert supervisor.person_id is not None
    hand_over(case, "zhishu-a", "collective_chair", supervisor.person_id, by="xiangzhen")
    with as_actor(supervisor), pytest.raises(NotAllowed) as refused:
        ledger.approve_claim(supervisor, claim_id=claim.id)
    assert refused.value.code in ("ledger.duties_apart", "ledger.delegate_twice")
    with as_system():
        assert ledger.claim(claim.id).state == "checked"


def test_a_witness_is_no_delegate_on_the_same_paper(case: Casebook) -> None:
    """No pair of the playbook keeps a witness from approving; a delegate's second signature is refused all the same."""
    authority = case.authority("a", "900.00")
    clerk_b, person = delegate_of(case)
    claim = case.file("a", "900.00", authority.id, witness_id=person)
    case.check("a", claim.id)
    hand_over(case, "zhishu-a", "collective_chair", person, by="xiangzhen")
    with as_actor(clerk_b), pytest.raises(NotAllowed) as refused:
        ledger.approve_claim(clerk_b, claim_id=claim.id)
    assert refused.value.code == "ledger.delegate_twice"
    with as_system():
        assert ledger.claim(claim.id).signed.approved is None


def test_nobody_approves_their_own_paper_through_a_friend(case: Casebook) -> None:
    """The chair handled the purchase: a delegate of the chair's own choice may not approve it, a superior's may."""
    authority = case.authority("a", "900.00")
    chair = case.actor("zhishu-a").person_id
    actor, person = delegate_of(case)
    claim = case.file("a", "900.00", authority.id, handler_id=chair)
    case.check("a", claim.id)
    own = hand_over(case, "zhishu-a", "collective_chair", person)
    with as_actor(actor), pytest.raises(NotAllowed) as refused:
        ledger.approve_claim(actor, claim_id=claim.id)
    assert refused.value.code == "ledger.duties_apart"
    with case.signed_in("xiangzhen") as township:
        posts.take_back(township, delegation_id=own)
    hand_over(case, "zhishu-a", "collective_chair", person, by="xiangzhen")
    with as_actor(actor):
        assert ledger.approve_claim(actor, claim_id=claim.id).state == "approved"


def test_a_delegation_ends_with_its_last_day_and_with_the_post(
    case: Casebook, march: clock.FixedClock
) -> None:
    actor, person = delegate_of(case)
    hand_over(case, "zhishu-a", "collective_chair", person)
    owner = case.owner("a")
    with as_actor(actor):
        assert may(actor, "ledger.approve_claim", owner)
    with clock.fixed(clock.today() + WEEK), as_actor(actor):
        assert not may(actor, "ledger.approve_claim", owner)
    with as_system():
        post = next(one for one in posts.holders(owner, "collective_chair", clock.today()))
        posts.relieve(SYSTEM, post_id=post.id, until=clock.today() + timedelta(days=2))
    with clock.fixed(clock.today() + timedelta(days=2)), as_actor(actor):
        assert not may(actor, "ledger.approve_claim", owner)


def test_a_delegate_of_tomorrow_may_nothing_today(case: Casebook) -> None:
    actor, person = delegate_of(case)
    hand_over(case, "zhishu-a", "collective_chair", person, since=clock.today() + timedelta(days=1))
    with as_actor(actor):
        assert not may(actor, "ledger.approve_claim", case.owner("a"))
