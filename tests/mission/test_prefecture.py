"""The five counties load through the doors, with the counts their published reports give, as of a day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import connection

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.queries import applications, plans
from liancun.contexts.formation.queries.sisters import paired_villages
from liancun.contexts.ledger import api as ledger
from liancun.contexts.posts import api as posts
from liancun.demo import federations, load, small, tieling
from liancun.framework import clock, playbook
from liancun.framework.testing import as_system

TODAY = date(2026, 11, 22)
BEFORE = date(2025, 6, 1)


def members(kind: str, day: date = TODAY) -> list[bodies.BodyLine]:
    return [line.body for joint in bodies.of_kind(kind) for line in bodies.members_of(joint.id, day)]


def led_by(kind: str, post: str, day: date = TODAY) -> dict[int, int]:
    """Joint body → the person who leads it, of those that somebody leads that day."""
    held = {joint.id: posts.holders(joint.id, post, day) for joint in bodies.of_kind(kind)}
    return {joint: lines[0].person_id for joint, lines in held.items() if lines}


def kinds(found: list[bodies.BodyLine]) -> Counter[str]:
    return Counter(line.kind for line in found)


@pytest.mark.mission("TL3")
def test_tieling_has_sixty_nine_committees_of_five_hundred_and_five_villages(empty: str) -> None:
    said: list[str] = []
    with clock.fixed(TODAY), as_system():
        accounts, matter_id = tieling.furnish(
            tieling.VILLAGES, small.PASSWORD, said.append, seed=tieling.SEED
        )
        joined = members("joint_committee")
        counted = kinds(joined)
        before = members("joint_committee", BEFORE)
        led = led_by("joint_committee", "committee_secretary")
        talent = posts.talent_counts(date(2025, 1, 1), date(2026, 1, 1))
        later = posts.talent_counts(date(2026, 1, 1), TODAY)
        plan = planned()

    assert counted["village"] == len({line.id for line in joined if line.kind == "village"}) == 505
    assert counted["cooperative"] + counted["company"] == 211
    assert before == []
    assert (len(led), len(set(led.values()))) == (69, 62)
    assert talent == {"promoted": 15, "lead_goose": 298, "local": 1300, "returned_student": 410}
    assert later == {}
    assert matter_id
    assert ("xian", "县委组织部干部") in accounts
    assert (plan.groups, plan.faults) == (69, 0), "as many as groups of the county's usual size make"
    assert plan.waiting <= 5


def planned() -> plans.ProposalLine:
    """The latest plan of the demonstration."""
    planning, *_earlier = plans.plannings(None, 0, 5)[1]
    return plans.proposals(planning.id)[0]


def furnished(county: str) -> None:
    playbook.apply(load.playbook_folder(county))
    accounts = federations.COUNTIES[county](small.PASSWORD, lambda line: None)
    assert ("shuji", "联合党委（联盟）书记") in accounts
    with connection.cursor() as cursor:
        cursor.execute(
            "select state, count(*) from affairs_matter where subject <> 'join-joint-body' group by state"
        )
        states = dict(cursor.fetchall())
    assert states["done"] == 1, states
    assert sum(states.values()) == 3


@pytest.mark.mission("NR1", "NR2")
def test_nierong_has_every_village_once_in_twenty_nine_committees(empty: str) -> None:
    with clock.fixed(TODAY), as_system():
        furnished("nierong")
        joined = members("joint_committee")
        villages = bodies.of_kind("village")
        _, pairs = bodies.pairings(TODAY, count=200)
        teams = {
            line.person_id
            for joint in bodies.of_kind("joint_committee")
            for line in posts.holders(joint.id, None, TODAY)
            if line.kind != "committee_clerk"
        }
        turns = posts.persons_in_turn(TODAY), posts.persons_in_turn(BEFORE)
        leads = posts.leads("", TODAY), posts.leads("", BEFORE)
        touch = [
            one
            for joint in led_by("joint_committee", "committee_secretary").values()
            for one in posts.contacts_of(joint, TODAY)
        ]
        plan = planned()
        (county,) = bodies.of_kind("county")
        proposed = paired_villages(county.id, strong=29, most=6, farthest=None, within=False)

    assert (plan.groups, plan.waiting, plan.faults) == (29, 0, 0)
    assert len(proposed.found.pairs) == 110
    assert len(villages) == 139
    assert len(teams) == 204
    assert turns == (139, 0)
    assert (len(leads[0]), len({line.person_id for line in leads[0]}), leads[1]) == (22, 22, [])
    assert len({one.body_id for one in touch}) == 29
    assert 0 < sum(one.due <= TODAY for one in touch) < 29, "some visits are due, most were made"
    assert len({line.helped_id for line in pairs}) == 110
    assert sorted(line.id for line in joined) == sorted(line.id for line in villages)


@pytest.mark.mission("XQ1", "XQ2")
def test_xiqing_has_three_levels_over_villages_and_communities(empty: str) -> None:
    with clock.fixed(TODAY), as_system():
        furnished("xiqing")
        joined = members("alliance") + members("alliance_branch")
        alliances = bodies.of_kind("alliance") + bodies.of_kind("alliance_branch")
        above = bodies.lines({line.parent_id for line in alliances if line.parent_id})

        led = led_by("alliance", "alliance_secretary") | led_by("alliance_branch", "alliance_secretary")
        sent = [posts.holders(line.id, "first_secretary", TODAY) for line in alliances]
        chosen = [
            line
            for joint in led
            for line in posts.holders(joint, "alliance_secretary", TODAY)
            if line.way == "put_forward"
        ]

    assert len(led) == len(alliances) == 27
    assert [len(lines) for lines in sent] == [1] * 27
    assert len(chosen) == 1, "one was put forward in the program, opinion by opinion"
    counted = kinds(joined)
    assert (counted["village"], counted["community"]) == (133, 142)
    assert {line.kind for line in above.values()} <= {"township", "county"}
    assert any("文旅共兴联盟" in line.name for line in alliances)


@pytest.mark.mission("ST1", "ST4", "ST5")
def test_songtao_has_four_levels_of_organisations(empty: str) -> None:
    with clock.fixed(TODAY), as_system():
        furnished("songtao")
        counts = {
            kind: len(bodies.of_kind(kind))
            for kind in ("joint_committee", "area_branch", "joint_branch", "demo_point", "basin")
        }
        group = bodies.of_kind("party_group")[0]
        levels = [bodies.get(id).kind for id in group.above]
        joined = members("joint_branch")
        heads = [
            line
            for coop in bodies.of_kind("cooperative")
            for line in posts.holders(coop.id, "coop_party_head", TODAY)
        ]
        points = bodies.lines({line.parent_id for line in bodies.of_kind("demo_point") if line.parent_id})

    assert (kinds(joined), {line.kind for line in points.values()}) == ({"cooperative": 600}, {"village"})
    assert [line.way for line in heads] == ["put_forward"]
    assert counts == {
        "joint_committee": 2,
        "area_branch": 7,
        "joint_branch": 300,
        "demo_point": 56,
        "basin": 58,
    }
    assert levels[-4:] == ["joint_committee", "area_branch", "joint_branch", "party_group"]


@pytest.mark.mission("JX1", "JX5")
def test_jiaxian_has_nine_villages_and_a_branch_of_fifty_three_members(empty: str) -> None:
    with clock.fixed(TODAY), as_system():
        furnished("jiaxian")
        nine, founded = bodies.of_kind("joint_committee")
        plan = planned()
        asked, decided = applications.applications(0, 5)[1][0].stage, bodies.members_of(founded.id, TODAY)
        (branch,) = bodies.of_kind("joint_branch")
        villages = bodies.members_of(nine.id, TODAY)
        distillers = kinds([line.body for line in bodies.members_of(branch.id, TODAY)])
        offices = bodies.of_kind("organ")
        _, pairs = bodies.pairings(TODAY, count=200)
        kept = {(book.kind, book.chart): book for book in ledger.books()}
        coop = kept["own", "cooperative-2021"]
        undistributed = ledger.trial_balance(coop.id, date(2025, 12, 31)).closing_of("331")
        asked_of_members = bodies.conditions_of(bodies.get(coop.owner_id), 2025)
        (link,) = ledger.pairs_of(kept["own", "company-2011"].id)
        sheets = [line for book in ledger.books() for line in ledger.publications(book.id)]
        whole = [report.whole for report in ledger.verify_books()]

    assert set(kept) == {
        ("own", "village-2023"),
        ("own", "cooperative-2021"),
        ("own", "company-2011"),
        ("mirror", "village-2023"),
    }
    assert undistributed == 0
    assert asked_of_members is not None
    assert {line.verdict for line in asked_of_members.lines} == {"holds"}
    assert link.state == "posted"
    assert any(line.notice_id is not None for line in sheets)
    assert len(whole) == 5
    assert all(whole)
    assert len({line.helper_id for line in pairs}) == 48
    assert len({line.helped_id for line in pairs}) == 92
    assert len(villages) == 9
    assert (founded.name, asked) == ("刘国具镇酒业联村党委", "done")
    assert {line.role for line in decided} == {"centre", "member"}
    assert plan.gap is not None
    assert plan.gap < 0.05
    assert distillers == {"collective": 14, "cooperative": 38, "company": 1}
    assert len(offices) == 48
