"""Registers a federation of real villages: areas, bodies and unions by the sheets, people through the contexts' doors.

People, posts and money are drawn by seed and fictitious. Every step is an action: the log of a demonstration
reads like the log of a real county.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.demo.divisions import Group, VillageRow
from liancun.demo.names import People, sex_of
from liancun.demo.register import Plan, enter
from liancun.demo.setting import BEGUN, JOINED, SYSTEM

# Post kind, part of the village, how many.
_VILLAGE_POSTS = (
    ("branch_secretary", "branch"),
    ("branch_member", "branch"),
    ("branch_member", "branch"),
    ("committee_head", "village_committee"),
    ("committee_deputy", "village_committee"),
    ("collective_chair", "collective"),
    ("collective_director", "collective"),
    ("collective_director", "collective"),
    ("village_clerk", "collective"),
    ("supervision_head", "supervision"),
    ("supervision_member", "supervision"),
    ("supervision_member", "supervision"),
)
# One person may hold several posts (一肩挑): the secretary is also head and chair.
_HOLDERS = (0, 1, 2, 0, 2, 0, 1, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class Seat:
    """A village's own bodies and rolls, by id."""

    village: int
    branch: int
    collective: int
    village_committee: int
    supervision: int
    representatives: tuple[int, ...]
    party_members: tuple[int, ...]
    staff: tuple[int, ...]


@dataclass(frozen=True)
class Practice:
    """How a county names and leads its joint bodies; the counts are the published ones.

    `secretaries`: cadres who lead them, fewer than bodies, so that some lead two. `members`: committee members in
    all; those beyond the secretaries of the member villages are cadres and heads of businesses.
    """

    secretaries: int
    members: int = 0
    name: str = "{township}{centre}跨村产业联合党委"
    how: str = "选派"


@dataclass(frozen=True)
class Federation:
    ids: dict[str, int]
    groups: tuple[Group, ...]
    committees: tuple[int, ...]
    seats: dict[str, Seat] = field(default_factory=dict)

    def seat(self, row: VillageRow) -> Seat:
        return self.seats[row.code]


def register(
    top: tuple[str, str],
    groups: Sequence[Group],
    *,
    seed: int,
    stage: int,
    practice: Practice,
    areas: Sequence[VillageRow] = (),
    vacant: Collection[int] = (),
) -> Federation:
    """`top`: code and name of the prefecture. All bodies first, then people village by village.

    `areas`: villages and communities that are registered without standing in a group. Group number `stage` gets
    its secretary later, with an account, and the `vacant` ones choose theirs; the others share the cadres of the
    practice.
    """
    names = [_named(group, practice) for group in groups]
    ids = enter(Plan(top, groups, areas, names))
    committees = tuple(ids[f"joint{number}"] for number in range(len(groups)))
    _entrust(groups, ids)
    seats = _people(groups, ids, seed)
    federation = Federation(ids, tuple(groups), committees, seats)
    led = [number for number in range(len(groups)) if number != stage and number not in vacant]
    _lead(federation, led, practice, seed)
    return federation


def _entrust(groups: Sequence[Group], ids: dict[str, int]) -> None:
    """The township's agency centre keeps the books of the villages."""
    agreements = [
        bodies.NewAgreement(ids[f"agency{row.township_code}"], ids[row.code], JOINED)
        for row in by_group(groups)
    ]
    bodies.sign_agencies(SYSTEM, agreements=agreements)


def by_group(groups: Sequence[Group]) -> list[VillageRow]:
    return [row for group in groups for row in group.villages]


def _named(group: Group, practice: Practice) -> str:
    centre = group.villages[0]
    return group.name or practice.name.format(township=centre.township, centre=centre.name.removesuffix("村"))


def _people(groups: Sequence[Group], ids: dict[str, int], seed: int) -> dict[str, Seat]:
    drawn, random = People(seed), Random(seed)
    rows = by_group(groups)
    sizes = {row.code: (random.randint(21, 33), random.randint(12, 20)) for row in rows}
    listed = [
        people.NewPerson(name, ids[row.code], sex=sex_of(name), birth_date=drawn.birth())
        for row in rows
        for name in drawn.draw(8 + sizes[row.code][0] + sizes[row.code][1])
    ]
    known = iter(people.add_people(SYSTEM, people=listed))
    seats: dict[str, Seat] = {}
    for row in rows:
        representatives, members = sizes[row.code]
        own = [next(known) for _ in range(8 + representatives + members)]
        seats[row.code] = _seat(row, ids, own, representatives)
    _enrol(seats.values())
    _appoint(seats.values())
    return seats


def _seat(row: VillageRow, ids: dict[str, int], own: list[int], representatives: int) -> Seat:
    staff, rest = own[:8], own[8:]
    # The branch's officers are Party members; half of the representatives are too: people wear several hats.
    chosen = rest[:representatives]
    members = [*staff[:3], *rest[representatives:], *chosen[: representatives // 4]]
    parts = {
        kind: ids[f"{row.code}/{kind}"]
        for kind in ("branch", "collective", "village_committee", "supervision")
    }
    return Seat(
        ids[row.code],
        **parts,
        representatives=tuple(chosen),
        party_members=tuple(members),
        staff=tuple(staff),
    )


def _enrol(seats: Iterable[Seat]) -> None:
    entries = []
    for seat in seats:
        entries += [
            people.NewEntry("representative", seat.collective, person, BEGUN)
            for person in seat.representatives
        ]
        if people.privacy().party_data == "names-imported":
            entries += [
                people.NewEntry("party_member", seat.branch, person, BEGUN) for person in seat.party_members
            ]
    people.enrol_many(SYSTEM, entries=entries, imported=True)


def _appoint(seats: Iterable[Seat]) -> None:
    wanted = [
        posts.NewPost(seat.staff[holder], getattr(seat, part), kind, BEGUN)
        for seat in seats
        for (kind, part), holder in zip(_VILLAGE_POSTS, _HOLDERS, strict=True)
    ]
    posts.appoint_many(SYSTEM, posts=wanted)


def secretary_of(group: Group) -> str:
    """The post that leads a joint body of this kind."""
    leading = {
        "alliance": "alliance_secretary",
        "alliance_branch": "alliance_secretary",
        "joint_branch": "joint_branch_secretary",
    }
    return leading.get(group.kind, "committee_secretary")


def _lead(federation: Federation, numbers: Sequence[int], practice: Practice, seed: int) -> None:
    """Cadres lead the joint bodies, some of them two; the secretaries of the member villages are members."""
    top, count = federation.ids["top"], practice.secretaries
    villages = sum(len(group.villages) for group in federation.groups)
    others = max(0, practice.members - villages)
    names = People(seed + 1).draw(count + others)
    cadres = people.add_people(SYSTEM, people=[people.NewPerson(name, top) for name in names])
    wanted = [
        posts.NewPost(
            cadres[place % count],
            federation.committees[number],
            secretary_of(federation.groups[number]),
            JOINED,
            practice.how,
        )
        for place, number in enumerate(numbers)
    ]
    wanted += [
        posts.NewPost(
            person, federation.committees[place % len(federation.committees)], "committee_member", JOINED
        )
        for place, person in enumerate(cadres[count:])
    ]
    for number, group in enumerate(federation.groups):
        wanted += [
            posts.NewPost(
                federation.seat(row).staff[0], federation.committees[number], "committee_member", JOINED
            )
            for row in group.villages
        ]
    posts.appoint_many(SYSTEM, posts=wanted)
