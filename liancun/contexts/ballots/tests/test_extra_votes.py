"""Extra votes of a co-operative's members: decided by their assembly, at most a fifth, used where they vote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection

from liancun.contexts.ballots import api as ballots
from liancun.contexts.ballots.tests.hall import SYSTEM, actor
from liancun.contexts.ballots.web.sheets import ExtraDesk
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_actor, as_system
from liancun.kernel.errors import NotAllowed, Refusal

DECISION = "第一次成员大会决议"


@dataclass(frozen=True)
class Coop:
    """Ten members: two extra votes at most."""

    id: int
    name: str
    members: tuple[int, ...]


@pytest.fixture
def coop(world: World) -> Coop:
    since = clock.today() - timedelta(days=60)
    with as_system():
        made = bodies.add_body(
            SYSTEM,
            kind="cooperative",
            name="新台子种植专业合作社",
            since=since,
            parent_id=world.a.village,
        )
        members = tuple(
            people.add_people(
                SYSTEM, people=[people.NewPerson(f"社员{place}", world.a.village) for place in range(10)]
            )
        )
        people.enrol_many(
            SYSTEM, entries=[people.NewEntry("coop_member", made.id, one, since) for one in members]
        )
    return Coop(made.id, made.name, members)


def decided(coop: Coop, *votes: int, **given: Any) -> None:
    """The first members have so many extra votes each."""
    told: dict[str, Any] = {
        "year": clock.today().year,
        "decided_on": clock.today(),
        "decision": DECISION,
        "lines": [
            ballots.Extra(one, "contribution", count) for one, count in zip(coop.members, votes, strict=False)
        ],
        **given,
    }
    with as_system():
        ballots.record_extra_votes(SYSTEM, body_id=coop.id, **told)


def held(coop: Coop, day: date | None = None) -> dict[int, int]:
    with as_system():
        return ballots.extra_votes(coop.id, day or clock.today())


def test_a_later_decision_takes_the_place_of_the_earlier_one_of_its_year(coop: Coop) -> None:
    decided(coop, 1, 1)
    assert held(coop) == {coop.members[0]: 1, coop.members[1]: 1}
    decided(coop, 2)
    assert held(coop) == {coop.members[0]: 2}
    assert held(coop, clock.today().replace(year=clock.today().year + 1)) == {}
    with as_system(), connection.cursor() as cursor:
        cursor.execute("select count(*) from ballots_extradecision where body_id = %s", [coop.id])
        assert cursor.fetchone() == (2,)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"votes": (2, 1)}, "extra_votes"),
        ({"year": 2020}, "extra_year"),
        ({"decided_on": date(2999, 1, 1)}, "extra_year"),
        ({"decision": " "}, "extra_decision"),
        ({"twice": True}, "extra_twice"),
        ({"stranger": True}, "extra_stranger"),
    ],
)
def test_it_refuses_what_the_law_does_not_allow(
    coop: Coop, world: World, given: dict[str, Any], code: str
) -> None:
    given = dict(given)
    votes = given.pop("votes", (1,))
    lines = [
        ballots.Extra(one, "transaction", count) for one, count in zip(coop.members, votes, strict=False)
    ]
    if given.pop("twice", False):
        lines *= 2
    if given.pop("stranger", False):
        lines = [ballots.Extra(world.a.representatives[0], "transaction", 1)]
    with pytest.raises(Refusal) as caught:
        decided(coop, **{"lines": lines, **given})
    assert caught.value.code == f"ballots.{code}"
    assert held(coop) == {}


def test_a_village_collective_has_none(world: World, coop: Coop) -> None:
    with pytest.raises(Refusal) as caught:
        decided(Coop(world.a.collective, "", coop.members), 1)
    assert caught.value.code == "ballots.extra_body"


def test_another_office_records_none(world: World, coop: Coop) -> None:
    clerk = actor(world, "jiandu-a")
    with as_actor(clerk), pytest.raises(NotAllowed):
        ballots.record_extra_votes(
            clerk, body_id=coop.id, year=2026, decided_on=clock.today(), decision=DECISION, lines=[]
        )


def test_no_line_goes_to_another_body_below_the_forms(world: World, coop: Coop) -> None:
    decided(coop, 1)
    line = """insert into ballots_extravote (decision_id, body_id, person_id, name, basis, votes)
        select id, %s, %s, '外人', 'contribution', 1 from ballots_extradecision"""
    with pytest.raises(DatabaseError, match="belong"), as_system(), connection.cursor() as cursor:
        cursor.execute(line, [world.b.collective, coop.members[1]])


def _row(coop: Coop, **said: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "body": coop.name,
        "year": clock.today().year,
        "decided_on": clock.today(),
        "decision": DECISION,
        "name": "社员3",
        "identity_number": None,
        "basis": "contribution",
        "votes": 1,
    }
    return told | said


def test_a_sheet_is_judged_whole_and_comes_in_once(coop: Coop) -> None:
    with as_system():
        rows = [_row(coop), _row(coop, name="社员4", basis="transaction")]
        desk = ExtraDesk(SYSTEM)
        assert desk.judge(rows) == ["new", "new"]
        desk.write(rows)
        assert (
            ExtraDesk(SYSTEM).judge([_row(coop), _row(coop, name="社员4", basis="transaction")])
            == ["known"] * 2
        )
        too_many = ExtraDesk(SYSTEM).judge([_row(coop, votes=2), _row(coop, name="社员4")])
        stranger = ExtraDesk(SYSTEM).judge([_row(coop, name="路人")])[0]
    assert held(coop) == {coop.members[3]: 1, coop.members[4]: 1}
    assert [one[0].code for one in too_many if not isinstance(one, str)] == ["ballots.extra_votes"] * 2
    assert not isinstance(stranger, str)
    assert stranger[0].code == "ballots.extra_stranger"


def test_the_chair_sees_the_register_and_the_sheet(world: World, coop: Coop) -> None:
    decided(coop, 2)
    person = actor(world, "zhishu-a").person_id
    assert person
    with as_system():
        posts.appoint(
            SYSTEM,
            person_id=person,
            body_id=coop.id,
            kind="coop_chair",
            since=clock.today() - timedelta(days=5),
        )
    client = signed_in("zhishu-a")
    page = client.get("/ballots/extra/").content.decode()
    for words in (coop.name, "社员0", "出资额较大", DECISION, "/imports/ballots.extra_votes/"):
        assert words in page
    assert client.get("/imports/ballots.extra_votes/").status_code == 200
