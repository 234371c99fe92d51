"""One thing of each kind that the pages of `posts` can name, in village A; its secretary has a turn and a contact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import api as posts
from liancun.contexts.posts.queries import contacts, talent
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.testing import SYSTEM, as_actor, as_system

# Pages that are asked for a body.
OF_A_BODY = frozenset(
    f"posts:{name}"
    for name in ("appoint", "open_selection", "make_rota", "make_contact", "make_lead", "record_talent")
)


def furnish(world: World) -> dict[str, object]:
    """Ids by the names that addresses use."""
    with as_system():
        clerk = posts.holders(world.a.collective, "village_clerk", clock.today())[0]
        coop = bodies.add_body(
            SYSTEM,
            kind="cooperative",
            name="示范种植专业合作社",
            parent_id=world.a.village,
            since=clock.today(),
        ).id
        township = world.actor("xiangzhen")
    with as_actor(township):
        return {
            "person_id": clerk.person_id,
            "delegation_id": _delegation(township, clerk, world),
            "selection_id": (
                selection := posts.open_selection(township, body_id=coop, kind="coop_party_head")
            ),
            "candidate_id": posts.put_up(township, selection_id=selection, person_id=world.a.staff[0]),
            **_turns(township, world),
            **_contact(township, world),
            "event_id": _event(township, world),
        }


def _delegation(township: Actor, clerk: posts.PostLine, world: World) -> int:
    today = clock.today()
    return posts.delegate(
        township,
        post_id=clerk.id,
        person_id=world.a.staff[1],
        since=today,
        until=today + timedelta(days=5),
        duties=["claims"],
        reason="外出培训",
    )


def _turns(township: Actor, world: World) -> dict[str, object]:
    today = clock.today()
    rota = posts.make_rota(
        township,
        body_id=world.a.village,
        kind="stationing",
        since=today,
        until=today + timedelta(days=28),
        persons=[world.a.staff[1], world.a.staff[0]],
        days=7,
    )
    _, own, other, _ = posts.slots_of(rota)
    swap = posts.ask_swap(township, slot_id=other.id, with_slot_id=own.id)
    return {"rota_id": rota, "slot_id": own.id, "swap_id": swap}


def _contact(township: Actor, world: World) -> dict[str, object]:
    given: Any = {"person_id": world.a.staff[0], "body_id": world.a.village, "since": clock.today()}
    contact = posts.make_contact(township, kind="branch", **given)
    posts.record_visit(township, contact_id=contact, on=clock.today(), note="走访了三户", issues=["路灯不亮"])
    lead = posts.take_lead(township, business="种植合作社", target="销售额", **given)
    return {"contact_id": contact, "issue_id": contacts.issues(contact)[0].id, "lead_id": lead}


def _event(township: Actor, world: World) -> int:
    person = world.a.staff[0]
    event = posts.NewTalent("local", person, world.a.village, clock.today(), "县级认定")
    posts.record_talent(township, events=[event])
    return talent.of_person(person)[0].id
