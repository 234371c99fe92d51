"""Plannings in the platform: asked from the register, worked as a job, kept with their question, worked again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.actions.asking import Asked, begin_planning
from liancun.contexts.formation.actions.editing import keep_edited, tried, vary
from liancun.contexts.formation.actions.working import recompute, work_planning
from liancun.contexts.formation.models import Planning, Proposal
from liancun.contexts.formation.queries import known, plans
from liancun.contexts.formation.rules.checking import faults
from liancun.contexts.formation.rules.problem import PROFILES, Rules
from liancun.contexts.formation.rules.registry import groups_of
from liancun.contexts.formation.rules.verifying import verified
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.scope import entered
from liancun.framework.testing import as_system
from liancun.kernel.errors import NotAllowed, Refusal, Refusals, Unknown

ASKED = Asked(
    "三组规划",
    2025,
    "村村互助",
    Rules(least=2, most=5),
    PROFILES["村村互助"],
    moves=60,
    runs=1,
    proof=True,
)


def planned(world: World, asked: Asked = ASKED) -> int:
    """A planning of the county officer, worked; gives the plan."""
    officer = world.actor("xian")
    with entered(officer):
        planning = begin_planning(officer, area_id=world.county, asked=asked)
        return work_planning(officer, planning_id=planning)


@pytest.mark.mission("TL1", "NR1")
def test_a_plan_comes_from_the_register_keeps_every_rule_and_changes_nothing_of_a_village(
    world: World,
) -> None:
    with as_system():
        before = bodies.lines(bodies.subtree_ids(world.county))
        unions = bodies.memberships(clock.today())
    plan = planned(world)
    with as_system():
        found = plans.opened(plan)
        assert faults(found.problem, found.plan) == []
        assert len(found.plan.group_of()) + len(found.plan.waiting) == 9
        assert bodies.lines(bodies.subtree_ids(world.county)) == before
        assert bodies.memberships(clock.today()) == unions


@pytest.mark.mission("B2")
def test_the_kept_certificate_proves_the_bound_to_the_slow_verifier(world: World) -> None:
    plan = planned(world)
    with as_system():
        found = plans.opened(plan)
        assert found.certificate is not None
        assert verified(found.problem, found.certificate) == []
        assert found.line.bound is not None
        assert found.line.bound <= found.line.total + 1e-6


def test_the_same_question_gives_the_same_bytes(world: World) -> None:
    plan = planned(world)
    with entered(world.actor("xian")) as _scope:
        found = recompute(world.actor("xian"), proposal_id=plan)
    assert found.same
    with as_system():
        one = Proposal.objects.get(pk=plan)
        other = planned(world)
        assert Proposal.objects.get(pk=other).digest == one.digest


def test_what_is_kept_never_changes(world: World) -> None:
    plan = planned(world)
    with as_system():
        for statement in ("update formation_proposal set total = 0", "delete from formation_planning"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert Proposal.objects.get(pk=plan).total > 0


def test_who_may_not_plan_is_refused_and_nothing_is_kept(world: World) -> None:
    for name in ("xiangzhen", "zhishu-a", "shuji"):
        actor = world.actor(name)
        with entered(actor), pytest.raises(NotAllowed):
            begin_planning(actor, area_id=world.county, asked=ASKED)
    with as_system():
        assert not Planning.objects.exists()


def test_another_body_does_not_see_the_plan(world: World) -> None:
    plan = planned(world)
    with entered(world.actor("zhishu-e")), pytest.raises(Unknown):
        plans.opened(plan)


def test_rules_that_contradict_one_another_are_named_and_nothing_is_kept(world: World) -> None:
    officer = world.actor("xian")
    with as_system():
        keys = [one.key for one in known.ground(world.county, 2025).known]
    rules = replace(ASKED.rules, together=((keys[0], keys[1]),), apart=((keys[0], keys[1]),))
    with entered(officer), pytest.raises((Refusal, Refusals)):
        begin_planning(officer, area_id=world.county, asked=replace(ASKED, rules=rules))
    with as_system():
        assert not Planning.objects.exists()


def test_a_village_moved_by_hand_is_a_plan_of_its_own_with_the_rules_it_breaks(world: World) -> None:
    plan = planned(world)
    officer = world.actor("xian")
    with entered(officer):
        found = plans.opened(plan)
        group = next(
            one for one in found.plan.groups if len(one.members) == min(map(_size, found.plan.groups))
        )
        village = next(key for key in group.members if key != group.centre)
        (effect,) = tried(found, [(village, None)])
        made = keep_edited(officer, proposal_id=plan, moves=[(village, None)])
        edited = plans.opened(made)
        assert village in edited.plan.waiting
        assert edited.line.total == pytest.approx(found.line.total + effect.more)
        assert plans.opened(plan).plan == found.plan
        with pytest.raises(Refusal, match="还没有移动"):
            keep_edited(officer, proposal_id=plan, moves=[])


def _size(group: object) -> int:
    return len(group.members)  # type: ignore[attr-defined]


def test_a_village_out_of_reach_of_its_new_centre_is_told_and_not_kept(world: World) -> None:
    plan = planned(world)
    officer = world.actor("xian")
    with entered(officer):
        found = plans.opened(plan)
        first, last = found.plan.groups[0], found.plan.groups[-1]
        village = next(key for key in first.members if key != first.centre)
        far = [(village, last.centre)]
        (effect,) = tried(found, far)
        assert not effect.allowed
        assert effect.more == float("inf")
        with pytest.raises(Refusal, match="到不了"):
            keep_edited(officer, proposal_id=plan, moves=far)
    answer = signed_in("xian").get(f"/planning/plans/{plan}/?moves={village}:{last.centre}")
    assert "移动以后，得分 到不了" in answer.content.decode()
    with as_system():
        assert Proposal.objects.count() == 1


def test_a_changed_condition_is_searched_on_from_the_plan(world: World) -> None:
    plan = planned(world)
    officer = world.actor("xian")
    with entered(officer):
        found = plans.opened(plan)
        out = found.problem.villages[0].key
        made = vary(
            officer,
            proposal_id=plan,
            rules=found.problem.rules,
            profile=found.problem.profile,
            unwilling=[out],
        )
        other = plans.opened(made)
    assert out not in other.plan.group_of()
    assert out not in other.plan.waiting
    assert faults(other.problem, other.plan) == []


def test_missing_facts_are_listed_with_who_can_supply_them(world: World) -> None:
    officer = world.actor("xian")
    with entered(officer):
        before = {one.code: len(one.lacking) for one in known.missing(known.ground(world.county, 2025))}
        bodies.record_facts(
            officer,
            facts=[bodies.NewFact(world.a.village, "collective_income", 2025, 120_000, "账")],
        )
        after = {one.code: one for one in known.missing(known.ground(world.county, 2025))}
    assert before["collective_income"] == 9
    assert len(after["collective_income"].lacking) == 8
    assert str(world.a.village) not in {one.key for one in after["collective_income"].lacking}
    assert any("报账员" in who for who in after["collective_income"].suppliers.values())
    page = signed_in("xian").get(f"/planning/areas/{world.county}/data/").content.decode()
    assert "村集体收入" in page
    assert f"/bodies/{world.b.village}/facts/enter/" in page


@pytest.mark.mission("TL1")
def test_the_usual_size_of_a_countys_groups_gives_their_number(world: World) -> None:
    plan = planned(world, replace(ASKED, average=3.0, rules=Rules(least=2, most=5)))
    with as_system():
        found = plans.opened(plan)
        assert found.problem.rules.groups == (3, 3)
        assert len(found.plan.groups) == 3
        own = planned(world, replace(ASKED, average=3.0, rules=Rules(least=2, most=5, groups=(None, 2))))
        assert plans.opened(own).problem.rules.groups == (None, 2)


def test_known_counts_of_two_counties_follow_from_the_size_of_their_groups() -> None:
    assert groups_of(505, 7.3) == 69
    assert groups_of(139, 4.8) == 29
    assert groups_of(1, 7.3) == 1
