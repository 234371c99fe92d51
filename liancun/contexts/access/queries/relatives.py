"""Near relatives: among whom a signature must stand aside, and whom the law keeps out of supervision."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liancun.contexts.access.models import NearRelative
from liancun.contexts.posts import api as posts
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.scope import entered

# Whether two are related is asked for everybody's sake; who they are is shown only to those who may know.
PROGRAM = Actor.system("access.relatives")


@dataclass(frozen=True)
class KinLine:
    id: int
    person_id: int
    relative_id: int
    kind: str
    body_id: int

    def other(self, person_id: int) -> int:
        return self.relative_id if person_id == self.person_id else self.person_id


def _holding(day: date) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


_FIELDS = ("id", "person_id", "relative_id", "kind", "body_id")


def kin_among(person_id: int | None, others: Collection[int | None]) -> list[KinLine]:
    """Declared ties between this person and those who also act on the item."""
    known = {other for other in others if other is not None and other != person_id}
    if person_id is None or not known:
        return []
    ties = Q(person_id=person_id, relative_id__in=known) | Q(relative_id=person_id, person_id__in=known)
    with entered(PROGRAM):
        return _lines(ties)


def _lines(where: Q) -> list[KinLine]:
    rows = NearRelative.objects.filter(where & _holding(clock.today())).order_by("pk")
    return [KinLine(*row) for row in rows.values_list(*_FIELDS)]


def declared() -> list[KinLine]:
    """Every tie the asker may know of; under the row policy."""
    return _lines(Q())


@dataclass(frozen=True)
class Clash:
    """A supervisor who is a near relative of a member of the village committee."""

    supervisor: str
    supervises: str
    member: str
    post: str
    kind: str


def clashes(lines: Collection[KinLine]) -> list[Clash]:
    """Village committee members and their near relatives hold no post in village supervision (村民委员会组织法)."""
    found = []
    held = {
        person: posts.posts_of(person, clock.today())
        for person in {id for line in lines for id in (line.person_id, line.relative_id)}
    }
    for line in lines:
        for one in (line.person_id, line.relative_id):
            supervising = [post for post in held[one] if post.body_kind == "supervision"]
            sitting = [post for post in held[line.other(one)] if post.body_kind == "village_committee"]
            found += [
                Clash(s.person_name, s.title, m.person_name, m.title, line.kind)
                for s in supervising
                for m in sitting
            ]
    return found
