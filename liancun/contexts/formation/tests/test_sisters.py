"""Pairings, contacts, rotas and the front as pages propose them; confirming registers what does not stand yet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.actions.fronting import work_front
from liancun.contexts.formation.queries import plans, sisters
from liancun.contexts.formation.tests.test_plannings import planned
from liancun.contexts.posts import api as posts
from liancun.demo.setting import BEGUN, SYSTEM
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.scope import entered
from liancun.framework.testing import as_system


@pytest.mark.mission("NR8", "XQ4")
def test_every_weak_village_is_paired_with_a_strong_one_and_confirmed_by_a_person(world: World) -> None:
    with as_system():
        found = sisters.paired_villages(world.county, strong=2, most=5, farthest=None, within=False)
        assert len(found.found.pairs) == 7
        assert max(found.found.loads.values()) <= 5
        before, _ = bodies.pairings(clock.today(), kind="strong_weak")
    browser = signed_in("xian")
    url = f"/planning/areas/{world.county}/strong-weak/?strong=2&most=5"
    assert browser.get(url).status_code == 200
    with as_system():
        assert bodies.pairings(clock.today(), kind="strong_weak")[0] == before == 0
    pairs = "\n".join(f"{one.to}:{one.one}" for one in found.found.pairs)
    sent = {"kind": "strong_weak", "pairs": pairs}
    assert browser.post(f"/planning/areas/{world.county}/confirm/", sent).status_code == 302
    with as_system():
        assert bodies.pairings(clock.today(), kind="strong_weak")[0] == 7


@pytest.mark.mission("JX8")
def test_offices_share_the_villages_evenly(world: World) -> None:
    with as_system():
        offices = [
            bodies.NewBody("organ", f"县{name}局", BEGUN, under=world.county)
            for name in ("水务", "林草", "商务")
        ]
        bodies.add_bodies(SYSTEM, bodies=offices)
        found = sisters.paired_agencies(world.county, villages=6, most=3)
    assert sorted(found.found.loads.values()) == [2, 2, 2]


@pytest.mark.mission("JX7")
def test_households_are_shared_among_the_branch_by_number(world: World) -> None:
    """Who keeps the village's households sees the proposal; no name of a household is in it."""
    page = signed_in("baozhang-a").get(
        f"/planning/villages/{world.a.village}/households/?kind=branch_member&most=30"
    )
    assert page.status_code == 200
    assert signed_in("baozhang-b").get(f"/planning/villages/{world.a.village}/households/").status_code in (
        403,
        404,
    )


@pytest.mark.mission("TL4")
def test_a_rota_of_first_secretaries_is_fair_and_keeps_absences(world: World) -> None:
    today = clock.today()
    with as_system():
        wanted = [
            posts.NewPost(seat.staff[3], seat.village, "first_secretary", today)
            for seat in (world.a, world.b, world.c)
        ]
        posts.appoint_many(SYSTEM, posts=wanted)
        holders = sisters.holders(world.county, "first_secretary")
        assert len(holders) == 3
        days = [today + timedelta(days=number) for number in range(6)]
        absent = {holders[0][1]: frozenset({today})}
        made, names = sisters.turns(world.county, "first_secretary", days, 1, 1, absent)
    assert sorted(made.counts.values()) == [2, 2, 2]
    assert names[made.days[today][0]][0] != holders[0][1]


def test_the_front_is_kept_once_and_none_of_its_plans_is_better_in_everything(world: World) -> None:
    plan = planned(world)
    officer = world.actor("xian")
    with entered(officer):
        planning = plans.opened(plan).planning_id
        many = work_front(officer, planning_id=planning)
        assert work_front(officer, planning_id=planning) == many
        found = [one for one in plans.proposals(planning) if one.origin == "front"]
    assert len(found) == many > 0
    aims = ("near", "alike", "lack", "balance", "waiting")
    for one in found:
        assert not any(
            all(other.score[aim] < one.score[aim] - 1e-6 for aim in aims)
            for other in found
            if other is not one
        )
    answer = signed_in("xian").get(f"/planning/{planning}/front/?x=near&y=waiting&at=0")
    assert answer.status_code == 200
