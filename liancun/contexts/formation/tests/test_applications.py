"""From a plan to a body: score card, township, county, the villages' own decisions, founding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.actions import applying
from liancun.contexts.formation.models import Application, ApplicationStep
from liancun.contexts.formation.queries import applications as reading
from liancun.contexts.formation.queries import cards, plans
from liancun.contexts.formation.tests.test_plannings import planned
from liancun.demo import founding
from liancun.demo.setting import SYSTEM
from liancun.demo.small import PASSWORD, signed_in
from liancun.demo.world import World, officer, seat_of
from liancun.framework import clock
from liancun.framework.scope import entered
from liancun.framework.testing import as_system
from liancun.kernel.errors import Conflict, NotAllowed, Refusal

WHY = "符合县乡产业发展规划的北部杂粮片区"


def ripe(world: World) -> tuple[int, str]:
    """A plan and the centre of a group in the township of village A, which passes the gate."""
    plan = planned(world)
    with as_system():
        centre = cards.ripest(plan, township_id=world.township)
    assert centre
    return plan, centre


def applied(world: World) -> int:
    plan, centre = ripe(world)
    officer = world.actor("xian")
    with entered(officer):
        return applying.apply(officer, proposal_id=plan, centre=centre, name="北片联村党委", reason=WHY)


@pytest.mark.mission("TL12")
def test_an_application_carries_its_score_card_and_the_three_factors(world: World) -> None:
    made = applied(world)
    with as_system():
        line = reading.application(made)
    assert [one["name"] for one in line.card["lines"]] == ["党建基础", "发展成效", "产业带动能力"]
    assert line.card["admitted"]
    assert line.reason == WHY
    assert {"own", "beside", "supplies"} <= set(line.card)
    assert line.stage == "township"


@pytest.mark.mission("TL12", "NR4")
def test_a_group_below_the_gate_waits_with_the_reason(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from liancun.contexts.formation import playbook

    plan, centre = ripe(world)
    told = playbook.section()
    high = told.model_copy(update={"admission": told.admission.model_copy(update={"bar": 99.0})})
    monkeypatch.setattr(cards, "section", lambda: high)
    officer = world.actor("xian")
    with entered(officer):
        step = next(one for one in cards.steps(plans.opened(plan)) if one.group.centre == centre)
        assert step.phase == "waits"
        assert "99" in step.reasons[0].text()
        with pytest.raises(Refusal, match="成熟一个组建一个"):
            applying.apply(officer, proposal_id=plan, centre=centre, name="北片联村党委", reason=WHY)
    with as_system():
        assert not Application.objects.exists()


def test_a_group_applies_once(world: World) -> None:
    made = applied(world)
    officer = world.actor("xian")
    with entered(officer):
        line = reading.application(made)
        with pytest.raises(Conflict):
            applying.apply(
                officer,
                proposal_id=line.proposal_id,
                centre=str(line.centre_id),
                name="又一个",
                reason=WHY,
            )


def test_who_applied_does_not_review_and_the_township_looks_first(world: World) -> None:
    made = applied(world)
    officer, township = world.actor("xian"), world.actor("fenguan")
    with entered(officer), pytest.raises(Conflict):
        applying.review_for_county(officer, application_id=made, verdict="passed")
    with entered(township):
        with pytest.raises(Refusal, match="写明原因"):
            applying.review_for_township(township, application_id=made, verdict="waiting")
        applying.review_for_township(township, application_id=made, verdict="waiting", note="还差冷链")
        assert reading.application(made).held == "还差冷链"
        applying.review_for_township(township, application_id=made, verdict="passed")
    with entered(officer), pytest.raises(NotAllowed, match="不能自己审核"):
        applying.review_for_county(officer, application_id=made, verdict="passed")
    with as_system():
        assert [one.stage for one in reading.application(made).steps] == ["township", "township"]


def test_nothing_is_founded_before_every_village_has_decided(world: World) -> None:
    made = applied(world)
    with as_system():
        officer = world.actor("xian")
        before = bodies.joint_bodies()
        line = reading.application(made)
        for stage in ("township", "county"):
            ApplicationStep.objects.create(
                application_id=made,
                stage=stage,
                verdict="passed",
                made_by_name="示范",
                made_at=clock.now(),
            )
        secretary = next(
            world.actor(f"zhishu-{letter}") for letter in "abcd" if world.seat(letter).village in line.members
        )
    with entered(secretary):
        village = _village(secretary.body_id or 0)
        matter = applying.raise_joining(secretary, application_id=made, village_id=village)
        assert applying.raise_joining(secretary, application_id=made, village_id=village) == matter
    with entered(officer):
        found = reading.application(made)
        assert found.matters == {village: matter}
        assert found.stage == "matter"
        with pytest.raises(Conflict, match="还有村没有作出决定"):
            applying.found_group(officer, application_id=made, since=date(2026, 12, 1))
    with as_system():
        assert bodies.joint_bodies() == before


def _village(body_id: int) -> int:
    found = bodies.village_of(body_id)
    return found.id if found else 0


@pytest.mark.mission("TL1", "TL12")
def test_a_group_goes_from_the_plan_to_its_founding_and_its_villages_stay_as_they_were(
    world: World,
) -> None:
    plan, centre = ripe(world)
    begun = clock.today() - timedelta(days=30)
    with as_system():
        group = next(one for one in plans.opened(plan).plan.groups if one.centre == centre)
        members = [int(key) for key in group.members]
        for union, held in bodies.memberships(clock.today()).items():
            for member in set(held) & set(members):
                bodies.leave(SYSTEM, joint_id=union, member_id=member, until=begun, basis="调整")
        seats = {village: seat_of(village) for village in members}
        before = bodies.lines(members)
        second = officer("zuzhi", "另一位", "county_officer", world.county, PASSWORD)
        world.users["zuzhi"] = second
        officers = founding.Officers(world.actor("xian"), world.actor("zuzhi"), world.township)
    body = founding.play(officers, plan, centre, seats, begun)
    with as_system():
        joined = {one.body.id: one.role for one in bodies.members_of(body, clock.today())}
        assert joined == {village: "centre" if str(village) == centre else "member" for village in members}
        assert bodies.lines(members) == before
        line = reading.application(Application.objects.get().pk)
        assert line.stage == "done"
        assert [one.stage for one in line.steps if one.stage != "matter"] == ["township", "county", "founded"]


def test_pages_of_plans_and_applications_open_for_who_may(world: World) -> None:
    made = applied(world)
    with as_system():
        line = reading.application(made)
        found = plans.opened(line.proposal_id)
    browser = signed_in("xian")
    for url in (
        "/planning/",
        f"/planning/{found.planning_id}/",
        f"/planning/plans/{line.proposal_id}/?village={line.centre_id}",
        f"/planning/plans/{line.proposal_id}/?moves={line.centre_id}:-",
        f"/planning/plans/{line.proposal_id}/villages/",
        f"/planning/plans/{line.proposal_id}/villages/{line.centre_id}/",
        f"/planning/plans/{line.proposal_id}/groups/{line.centre_id}/",
        f"/planning/plans/{line.proposal_id}/print/",
        f"/planning/plans/{line.proposal_id}/stages/",
        f"/planning/plans/{line.proposal_id}/change/",
        f"/planning/plans/{line.proposal_id}/compare/",
        "/planning/applications/",
        f"/planning/applications/{made}/",
    ):
        answer = browser.get(url)
        assert answer.status_code == 200, url
    assert "北片联村党委" in signed_in("fenguan").get(f"/planning/applications/{made}/").content.decode()
    assert signed_in("kuaiji").get("/planning/").status_code == 403


def test_a_plan_looked_at_with_a_village_shows_the_facts_of_both(world: World) -> None:
    plan, centre = ripe(world)
    page = signed_in("xian").get(f"/planning/plans/{plan}/?village={centre}").content.decode()
    assert "离最好的方案最多差" in page
    assert "可作中心村" in page
