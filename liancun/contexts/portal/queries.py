"""What the public pages show: villages and what was published for them, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from liancun.contexts.affairs import api as affairs
from liancun.contexts.bodies import api as bodies
from liancun.contexts.disclosure import api as disclosure
from liancun.contexts.portal.rules import stories as rules
from liancun.contexts.portal.rules.following import by_office
from liancun.contexts.portal.rules.site import File, Wishes
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark

Drawer = Callable[[Wishes], Iterable[File]]
_drawer: list[Drawer] = []

MOST_FOUND = 30
MOST_WHOLE = 4
"""Matters told in full on a village's page; older ones are links, so that the page stays small."""


@dataclass(frozen=True)
class FoundVillage:
    """`above`: the names of township and county, to tell villages of one name apart."""

    name: str
    code: str
    above: str


@dataclass(frozen=True)
class Told:
    """A matter as published, oldest first: notices whole, the others by title."""

    notices: tuple[tuple[disclosure.NoticeLine, disclosure.Snapshot], ...]
    others: tuple[disclosure.NoticeLine, ...]


@dataclass(frozen=True)
class VillagePage:
    """`now`: what hangs out today, newest first."""

    village: bodies.BodyLine
    above: str
    now: tuple[disclosure.NoticeLine, ...]
    told: tuple[Told, ...]
    older: tuple[disclosure.NoticeLine, ...]


@dataclass(frozen=True)
class Followed:
    """A matter as one body published it, oldest first, with the newest notice of every other body."""

    about: bool
    office: str
    notices: tuple[tuple[disclosure.NoticeLine, disclosure.Snapshot], ...]
    others: tuple[disclosure.NoticeLine, ...]


def plug(drawer: Drawer) -> None:
    """The pages say how they are drawn; who exports them asks here."""
    _drawer[:] = [drawer]


def site_files(wishes: Wishes) -> Iterable[File]:
    """Every file of the county's own site, drawn only when asked for its bytes."""
    return _drawer[0](wishes)


@dataclass(frozen=True)
class SiteVillage:
    """A village with something published for it, by itself or by a joint body it is in; newest first."""

    name: str
    code: str
    above: str
    notices: tuple[disclosure.NoticeLine, ...]


def site() -> tuple[SiteVillage, ...]:
    """All villages with published notices, by the names above and their own."""
    published = disclosure.all_published()
    villages = _villages_of({line.body_id for line in published})
    told: dict[int, list[disclosure.NoticeLine]] = {}
    for line in published:
        for village_id in villages.get(line.body_id, ()):
            told.setdefault(village_id, []).append(line)
    known = list(bodies.lines(told).values())
    above = _names_above(known)
    found = [SiteVillage(one.name, one.code, above[one.id], tuple(told[one.id])) for one in known]
    return tuple(sorted(found, key=lambda one: (one.above, one.name, one.code)))


def _villages_of(body_ids: set[int]) -> dict[int, tuple[int, ...]]:
    """Publishing body → the villages whose pages show it."""
    publishers = bodies.lines(body_ids)
    over = bodies.lines({id for line in publishers.values() for id in line.above})
    found: dict[int, tuple[int, ...]] = {}
    for line in publishers.values():
        if line.is_joint:
            members = bodies.members_of(line.id, clock.today())
            found[line.id] = tuple(member.body.id for member in members if member.body.is_village)
        else:
            found[line.id] = tuple(id for id in line.above if id in over and over[id].is_village)
    return found


def find_villages(text: str) -> tuple[FoundVillage, ...]:
    """Three statements at most. One more than shown tells that there are more."""
    found = bodies.search(bodies.village_kinds(), text, MOST_FOUND + 1)
    above = _names_above(found)
    return tuple(FoundVillage(line.name, line.code, above[line.id]) for line in found)


def village(code: str) -> VillagePage:
    """Refusal: portal.unknown_village (404)."""
    found = bodies.find(code) if rules.looks_like_code(code) else None
    if found is None or not found.is_village:
        raise Unknown("portal.unknown_village", mark("没有这个村。"), remedy=mark("请从首页按村名查找。"))
    own = {found.id, *(part.id for part in bodies.children(found.id))}
    joints = {joint.body.id for joint in bodies.joints_of(found.id, clock.today())}
    published = disclosure.published_for(own | joints)
    stories = rules.stories(published, preferred=own)
    whole, older = stories[:MOST_WHOLE], stories[MOST_WHOLE:]
    contents = disclosure.snapshots_of([notice.id for story in whole for notice in story.told])
    return VillagePage(
        village=found,
        above=_names_above([found])[found.id],
        now=tuple(line for line in published if not line.window.closed and not line.window.withdrawn),
        told=tuple(Told(tuple((line, contents[line.id]) for line in s.told), s.others) for s in whole),
        older=tuple(line for story in older for line in story.told),
    )


def followed(slug: str) -> Followed:
    """In a fixed number of statements. `about` is false for a notice on no matter. Refusal: disclosure.unknown."""
    together = disclosure.told_together(slug)
    offices = by_office(together)
    chosen = next(line for line in together if line.slug == slug)
    own = offices.pop(chosen.body_id)
    contents = disclosure.snapshots_of([line.id for line in own])
    return Followed(
        about=any(line.subject == affairs.SUBJECT for line in together),
        office=chosen.office,
        notices=tuple((line, contents[line.id]) for line in own),
        others=tuple(lines[-1] for lines in offices.values()),
    )


def _names_above(found: Sequence[bodies.BodyLine]) -> dict[int, str]:
    ids = {above for line in found for above in line.above[:-1]}
    known = bodies.lines(ids)
    shown = ("county", "township")
    return {
        line.id: "".join(known[a].name for a in line.above[:-1] if a in known and known[a].kind in shown)
        for line in found
    }
