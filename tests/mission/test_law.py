"""Scenarios from the law, each with its article, acted by their own people on the real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from liancun.contexts.affairs import api as affairs
from liancun.contexts.affairs.models import Consent, Escalation, Matter, Party, Revocation, StageRecord
from liancun.contexts.affairs.playbook import plan_of
from liancun.contexts.affairs.rules.acts import WHO, Act, Asked, ask, done
from liancun.contexts.affairs.rules.binding import tally
from liancun.contexts.affairs.rules.buying import TRADING, Buying
from liancun.contexts.affairs.rules.life import Life, Standing, Track
from liancun.contexts.affairs.rules.procedure import BodyFacts
from liancun.contexts.affairs.tests.own_play import AMOUNT, OwnPlay
from liancun.contexts.affairs.tests.play import START
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.ledger import api as ledger
from liancun.contexts.meetings import api as meetings
from liancun.contexts.meetings.tests.acts import members
from liancun.demo.world import World
from liancun.framework import clock, playbook
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

STRANGER = Actor.stranger()


@pytest.fixture
def own(world: World) -> Iterator[OwnPlay]:
    with clock.fixed(START) as moment:
        yield OwnPlay(world, moment)


def members_decide(own: OwnPlay, subject: str = "collective-charter") -> int:
    """A reserved matter, up to the members' meeting; how many members there are."""
    own.enrol("collective_member", "collective", 30)
    own.raise_own(subject)
    own.record("study")
    return own.everyone("a")


def bound(own: OwnPlay) -> tuple[int, ...]:
    with as_system():
        return affairs.matter(own.matter).life.bound


def decided(own: OwnPlay) -> StageRecord:
    with as_system():
        return StageRecord.objects.get(matter_id=own.matter, stage="decide")


@pytest.mark.mission("XQ9")
def test_joint_collective_law_art_28_representatives_may_not_decide_a_reserved_matter(own: OwnPlay) -> None:
    """农村集体经济组织法 第二十八条：须由成员大会决定的事项，成员代表大会不能决定。"""
    everyone = members_decide(own)
    with as_system():
        party = Party.objects.get(matter_id=own.matter)
    assert (party.procedure, party.article) == ("members-assembly", "《农村集体经济组织法》第28条")
    with own.by("zhishu-a") as actor, pytest.raises(Refusal) as caught:
        affairs.convene_assembly(
            actor,
            matter_id=own.matter,
            village_id=own.body,
            starts_at=own.at(days=10),
            place="村部",
            alternative="representatives",
        )
    assert caught.value.code == "affairs.alternative"
    with own.by("zhishu-a") as actor:
        line = affairs.convene_assembly(
            actor, matter_id=own.matter, village_id=own.body, starts_at=own.at(days=10), place="村部"
        )
        assert len(meetings.attendees(line.id)) == everyone
    assert not bound(own)


def test_collective_law_art_26_a_reserved_matter_is_displayed_before_its_vote(own: OwnPlay) -> None:
    """农村集体经济组织法 第二十六条、第二十八条：成员身份确认先公示，期满才能由成员大会决定。"""
    members_decide(own, "member-confirmation")
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
    assert decided(own).entitled == own.everyone("a")


