"""A small county for the tests of this context: two villages in a joint committee and an alliance."""

from __future__ import annotations

from datetime import date

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework.testing import SYSTEM

START = date(2026, 1, 1)
DAY = date(2026, 5, 30)
Places = dict[str, int]
NAMES = {"wang": "王一", "li": "李二", "zhang": "张三", "zhao": "赵四"}


def build() -> Places:
    """Ids of bodies and persons by short names; inside a transaction of the system."""
    made = [
        bodies.NewBody("county", "甲县", START, key="county"),
        bodies.NewBody("township", "甲镇", START, under="county", key="town"),
        bodies.NewBody("joint_committee", "联合党委", START, under="town", key="joint"),
        bodies.NewBody("alliance", "甲联盟党委", START, under="town", key="alliance"),
    ]
    for letter in "AB":
        made.append(bodies.NewBody("village", f"{letter}村", START, under="town", key=letter))
        made.append(bodies.NewBody("collective", f"{letter}合作社", START, under=letter, key=f"{letter}c"))
        made.append(bodies.NewBody("branch", f"{letter}党支部", START, under=letter, key=f"{letter}b"))
    ids = bodies.add_bodies(SYSTEM, bodies=made)
    for joint in ("joint", "alliance"):
        for letter in "AB":
            bodies.join(SYSTEM, joint_id=ids[joint], member_id=ids[letter], since=START)
    known = people.add_people(SYSTEM, people=[people.NewPerson(name, ids["A"]) for name in NAMES.values()])
    return ids | dict(zip(NAMES, known, strict=True))


def appoint(places: Places, who: str, where: str, kind: str, since: date = START, **more: object) -> int:
    return posts.appoint(
        SYSTEM,
        person_id=places[who],
        body_id=places[where],
        kind=kind,
        since=since,
        **more,  # type: ignore[arg-type]
    )


def held(places: Places, where: str, kind: str, day: date = DAY) -> list[str]:
    return [line.person_name for line in posts.holders(places[where], kind, day)]
