"""A small federation with one person for every part of the thread: the tests' world and the demonstration's heart.

Villages A, B, C and D stand in one joint committee; E stands outside. Each part is played by a different person
with only their own rights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liancun.contexts.bodies import api as bodies
from liancun.contexts.identity import api as identity
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.demo.county import Federation, Seat, secretary_of
from liancun.demo.divisions import Group
from liancun.demo.names import People
from liancun.demo.setting import BEGUN, SYSTEM
from liancun.framework import permissions
from liancun.framework.actors import Actor

# user name, post kind, where
_PARTS: Final = (
    ("xian", "county_officer", "county"),
    ("audit", "auditor", "county"),
    ("anquan", "security_admin", "county"),
    ("xiangzhen", "township_officer", "township"),
    ("fenguan", "township_leader", "township"),
    ("shuji", "committee_secretary", "joint"),
    ("mishu", "committee_clerk", "joint"),
    ("kuaiji", "agency_accountant", "agency"),
    ("fuhe", "agency_reviewer", "agency"),
    ("xitong", "system_admin", "county"),
)
# What the staff of a village are called, by their number in `Seat.staff`.
_VILLAGE_PARTS: Final = (("zhishu", 0), ("baozhang", 4), ("jiandu", 5))
LETTERS: Final = ("a", "b", "c", "d")


@dataclass(frozen=True)
class World:
    """Ids of the small federation; `users` by user name."""

    county: int
    township: int
    joint: int
    agency: int
    a: Seat
    b: Seat
    c: Seat
    d: Seat
    outside: Seat
    users: dict[str, int]

    def actor(self, name: str) -> Actor:
        """The signed-in person behind a user name; asks inside a transaction of the system."""
        resolver = permissions.resolver()
        assert resolver is not None, "access plugs the resolver in"
        return resolver.identify(self.users[name])

    def seat(self, letter: str) -> Seat:
        found: Seat = getattr(self, letter)
        return found


def can_play(group: Group) -> bool:
    """Its first villages lie in one township and are kept by one agency centre."""
    first = group.villages[: len(LETTERS)]
    return len(first) == len(LETTERS) and len({row.township_code for row in first}) == 1


def staff(federation: Federation, *, password: str, group: int = 0, outside: int = 1) -> World:
    """Gives accounts to the people of one committee; `outside` names a group whose centre village stands for E."""
    rows = federation.groups[group].villages
    first = rows[0]
    places = {
        "county": federation.ids[first.county_code],
        "township": federation.ids[first.township_code],
        "joint": federation.committees[group],
        "agency": federation.ids[f"agency{first.township_code}"],
    }
    users = _officers(places, secretary_of(federation.groups[group]), password)
    seats = [federation.seat(row) for row in rows[: len(LETTERS)]]
    for letter, seat in zip(LETTERS, seats, strict=True):
        users |= _villagers(letter, seat, password)
    other = federation.seat(federation.groups[outside].villages[0])
    users |= _villagers("e", other, password)
    a, b, c, d = seats
    return World(**places, a=a, b=b, c=c, d=d, outside=other, users=users)


def _officers(places: dict[str, int], secretary: str, password: str) -> dict[str, int]:
    drawn = iter(People(7).draw(len(_PARTS)))
    return {
        user_name: officer(
            user_name, next(drawn), secretary if user_name == "shuji" else kind, places[where], password
        )
        for user_name, kind, where in _PARTS
    }


def officer(user_name: str, name: str, kind: str, body_id: int, password: str) -> int:
    """A new person with a post and an account; gives the account's id."""
    user = _account(user_name, name, password, body_id)
    person = people.add_person(SYSTEM, name=name, home_id=body_id, user_id=user)
    posts.appoint(SYSTEM, person_id=person, body_id=body_id, kind=kind, since=BEGUN)
    return user


def _villagers(letter: str, seat: Seat, password: str) -> dict[str, int]:
    users: dict[str, int] = {}
    for part, number in _VILLAGE_PARTS:
        user_name = f"{part}-{letter}"
        person = people.person(seat.staff[number])
        users[user_name] = _account(user_name, person.name, password, seat.village)
        people.give_account(SYSTEM, person_id=person.id, user_id=users[user_name])
    return users


def _account(user_name: str, name: str, password: str, body_id: int) -> int:
    return identity.create_user(
        SYSTEM,
        username=user_name,
        name=name,
        password=password,
        body_id=body_id,
        must_change_password=False,
    )


def find() -> World:
    """The world of a database that has it (tests: inside a transaction of the system)."""
    users = identity.ids_by_name()
    joint = bodies.joints_of(_village_of(users["zhishu-a"]), BEGUN.replace(year=2026, month=6))[0]
    seats = {letter: seat_of(_village_of(users[f"zhishu-{letter}"])) for letter in (*LETTERS, "e")}
    village = bodies.get(seats["a"].village)
    township = bodies.get(village.parent_id or 0)
    agency = bodies.agency_of(village.id, BEGUN.replace(year=2026, month=6))
    assert agency is not None
    return World(
        county=township.parent_id or 0,
        township=township.id,
        joint=joint.body.id,
        agency=agency.id,
        a=seats["a"],
        b=seats["b"],
        c=seats["c"],
        d=seats["d"],
        outside=seats["e"],
        users=users,
    )


def _village_of(user_id: int) -> int:
    person = people.person_of_user(user_id)
    assert person is not None
    return person.home_id


def seat_of(village: int) -> Seat:
    """A village's own bodies and the people on their rolls."""
    part = {
        kind: bodies.part_of(village, kind).id
        for kind in ("branch", "collective", "village_committee", "supervision")
    }
    day = BEGUN.replace(year=2026, month=6)
    representatives = tuple(line.person_id for line in people.roll(part["collective"], "representative", day))
    members = tuple(line.person_id for line in people.roll(part["branch"], "party_member", day))
    held = [
        *posts.holders(part["branch"], "branch_secretary", day),
        *posts.holders(part["branch"], "branch_member", day),
        *posts.holders(part["collective"], "village_clerk", day),
        *posts.holders(part["supervision"], "supervision_head", day),
    ]
    staff_ids = tuple(line.person_id for line in held)
    return Seat(village, **part, representatives=representatives, party_members=members, staff=staff_ids)
