"""Which kinds a body has, who is called to them, and when the next meeting of each is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from liancun.contexts.access import api as access
from liancun.contexts.bodies import api as bodies
from liancun.contexts.meetings import playbook, rules
from liancun.contexts.meetings.models import Meeting
from liancun.contexts.meetings.playbook import MeetingKind
from liancun.contexts.people import api as people
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may

VERBS = {True: "meetings.keep_own", False: "meetings.convene"}


@dataclass(frozen=True)
class KindLine:
    """A kind a body can call now; `due` None where no period is set."""

    key: str
    kind: MeetingKind
    body: bodies.BodyLine
    due: rules.Due | None = None


def kinds_for(actor: Actor, body: bodies.BodyLine) -> list[KindLine]:
    """The kinds of meeting the actor may call of this body."""
    fitting = [(key, kind) for key, kind in playbook.kinds().items() if body.kind in kind.bodies]
    return [KindLine(key, kind, body) for key, kind in fitting if may_call(actor, kind, body.id)]


def may_call(actor: Actor, kind: MeetingKind, body_id: int) -> bool:
    """Whether the actor may call a meeting of this kind of this body."""
    return may(actor, VERBS[kind.keepers == "supervisors"], body_id) and convenes(actor, kind)


def convenes(actor: Actor, kind: MeetingKind) -> bool:
    """Whether a post of the actor (or one they stand in for) brings a role that may call this kind."""
    if actor.kind == "system" or not kind.convened_by:
        return True
    return any(grant.role in kind.convened_by for grant in access.grants_of(actor))


def callable_bodies(actor: Actor) -> list[bodies.BodyLine]:
    """The bodies whose meetings the actor may call: where they hold a post, and the village's own bodies."""
    if not may(actor, "meetings.convene", None) and not may(actor, "meetings.keep_own", None):
        return []
    areas = {grant.area_id for grant in access.grants_of(actor)}
    found = {line.id: line for line in bodies.lines(areas).values()}
    for line in list(found.values()):
        if line.is_village or line.form == "area":
            found |= {one.id: one for one in bodies.children(line.id) if one.form == "part"}
    known = {kind for one in playbook.kinds().values() for kind in one.bodies}
    return [line for line in found.values() if line.kind in known]


def called_to(kind: MeetingKind, body_id: int, day: date) -> tuple[dict[int, str], tuple[str, ...]]:
    """Person → name, in order of the roll or of the posts; and the names of those on the roll who may not vote."""
    if kind.roll:
        electorate = people.electors(body_id, kind.roll, day)
        return (
            {one.person_id: one.name for one in electorate.entitled},
            tuple(one.name for one, _why in electorate.apart),
        )
    held = [one for one in posts.holders(body_id, None, day) if one.kind in kind.posts]
    if kind.member_posts:
        places = {member.body.id for member in bodies.members_of(body_id, day)}
        places |= {line.id for line in bodies.parts_of(places, "branch").values()}
        held += [one for one in posts.holders_in(places, day) if one.kind in kind.member_posts]
    found: dict[int, str] = {}
    for one in held:
        found.setdefault(one.person_id, one.person_name)
    return found, ()


def needed(kind: MeetingKind, called: int) -> tuple[int, str]:
    """How many must come, and the rule in words."""
    rule = kind.quorum.rule()
    if rule is None:
        return 0, ""
    return rule.needed(called), "，".join(part for part in (kind.quorum.words, kind.article) if part)


def due_of(found: Iterable[bodies.BodyLine], today: date) -> list[KindLine]:
    """Every kind with a period that these bodies have, with when it is next due; one statement."""
    places = list(found)
    last = last_met([one.id for one in places])
    lines = []
    for key, kind in playbook.kinds().items():
        for body in places:
            if kind.every and body.kind in kind.bodies:
                met = last.get((body.id, key))
                lines.append(KindLine(key, kind, body, rules.next_due(kind.every, met, today)))
    return sorted(lines, key=lambda one: (one.due.by if one.due else date.max, one.body.name, one.key))


def soon(lines: Iterable[KindLine], today: date) -> list[KindLine]:
    """Those to be reminded of: bodies that meet by this kind, within the days the playbook says or late."""
    days = playbook.section().keeping.remind_days
    return [
        one
        for one in lines
        if one.due and one.due.last and (one.due.late or (one.due.by - today).days <= days)
    ]


def last_met(body_ids: Collection[int]) -> dict[tuple[int, str], date]:
    """(body, kind) → the day it was last held, or is called for."""
    found = Meeting.objects.filter(body_id__in=set(body_ids), cancellation=None).exclude(kind_key="")
    rows = found.order_by().values_list("body_id", "kind_key").annotate(last=Max("starts_at"))
    return {(body, key): clock.local(at).date() for body, key, at in rows}


def bodies_met() -> list[bodies.BodyLine]:
    """Every body one may know of that has met by a kind of the playbook."""
    ids = Meeting.objects.exclude(kind_key="").order_by().values_list("body_id", flat=True).distinct()
    return list(bodies.lines(list(ids)).values())
