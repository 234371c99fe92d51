"""Matters of one body alone, consents, escalation, revocation: on the real database, each act by its own person."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.models import Consent, Party
from liancun.contexts.affairs.tests.own_play import AMOUNT, OwnPlay
from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import api as ledger
from liancun.contexts.meetings import api as meetings
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal, Refusals


def test_a_village_decides_its_own_spending_and_is_done_with_its_result(own: OwnPlay) -> None:
    own.raise_own("collective-spending")
    assert own.state() is affairs.State.CONSENTING
    with as_system():
        party = Party.objects.get(matter_id=own.matter)
        assert (party.route, party.procedure) == ("representatives", "four-deliberations-two-disclosures")
        assert party.article == "《农村集体经济组织法》第28条"
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    assert own.vote(yes=own.enough("a"))
    own.bind()
    assert own.state() is affairs.State.ACTING
    with as_system():
        lines = ledger.authorities_for("affairs.matter", own.matter)
    assert [line.amount for line in lines] == [AMOUNT]
    with own.by("zhishu-a") as actor:
        affairs.publish_result(actor, matter_id=own.matter, village_id=own.body, note="水渠修好了")
    assert own.state() is affairs.State.DONE
    assert own.next() == []


def test_the_township_may_end_what_failed(own: OwnPlay) -> None:
    own.raise_own("two-committees")
    own.vote(yes=0)
    own.vote(yes=0)
    own.decide_above("end")
    assert own.state() is affairs.State.LAPSED


def to_the_township(own: OwnPlay) -> None:
    own.enrol("villager", "village_committee", 20)
    own.raise_own("levies")
    own.record("study")
    with own.by("zhishu-a") as actor:
        affairs.publish_step(actor, matter_id=own.matter, village_id=own.body, stage="display")
    own.clock.advance(days=8)
    assert own.vote(notice=10)


def test_a_levy_needs_the_township_and_a_filing_may_come_again(own: OwnPlay) -> None:
    to_the_township(own)
    with pytest.raises(Conflict):
        own.publish_it()
    with pytest.raises(NotAllowed):
        own.consent("xian", "township-audit")
    with pytest.raises(NotAllowed):
        own.consent("zhishu-a", "township-audit")
    own.consent("fenguan", "township-audit")
    own.consent("xian", "county-filing", given=False)
    assert own.state() is affairs.State.CONSENTING
    own.consent("xian", "county-filing")
    own.bind()
    assert own.state() is affairs.State.ACTING
    with as_system():
        said = Consent.objects.order_by("pk").values_list("stage", "given", "attempt")
        assert list(said) == [
            ("township-audit", True, 1),
            ("county-filing", False, 1),
            ("county-filing", True, 2),
        ]


def test_the_board_carries_out_within_a_plan_and_its_amount(own: OwnPlay) -> None:
    with pytest.raises(Refusal) as caught:
        own.raise_own("plan-execution")
    assert caught.value.code == "affairs.within"
    own.spend()
    plan = own.matter
    with pytest.raises(Refusal, match="超出"):
        own.raise_own("plan-execution", amount=AMOUNT + 1, within_id=plan)
    own.raise_own("plan-execution", amount=Decimal("20000.00"), within_id=plan)
    assert own.vote()
    with pytest.raises(Refusal, match="超出"):
        own.raise_own("plan-execution", amount=Decimal("10000.01"), within_id=plan)


def test_only_what_is_in_effect_for_this_body_is_revoked(own: OwnPlay) -> None:
    own.raise_own("collective-spending")
    running = own.matter
    with pytest.raises(Conflict) as caught:
        own.raise_own("revocation", revokes_id=running)
    assert caught.value.code == "affairs.revokes"


@pytest.mark.parametrize(("count", "of", "enough"), [(10, 100, True), (10, 101, False), (11, 101, True)])
def test_a_tenth_of_the_villagers_may_demand(own: OwnPlay, count: int, of: int, enough: bool) -> None:
    demand: dict[str, Any] = {"demanded_by": "villagers", "demand_count": count, "demand_of": of}
    if not enough:
        with pytest.raises(Refusals, match="至少须 11 人联名"):
            own.raise_own("village-affairs", **demand)
        return
    own.raise_own("village-affairs", **demand)
    with as_system():
        assert "联名" in affairs.timeline(own.matter)[0].what


def test_the_township_enters_a_demand_but_raises_nothing_of_its_own(own: OwnPlay) -> None:
    body = own.village("a")
    with own.by("xiangzhen") as actor, pytest.raises(NotAllowed):
        affairs.raise_own(actor, body_id=body, subject="village-affairs", title="修路", purpose="修路")
    with own.by("xiangzhen") as actor, pytest.raises(Refusals) as caught:
        affairs.raise_own(
            actor,
            body_id=body,
            subject="village-affairs",
            title="修路",
            purpose="修路",
            demanded_by="representatives",
            demand_count=6,
            demand_of=30,
        )
    assert "联名提出的，须附签名的原件" in str(caught.value)


def test_what_one_body_may_not_decide_alone_is_refused(own: OwnPlay) -> None:
    with pytest.raises(Refusal) as caught:
        own.raise_own("joint-purchase")
    assert caught.value.code == "affairs.subject"
    with pytest.raises(Refusals, match="没有适合"):
        own.raise_own("cooperative-affairs")


def test_the_committee_decides_its_own_affairs(own: OwnPlay) -> None:
    with own.by("shuji") as actor:
        own.matter = affairs.raise_own(
            actor, body_id=own.world.joint, subject="joint-own", title="分工", purpose="委员分工"
        )
        line = affairs.convene_assembly(
            actor,
            matter_id=own.matter,
            village_id=own.world.joint,
            starts_at=own.at(days=3),
            place="会议室",
        )
    assert line.id
    with own.by("zhishu-a") as actor, pytest.raises(NotAllowed):
        affairs.publish_decision(actor, matter_id=own.matter, village_id=own.world.joint)


def test_a_group_decides_by_the_roll_of_its_own_villagers(own: OwnPlay) -> None:
    seat = own.world.seat("a")
    with as_system():
        group = bodies.add_body(
            SYSTEM, kind="group", name="第一村民小组", since=clock.today(), parent_id=seat.village
        ).id
        people.enrol_many(
            SYSTEM,
            entries=[
                people.NewEntry(kind, group, person, clock.today())
                for kind, count in (("group_villager", 9), ("group_household", 5))
                for person in seat.representatives[:count]
            ],
        )
    for alternative, called in (("", 9), ("households", 5)):
        with own.by("zhishu-a") as actor:
            matter = affairs.raise_own(
                actor, body_id=group, subject="group-affairs", title="修沟渠", purpose="本组修沟渠"
            )
            line = affairs.convene_assembly(
                actor,
                matter_id=matter,
                village_id=group,
                starts_at=own.at(days=1),
                place="组长家",
                alternative=alternative,
            )
            assert len(meetings.attendees(line.id)) == called
