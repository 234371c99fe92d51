"""One group from the plan to its founding: it applies, is reviewed, each of its villages decides, it is founded."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from liancun.contexts.affairs import api as affairs
from liancun.contexts.ballots import api as ballots
from liancun.contexts.formation import api as formation
from liancun.contexts.meetings import api as meetings
from liancun.demo import accounts, plans, world
from liancun.demo.acting import acting
from liancun.demo.county import Federation, Seat
from liancun.demo.names import People
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered

NAME = "示范产业联村党委"
REASON = "示范：与县乡产业发展规划一致，地域相邻、产业相近。"
# Days after the application: the township, the county, the villages' matters, their meetings, notices, founding.
TOWNSHIP, COUNTY, RAISED, HELD, PUBLISHED, EFFECT, FOUNDED = 2, 4, 6, 8, 9, 17, 18


@dataclass(frozen=True)
class Officers:
    """Who applies and founds for the county, who reviews there, and whose leader speaks for the township."""

    applicant: Actor
    reviewer: Actor
    township: int


def play(
    officers: Officers, plan_id: int, centre: str, seats: Mapping[int, Seat], begun: date, name: str = NAME
) -> int:
    """`seats`: the people of the group's villages by village. Gives the id of the body that was founded."""
    with _on(begun, 0), entered(officers.applicant):
        made = formation.apply(
            officers.applicant, proposal_id=plan_id, centre=centre, name=name, reason=REASON
        )
        members = formation.members_of(made)
    with _on(begun, TOWNSHIP), acting("township_leader", officers.township) as leader:
        formation.review_for_township(leader, application_id=made, verdict="passed", note="条件成熟，同意。")
    with _on(begun, COUNTY), entered(officers.reviewer):
        formation.review_for_county(
            officers.reviewer, application_id=made, verdict="passed", note="符合全县规划，同意。"
        )
    for village in members:
        _decide(made, village, seats[village], begun)
    with _on(begun, FOUNDED), entered(officers.applicant):
        return formation.found_group(
            officers.applicant, application_id=made, since=begun + timedelta(days=FOUNDED)
        )


def _on(begun: date, days: int, hour: int = 9) -> AbstractContextManager[object]:
    return clock.fixed(datetime.combine(begun + timedelta(days=days), time(hour)))


def _decide(application: int, village: int, seat: Seat, begun: date) -> None:
    """The village's two committees decide to join, publish it, and it takes effect when the notice has hung out."""
    with _on(begun, RAISED), acting("branch_secretary", seat.branch) as secretary:
        matter = formation.raise_joining(secretary, application_id=application, village_id=village)
        meeting = affairs.convene_assembly(
            secretary,
            matter_id=matter,
            village_id=village,
            starts_at=clock.now() + timedelta(days=HELD - RAISED),
            place="村部",
        )
    _vote(matter, village, seat, meeting.id, begun)
    with _on(begun, PUBLISHED), acting("branch_secretary", seat.branch) as secretary:
        affairs.publish_decision(secretary, matter_id=matter, village_id=village)
    with _on(begun, EFFECT), acting("branch_secretary", seat.branch) as secretary:
        affairs.take_effect(secretary, matter_id=matter)


def _vote(matter: int, village: int, seat: Seat, meeting: int, begun: date) -> None:
    with _on(begun, HELD, 11), acting("branch_secretary", seat.branch) as secretary:
        called = [one.person_id for one in meetings.attendees(meeting)]
        meetings.record_attendance(secretary, meeting_id=meeting, present=called)
        meetings.hold(secretary, meeting_id=meeting)
        vote = affairs.open_vote(secretary, matter_id=matter, village_id=village, method="hand")
        count = ballots.enter_hand_count(
            secretary, ballot_id=vote.id, present=len(called), yes=len(called), no=0, abstain=0
        )
    with _on(begun, HELD, 11), acting("supervision_head", seat.supervision) as witness:
        ballots.witness_hand_count(witness, count_id=count.id)
    with _on(begun, HELD, 12), acting("branch_secretary", seat.branch) as secretary:
        ballots.close(secretary, ballot_id=vote.id)
        affairs.record_decision(secretary, matter_id=matter, village_id=village)
        meetings.confirm(secretary, meeting_id=meeting, minutes="同意加入，本村的自治、账目和资产不变。")


GROUP_BEGUN = 40


def of_distillers(federation: Federation, played: world.World, password: str) -> list[tuple[str, str]]:
    """Villages of the distillers' town, whose collectives alone stand in a union, found a committee by the plan."""
    rows = federation.groups[1].villages
    town = federation.ids[rows[0].township_code]
    name, leader = People(18).draw(2)
    played.users["zuzhi"] = world.officer("zuzhi", name, "county_officer", played.county, password)
    world.officer("fenguan2", leader, "township_leader", town, password)
    seats = {federation.ids[row.code]: federation.seat(row) for row in rows}
    begun = clock.today() - timedelta(days=GROUP_BEGUN)
    actor = played.actor("xian")
    with clock.fixed(begun):
        plan = plans.plan(played, played.county, "xian", "酒业片区分组规划", proof=True, among=seats)
    with entered(actor):
        centre = formation.ripest(plan, township_id=town, among=seats)
    assert centre is not None, "a group of the distillers' town is ripe"
    officers = Officers(actor, played.actor("zuzhi"), town)
    play(officers, plan, centre, seats, begun, "刘国具镇酒业联村党委")
    return [("zuzhi", accounts.TITLES["zuzhi"]), ("fenguan2", "刘国具镇分管领导")]
