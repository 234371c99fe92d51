"""Joint bodies of any kind and level: founded with their members, described, dated, never overlapping."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.tests.conftest import PAPER, START, Tree
from liancun.contexts.bodies.tests.test_history import rows
from liancun.framework.testing import SYSTEM
from liancun.kernel.errors import Conflict, Refusal

FOUNDED = date(2024, 3, 1)
LATER = date(2025, 3, 1)


def found(land: Tree, kind: str, under: int, *members: str, **more: Any) -> bodies.BodyLine:
    joiners = [bodies.Joiner(land[member]) for member in members]
    given = {"name": f"示范{kind}", "since": FOUNDED, "basis": PAPER, **more}
    return bodies.found_joint(SYSTEM, kind=kind, parent_id=under, members=joiners, **given)


def members(joint: int, day: date = FOUNDED) -> set[int]:
    return {line.body.id for line in bodies.members_of(joint, day)}


@pytest.mark.mission("XQ2")
def test_three_levels_township_alliance_village(land: Tree) -> None:
    """街镇党（工）委—联盟党委（党总支）—村党组织, with a company, a co-operative and a society taken in."""
    alliance = found(
        land,
        "alliance",
        land["t1"],
        "v11",
        "v12",
        "company",
        "v13p",
        "society",
        what=bodies.JointNature(bond="villages"),
    )
    assert alliance.is_joint
    assert [line.id for line in bodies.above_on(alliance.id, FOUNDED)] == [land["county"], land["t1"]]
    assert members(alliance.id) == {land[one] for one in ("v11", "v12", "company", "v13p", "society")}
    profile = bodies.profile_on(alliance.id, FOUNDED)
    assert profile is not None
    assert (profile.nature, profile.bond) == ("functional", "villages")
    assert alliance.id in {line.id for line in bodies.joint_bodies()}
    assert bodies.relations([alliance.id], FOUNDED).members[alliance.id]


@pytest.mark.mission("ST1")
def test_four_levels_committee_area_branch_joint_branch_group(land: Tree) -> None:
    """联合党委—片区党总支—合作社联合党支部—党小组."""
    area = found(land, "area_branch", land["joint"], what=bodies.JointNature(setting="industry_base"))
    first = found(
        land, "joint_branch", area.id, "v11p", "v12p", what=bodies.JointNature(setting="cooperative")
    )
    second = found(land, "joint_branch", area.id, "v21p", "v22c")
    group = bodies.add_body(
        SYSTEM, kind="party_group", name="食用菌党小组", since=FOUNDED, parent_id=first.id
    )
    levels = [line.kind for line in bodies.above_on(group.id, FOUNDED)]
    assert levels == ["county", "joint_committee", "area_branch", "joint_branch"]
    below = bodies.below_on([land["joint"]], FOUNDED)[land["joint"]]
    assert (below.joints, below.others) == (3, 1)
    everyone = {land[one] for one in ("v11p", "v12p", "v21p", "v22c")}
    assert {line.body.id for line in bodies.members_below(land["joint"], FOUNDED)} == everyone
    assert set(bodies.relations([land["joint"]], FOUNDED).members[land["joint"]]) == everyone
    assert members(second.id) == {land["v21p"], land["v22c"]}


def test_a_level_stands_only_where_the_playbook_lets_it(land: Tree) -> None:
    before = rows("bodies_body")
    branch = found(land, "joint_branch", land["t1"], "v11p")
    for kind, under in (
        ("joint_committee", branch.id),
        ("area_branch", land["v11"]),
        ("alliance", land["joint"]),
    ):
        with pytest.raises(Refusal) as caught:
            found(land, kind, under)
        assert caught.value.code == "bodies.wrong_place"
    assert len(rows("bodies_body")) == len(before) + 1


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("nonsense", {}, "bodies.unknown_kind"),
        ("village", {}, "bodies.not_joint"),
        ("joint_committee", {"basis": ""}, "bodies.no_basis"),
        ("joint_committee", {"what": bodies.JointNature(bond="nonsense")}, "bodies.unknown_word"),
        ("joint_committee", {"what": bodies.JointNature(nature="holy")}, "bodies.unknown_word"),
    ],
)
def test_a_founding_is_refused_whole(land: Tree, kind: str, more: dict[str, Any], code: str) -> None:
    before = [rows(table) for table in ("bodies_body", "bodies_membership", "bodies_jointprofile")]
    with pytest.raises(Refusal) as caught:
        found(land, kind, land["county"], "v11", **more)
    assert caught.value.code == code
    assert [rows(table) for table in ("bodies_body", "bodies_membership", "bodies_jointprofile")] == before


def test_one_taken_member_refuses_the_whole_founding(land: Tree) -> None:
    found(land, "joint_committee", land["county"], "v11", "v12")
    before = rows("bodies_body")
    with pytest.raises(Conflict) as caught:
        found(land, "joint_committee", land["t1"], "v13", "v12", name="又一个")
    assert caught.value.code == "bodies.already_member"
    assert rows("bodies_body") == before


def test_sole_is_for_each_kind_by_itself(land: Tree) -> None:
    """A village of a joint committee may also stand in a joint branch and in two complexes at once."""
    found(land, "joint_committee", land["county"], "v11")
    found(land, "joint_branch", land["t1"], "v11")
    found(land, "complex_company", land["t1"], "v11", "company")
    found(land, "complex_company", land["county"], "v11", name="又一个综合体")
    assert len(bodies.joints_of(land["v11"], FOUNDED)) == 4
    with pytest.raises(Conflict):
        found(land, "joint_branch", land["county"], "v11", name="又一个支部")
    assert len(bodies.joints_of(land["v11"], FOUNDED)) == 4


def test_a_role_changes_from_a_day_on_and_the_old_one_stays(land: Tree) -> None:
    joint = found(land, "joint_committee", land["county"], "v11")
    bodies.change_role(
        SYSTEM, joint_id=joint.id, member_id=land["v11"], role="processing", since=LATER, basis=PAPER
    )
    before = LATER - timedelta(days=1)
    assert [bodies.members_of(joint.id, day)[0].role for day in (before, LATER)] == ["member", "processing"]
    history = [line for side, line in bodies.memberships_of(joint.id) if side == "member"]
    assert [(line.role, line.since, line.until) for line in history] == [
        ("member", FOUNDED, LATER),
        ("processing", LATER, None),
    ]
    with pytest.raises(Refusal) as caught:
        bodies.change_role(
            SYSTEM, joint_id=joint.id, member_id=land["v11"], role="king", since=date(2026, 1, 1), basis=PAPER
        )
    assert caught.value.code == "bodies.unknown_role"
    assert bodies.members_of(joint.id, date(2026, 6, 1))[0].role == "processing"


def test_what_a_joint_body_is_may_change_and_stays_readable(land: Tree) -> None:
    joint = found(land, "joint_committee", land["county"], "v11")
    bodies.describe_joint(
        SYSTEM,
        joint_id=joint.id,
        what=bodies.JointNature("elected", mode="strong_leads"),
        since=LATER,
        basis=PAPER,
    )
    found_on = [bodies.profile_on(joint.id, day) for day in (FOUNDED, LATER)]
    assert [one.nature for one in found_on if one] == ["functional", "elected"]
    with pytest.raises(Conflict):
        bodies.describe_joint(
            SYSTEM, joint_id=joint.id, what=bodies.JointNature("functional"), since=FOUNDED, basis=PAPER
        )
    assert len(bodies.profiles_of(joint.id)) == 2


def test_a_registration_code_is_checked_against_kind_and_place(land: Tree) -> None:
    collective, cooperative = land["v11c"], land["v11p"]
    bodies.note_registration(SYSTEM, body_id=collective, registration_code="N2211221MF0000013G")
    bodies.note_registration(SYSTEM, body_id=cooperative, registration_code=" 93211221ma0000015n ")
    for body, code in ((cooperative, "N2211221MF0000013G"), (collective, "N2211221MF00000136")):
        before = rows("bodies_body")
        with pytest.raises(Refusal) as caught:
            bodies.note_registration(SYSTEM, body_id=body, registration_code=code)
        assert caught.value.code in ("codes.credit_kind", "codes.credit_check")
        assert rows("bodies_body") == before


@pytest.mark.mission("TL3")
@pytest.mark.mission("NR1")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wishes=st.lists(
        st.tuples(
            st.sampled_from(["joint", "other"]),
            st.sampled_from(["v11", "v12", "company"]),
            st.integers(0, 1500),
            st.none() | st.integers(1, 600),
        ),
        max_size=14,
    )
)
def test_memberships_of_one_kind_never_overlap_and_history_stays(
    land: Tree, wishes: list[tuple[str, str, int, int | None]]
) -> None:
    """What is accepted covers its days whole; what is refused changes no day; later acts leave earlier days alone."""
    with transaction.atomic():
        days = [START + timedelta(days=step) for step in range(0, 2200, 50)]
        accepted: dict[tuple[str, date], int] = {}
        for joint, member, begin, length in wishes:
            since = START + timedelta(days=begin)
            until = since + timedelta(days=length) if length else None
            covered = {(member, day) for day in days if day >= since and (until is None or day < until)}
            try:
                bodies.join(SYSTEM, joint_id=land[joint], member_id=land[member], since=since, until=until)
            except Conflict:
                pass
            else:
                assert not covered & accepted.keys()
                accepted |= dict.fromkeys(covered, land[joint])
        seen = {
            (member, day): line.body.id
            for member in ("v11", "v12", "company")
            for day in days
            for line in bodies.joints_of(land[member], day)
        }
        assert seen == accepted
        transaction.set_rollback(True)
