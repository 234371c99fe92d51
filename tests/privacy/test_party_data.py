"""Party members: nothing is kept unless the county says so, and what is kept is imported, never typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast
from unittest.mock import patch

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies import playbook as bodies_playbook
from liancun.contexts.people import api as people
from liancun.contexts.people import playbook
from liancun.contexts.people.models import ChangeRequest, RollEntry
from liancun.contexts.people.playbook.privacy import PartyData, PrivacySection
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework import playbook as framework_playbook
from liancun.framework.actors import Actor
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import Refusal, Refusals, Unknown

ROLL = "party_member"
MODES: tuple[PartyData, ...] = ("off", "counts", "names-imported")


@contextmanager
def kept(mode: PartyData) -> Iterator[None]:
    """The county's playbook with another mode."""
    section = playbook.privacy().model_copy(update={"party_data": mode})
    with (
        patch("liancun.contexts.people.playbook.privacy.privacy", lambda: section),
        patch("liancun.contexts.people.playbook.rolls.privacy", lambda: section),
        patch("liancun.contexts.people.playbook.privacy", lambda: section),
        patch.dict(cast(dict[str, Any], framework_playbook.current().sections), {"privacy": section}),
    ):
        yield


def clerk_of(world: World) -> Actor:
    with as_system():
        return world.actor("baozhang-a")


def entry(world: World) -> people.NewEntry:
    return people.NewEntry(
        ROLL, world.a.branch, world.a.representatives[-1], clock.today() - timedelta(days=1)
    )


def standing() -> tuple[int, int]:
    with as_system():
        return RollEntry.objects.filter(kind=ROLL).count(), ChangeRequest.objects.count()


def test_without_a_word_of_the_county_nothing_is_kept() -> None:
    assert PrivacySection.model_fields["party_data"].default == "off"


@pytest.mark.parametrize("mode", MODES)
def test_no_name_is_entered_by_hand(world: World, mode: PartyData) -> None:
    clerk, before = clerk_of(world), standing()
    with kept(mode), as_actor(clerk), pytest.raises(Refusal) as refused:
        people.enrol_many(clerk, entries=[entry(world)])
    assert refused.value.code == (
        "people.party_by_hand" if mode == "names-imported" else "people.party_names_off"
    )
    assert standing() == before


@pytest.mark.parametrize("mode", MODES)
def test_no_name_is_asked_for(world: World, mode: PartyData) -> None:
    clerk, before = clerk_of(world), standing()
    with kept(mode), as_actor(clerk), pytest.raises(Refusal) as refused:
        people.ask_change(
            clerk,
            kind="add",
            roll=ROLL,
            body_id=world.a.branch,
            person_id=world.a.representatives[-1],
            reason="支部大会通过",
            effective_on=clock.today(),
            files=[1],
        )
    assert refused.value.code.startswith("people.party_")
    assert standing() == before


@pytest.mark.parametrize("mode", ["off", "counts"])
def test_names_are_not_imported_where_the_county_keeps_none(world: World, mode: PartyData) -> None:
    clerk, before = clerk_of(world), standing()
    with kept(mode), as_actor(clerk), pytest.raises(Refusal) as refused:
        people.enrol_many(clerk, entries=[entry(world)], imported=True)
    assert refused.value.code == "people.party_names_off"
    assert standing() == before


@pytest.mark.parametrize("mode", ["off", "counts"])
def test_there_is_no_such_roll_to_look_at(world: World, mode: PartyData) -> None:
    with kept(mode):
        assert ROLL not in people.roll_kinds()
        with pytest.raises(Unknown):
            playbook.roll_kind(ROLL)
        browser = signed_in("zhishu-a")
        assert browser.get(f"/people/{world.a.branch}/{ROLL}/").status_code == 404
        assert (
            "党员" not in browser.get(f"/bodies/{world.a.branch}/").content.decode().split("人口和名册")[-1]
        )


def fact(world: World, **more: Any) -> bodies.NewFact:
    return bodies.NewFact(world.a.village, "party_members", 2024, "31", "党内统计年报", **more)


def test_a_count_is_imported_and_never_typed(world: World) -> None:
    with as_system():
        secretary = world.actor("zhishu-a")
    with as_actor(secretary), pytest.raises(Refusals) as refused:
        bodies.record_facts(secretary, facts=[fact(world)])
    assert [one.code for one in refused.value] == ["bodies.fact_imported"]
    with as_actor(secretary):
        assert bodies.record_facts(secretary, facts=[fact(world, imported=True)]).new == 1
    assert (
        'name="party_members"'
        not in signed_in("zhishu-a").get(f"/bodies/{world.a.village}/facts/enter/").content.decode()
    )


def test_where_nothing_is_kept_there_is_no_count_either(world: World) -> None:
    with kept("off"):
        assert "party_members" not in bodies_playbook.facts_section().kinds()
    assert "party_members" in bodies_playbook.facts_section().kinds()


def test_names_come_by_import_where_the_county_says_so(world: World) -> None:
    clerk = clerk_of(world)
    one = entry(world)
    before = standing()[0]
    with kept("names-imported"), as_actor(clerk):
        held = {line.person_id for line in people.roll(world.a.branch, ROLL, clock.today())}
        assert one.person_id not in held
        people.enrol_many(clerk, entries=[one], imported=True)
    assert standing()[0] == before + 1
