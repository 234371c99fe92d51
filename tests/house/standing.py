"""What stands between bodies on the stage: agreements under way and signed, a pairing, facts, a flag."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from liancun.contexts.bodies import api as bodies
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import SYSTEM, as_actor, as_system


def draft(world: World) -> bodies.Draft:
    """A fit text between villages A and B."""
    terms = [
        bodies.Terms(world.a.village, "规划与接待", "建停车场，统一接待", Decimal("60")),
        bodies.Terms(world.b.village, "采摘与供应", "供应果蔬", Decimal("40")),
    ]
    today = clock.today()
    until = today + timedelta(days=365)
    return bodies.Draft("文旅抱团联建协议", "整体规划、分村定位。", today, until, terms)


def things(world: World) -> dict[str, object]:
    """Ids by the names addresses use: a draft, a signed agreement, a pairing, a flag. Inside a system's scope."""
    village, today = world.a.village, clock.today()
    waiting = bodies.draft_agreement(SYSTEM, host_id=world.joint, draft=draft(world))
    facts = [
        bodies.NewFact(village, "population", today.year - 1, 1200, "统计年报"),
        bodies.NewFact(village, "population", today.year, 1210, "统计年报"),
    ]
    bodies.record_facts(SYSTEM, facts=facts)
    pairing = bodies.pair(
        SYSTEM, kind="strong_weak", helper_id=world.b.village, helped_id=village, since=today
    )
    goal = bodies.set_goal(SYSTEM, pairing_id=pairing, measure="合种面积", due_on=today, unit="亩")
    bodies.record_result(
        SYSTEM, pairing_id=pairing, goal_id=goal, note="合种 30 亩", reached_on=today, quantity=Decimal(5000)
    )
    flag = bodies.flag_body(
        SYSTEM, body_id=village, code="weak_income", basis="年收入不足 10 万元", since=today
    )
    return {
        "agreement_id": waiting,
        "signed_agreement": _signed(world),
        "pairing_id": pairing,
        "flag_id": flag,
        "host_id": world.joint,
        "helper_id": world.b.village,
        "helped_id": village,
        "fact": "population",
    }


def _signed(world: World) -> int:
    id = bodies.draft_agreement(SYSTEM, host_id=world.joint, draft=draft(world))
    digest = bodies.agreement(id, clock.today()).text_digest
    for letter in ("a", "b"):
        with as_system():
            actor = world.actor(f"zhishu-{letter}")
        with as_actor(actor):
            bodies.sign_agreement(
                actor, agreement_id=id, body_id=world.seat(letter).village, text_digest=digest
            )
    return id