@pytest.mark.parametrize(("short", "passes"), [(0, True), (1, False)])
def test_collective_law_art_27_two_thirds_of_all_members_are_reached_exactly_or_missed_by_one(
    own: OwnPlay, short: int, passes: bool
) -> None:
    """农村集体经济组织法 第二十七条：具有完全民事行为能力的全体成员三分之二以上同意。"""
    everyone = members_decide(own)
    needed = -(-2 * everyone // 3)
    assert own.vote(yes=needed - short, notice=10) is passes
    record = decided(own)
    assert (record.entitled, record.needed, record.passed) == (everyone, needed, passes)
    assert "第27条" in record.article
    assert (own.state() is affairs.State.LAPSED) is not passes


def test_collective_law_art_28_enough_present_are_not_two_thirds_of_all(own: OwnPlay) -> None:
    """农村集体经济组织法 第二十八条：按全体成员代表计，不按到会的计。"""
    own.raise_own("collective-spending")
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    with own.by("zhishu-a") as actor:
        line = affairs.convene_assembly(
            actor, matter_id=own.matter, village_id=own.body, starts_at=own.at(hour=8), place="村部"
        )
    everyone, present = own.everyone("a"), own.enough("a")
    own.hold(line.id, "zhishu-a", absent=everyone - present)
    ballot = own.open_vote("a", "hand")
    own.count("a", ballot, present=present, yes=present - 1)
    assert not own.decide("a", ballot)
    record = decided(own)
    assert (record.present, record.yes, record.needed) == (present, present - 1, present)
    assert 3 * record.yes > 2 * record.present
    assert not bound(own)


def test_collective_law_art_27_a_quorum_is_lost_by_a_proxy_too_many(own: OwnPlay) -> None:
    """农村集体经济组织法 第二十七条：只能书面委托本户的其他成员；本方案一人只代一人。"""
    ids = members(own.world)
    own.raise_own("collective-charter")
    own.record("study")
    with own.by("zhishu-a") as actor:
        meeting = affairs.convene_assembly(
            actor, matter_id=own.matter, village_id=own.body, starts_at=own.at(days=10), place="村部"
        ).id
        called = len(meetings.attendees(meeting))
    own.clock.advance(days=11)
    there = [ids[0], *ids[3 : 3 + -(-2 * called // 3) - 3]]
    with own.by("zhishu-a") as actor:
        two = {ids[1]: ids[0], ids[2]: ids[0]}
        with pytest.raises(Refusal) as caught:
            meetings.record_attendance(actor, meeting_id=meeting, present=there, proxies=two)
        assert caught.value.code == "meetings.proxy_most"
        line = meetings.record_attendance(actor, meeting_id=meeting, present=there, proxies={ids[1]: ids[0]})
        assert line.facts.present == -(-2 * called // 3) - 1
    with pytest.raises(Refusal, match="还差 1"):
        vote_anyway(own, meeting, line.facts.present)
    assert not bound(own)


def vote_anyway(own: OwnPlay, meeting: int, present: int) -> None:
    with own.by("zhishu-a") as actor:
        meetings.hold(actor, meeting_id=meeting)
        ballot = affairs.open_vote(actor, matter_id=own.matter, village_id=own.body, method="hand").id
    own.count("a", ballot, present=present, yes=present)
    own.decide("a", ballot)


def test_villagers_committee_law_an_objection_in_the_last_minute_is_received_and_holds_the_effect_back(
    own: OwnPlay,
) -> None:
    """村民委员会组织法（村务公开，条号待核）和民法典 第二百零一条、第二百零三条：期间的最后一日到二十四时止。"""
    own.raise_own("collective-spending")
    for stage in ("propose", "discuss", "review"):
        own.record(stage)
    assert own.vote()
    own.publish_it()
    with as_system():
        [notice] = disclosure.about(affairs.SUBJECT, [own.matter])
    last = notice.window.closes
    own.clock.advance(days=(last - clock.today()).days)
    own.clock.advance(minutes=23 * 60 + 59 - (clock.now().hour * 60 + clock.now().minute))
    said: dict[str, Any] = {"text": "价格偏高", "contact": "", "origin": "test"}
    with as_actor(STRANGER):
        disclosure.object_to(STRANGER, slug=notice.slug, key="1" * 16, **said)
    own.clock.advance(minutes=1)
    assert clock.today() == last + timedelta(days=1)
    with as_actor(STRANGER), pytest.raises(Refusal):
        disclosure.object_to(STRANGER, slug=notice.slug, key="2" * 16, **said)
    with own.by("zhishu-a") as actor, pytest.raises(Conflict, match="1 条异议没有答复"):
        affairs.take_effect(actor, matter_id=own.matter)
    assert not bound(own)


def say(life: Life, act: Act, day: date, village: int | None = None, **more: object) -> Life:
    asked = Asked(act, day, village, **more)  # type: ignore[arg-type]
    role = next((r for r in sorted(WHO[act]) if ask(life, asked, r).allowed), "")
    assert role, ask(life, asked, sorted(WHO[act])[0]).reason
    return done(life, asked)


def test_collective_law_art_28_a_matter_that_passes_in_seven_of_nine_villages_binds_those_seven(
    world: World,
) -> None:
    """农村集体经济组织法 第二十八条：各村按自己的规则决定；联合的决议只约束通过了的村。"""
    with as_system():
        plan = plan_of(playbook.current().id, "joint-purchase", 5)
    route = plan.route_for(BodyFacts("village"))
    assert route
    bought = Buying("", None, {TRADING: 1}, {TRADING: 1})
    life = Life.begin(plan, START, tuple(Track(n, route.procedure) for n in range(1, 10)))
    life = Life(life.plan, life.raised_on, life.tracks, buying=bought)
    for village in range(1, 10):
        life = say(life, Act.DELIBERATE, START, village)
    meets = START + timedelta(days=5)
    life = say(life, Act.CONVENE, START, meets_on=meets)
    life = say(life, Act.RESOLVE, meets)
    for village in range(1, 10):
        for stage in route.procedure.deciding[:-1]:
            life = say(life, Act.TAKE_STEP, meets, village, step=stage.key)
        last = route.procedure.deciding[-1].key
        life = say(life, Act.TAKE_STEP, meets, village, step=last, passed=village not in (4, 8))
    closes = meets + timedelta(days=7)
    agreed = [n for n in range(1, 10) if n not in (4, 8)]
    for village in agreed:
        life = say(life, Act.PUBLISH_DECISION, meets, village, closes_on=closes)
    for village in agreed:
        life = say(life, Act.TAKE_EFFECT, closes + timedelta(days=1), village)
    said = tally(life)
    assert said.bound == tuple(agreed)
    assert said.condition_met
    for one in said.villages:
        if one.village in (4, 8):
            assert one.standing is Standing.FAILED
            assert "没有约束力" in one.sentence
            assert one.article == "《农村集体经济组织法》第28条"


def to_the_township(own: OwnPlay) -> None:
    own.enrol("villager", "village_committee", 20)
    own.raise_own("levies")
    own.record("study")
    with own.by("zhishu-a") as actor:
        affairs.publish_step(actor, matter_id=own.matter, village_id=own.body, stage="display")
    own.clock.advance(days=8)
    assert own.vote(notice=10)


def test_levies_rule_audit_and_filing_the_township_s_refusal_ends_a_levy_with_its_reason(
    own: OwnPlay,
) -> None:
    """一事一议筹资筹劳办法（审核、备案）：乡镇审核不同意须写明理由，村里的表决不因此生效。"""
    to_the_township(own)
    with pytest.raises(Refusal) as caught:
        own.consent("fenguan", "township-audit", given=False, reason=" ")
    assert caught.value.code == "affairs.reason"
    own.consent("fenguan", "township-audit", given=False, reason="超过上限")
    assert own.state() is affairs.State.LAPSED
    with as_system():
        assert not Consent.objects.get(matter_id=own.matter).given
        binding = tally(affairs.matter(own.matter).life).villages[0]
        events = affairs.timeline(own.matter)
    assert binding.standing is Standing.FAILED
    assert "没有得到同意" in binding.sentence
    assert any(event.note == "超过上限" for event in events)


def test_levies_rule_audit_a_silent_township_is_told_when_its_time_limit_has_passed(own: OwnPlay) -> None:
    """一事一议筹资筹劳办法（审核）：期限过了不算同意，升级催办，之后仍由乡镇审核。"""
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


def test_villagers_committee_law_two_committees_a_second_failure_escalates_and_nobody_decides_in_its_place(
    own: OwnPlay,
) -> None:
    """村民委员会组织法：乡镇不得干预依法属于村民自治范围内的事项；第二次未通过只能提请，不能代替。"""
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


def test_collective_law_art_28_a_later_resolution_revokes_an_earlier_one_and_both_stay(own: OwnPlay) -> None:
    """农村集体经济组织法 第二十八条：谁决定的由谁按同样的程序撤销；两份决议都保留。"""
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
