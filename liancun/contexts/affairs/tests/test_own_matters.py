"""Matters of one body alone, consents, escalation, revocation: on the real database, each act by its own person."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.models import Consent, Escalation, Matter, Party, Revocation, StageRecord
from liancun.contexts.affairs.rules.binding import tally
from liancun.contexts.affairs.rules.life import Standing
from liancun.contexts.affairs.tests.own_play import AMOUNT, OwnPlay
from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import api as ledger
from liancun.contexts.meetings import api as meetings
from liancun.contexts.people import api as people
from liancun.framework import clock
from liancun.framework.actors import Actor
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


def test_one_vote_short_of_two_thirds_of_all_binds_nobody(own: OwnPlay) -> None:
    own.raise_own("collective-spending")
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    assert not own.vote(yes=own.enough("a") - 1)
    assert own.state() is affairs.State.LAPSED
    with as_system():
        assert not affairs.matter(own.matter).life.bound


def test_art_28_reserved_matters_go_to_the_members_after_a_display(own: OwnPlay) -> None:
    own.enrol("collective_member", "collective", 30)
    own.raise_own("member-confirmation")
    with as_system():
        party = Party.objects.get(matter_id=own.matter)
    assert party.procedure == "members-after-display"
    assert "只能由成员大会决定" in party.why
    own.record("study")
    with pytest.raises(Conflict), own.by("zhishu-a") as actor:
        affairs.convene_assembly(
            actor, matter_id=own.matter, village_id=own.body, starts_at=own.at(days=12), place="村部"
        )
    with own.by("zhishu-a") as actor:
        affairs.publish_step(actor, matter_id=own.matter, village_id=own.body, stage="display")
    own.clock.advance(days=14)
    with pytest.raises(Conflict, match="公示期满"):
        own.vote(notice=10)
    own.clock.advance(days=2)
    assert own.vote(notice=10)
    with as_system():
        record = StageRecord.objects.get(matter_id=own.matter, stage="decide")
    assert record.entitled == own.everyone("a")


def test_a_second_failure_escalates_and_the_township_never_decides_in_its_place(own: OwnPlay) -> None:
    own.raise_own("two-committees")
    assert not own.vote(yes=0)
    assert own.state() is affairs.State.CONSENTING
    assert own.next()[0].url.endswith("/assembly/")
    own.clock.advance(days=1)
    assert not own.vote(yes=0)
    assert own.state() is affairs.State.ESCALATED
    with as_system():
        assert Escalation.objects.get(matter_id=own.matter).cause == "failed"
    with pytest.raises(Conflict, match="乡镇不能代替"):
        own.decide_above("proceed")
    with pytest.raises(NotAllowed), own.by("zhishu-a") as actor:
        affairs.decide_escalation(
            actor, matter_id=own.matter, village_id=own.body, outcome="again", reason="自己决定"
        )
    own.decide_above("again")
    own.clock.advance(days=1)
    assert own.vote()
    with as_system():
        attempts = StageRecord.objects.filter(matter_id=own.matter).values_list("attempt", "passed")
        assert list(attempts.order_by("attempt")) == [(1, False), (2, False), (3, True)]


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


def test_the_township_s_refusal_ends_a_levy_with_its_reason(own: OwnPlay) -> None:
    to_the_township(own)
    with pytest.raises(Refusal) as caught:
        own.consent("fenguan", "township-audit", given=False, reason=" ")
    assert caught.value.code == "affairs.reason"
    own.consent("fenguan", "township-audit", given=False, reason="超过上限")
    assert own.state() is affairs.State.LAPSED
    with as_system():
        binding = tally(affairs.matter(own.matter).life).villages[0]
        events = affairs.timeline(own.matter)
    assert binding.standing is Standing.FAILED
    assert "没有得到同意" in binding.sentence
    assert any(event.note == "超过上限" for event in events)


def test_a_silent_township_is_told_when_the_limit_passes(own: OwnPlay) -> None:
    to_the_township(own)
    own.clock.advance(days=16)
    worker = Actor.system("test")
    with as_system():
        affairs.keep_time(worker)
        assert affairs.keep_time(worker) == 0
        assert Escalation.objects.get(matter_id=own.matter).cause == "limit"
    assert own.state() is affairs.State.ESCALATED
    own.decide_above("again")
    own.consent("fenguan", "township-audit")


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


def test_a_later_decision_revokes_and_both_stay(own: OwnPlay) -> None:
    own.spend()
    earlier = own.matter
    with as_system():
        [line] = ledger.authorities_for("affairs.matter", earlier)
        assert line.remaining == AMOUNT
    own.raise_own("revocation", revokes_id=earlier)
    with as_system():
        assert Party.objects.get(matter_id=own.matter).procedure == "four-deliberations-two-disclosures"
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    own.vote()
    own.bind()
    later = own.matter
    with as_system():
        assert affairs.matter_line(earlier).state is affairs.State.REVOKED
        assert Revocation.objects.get(matter_id=earlier).by_matter_id == later
        assert Matter.objects.filter(pk__in=[earlier, later]).count() == 2
        [line] = ledger.authorities_for("affairs.matter", earlier)
        assert (line.amount, line.remaining) == (AMOUNT, Decimal(0))
    with pytest.raises(Conflict), own.by("zhishu-a") as actor:
        affairs.publish_result(actor, matter_id=earlier, village_id=own.body, note="办完了")


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
