"""Who holds which post. Holders of public posts are public: nothing here depends on the scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Q

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Post, TermReminder
from liancun.contexts.posts.queries.lines import (
    COLUMNS,
    FIELDS,
    HOLDING,
    PLACES,
    PostLine,
    held_in,
    holding,
    line,
    lines,
    sorted_lines,
)
from liancun.contexts.posts.rules import offices as rules
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


def posts_of(person_id: int, day: date) -> list[PostLine]:
    return lines(holding(day) & Q(person_id=person_id))


def posts_of_user(user_id: int, day: date) -> list[PostLine]:
    """As `posts_of`, for the person who signs in with this account; visible to that user alone.

    Written out, as every request asks for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_USER, {"user": user_id, "day": day})
        return sorted_lines(cursor.fetchall())


_OF_USER = f"""
select {COLUMNS} from posts_post p join people_person o on o.id = p.person_id {PLACES}
where o.user_id = %(user)s and {HOLDING} order by p.id
"""


def history(person_id: int) -> list[PostLine]:
    """All posts the person ever held, struck lines too, the newest first."""
    return sorted(lines(Q(person_id=person_id)), key=lambda one: (one.since, one.id), reverse=True)


def in_body_ever(body_id: int, kind: str) -> list[PostLine]:
    """All who ever held this post in the body, the newest first."""
    found = lines(Q(body_id=body_id, kind=kind, struck_at__isnull=True))
    return sorted(found, key=lambda one: (one.since, one.id), reverse=True)


def holders(body_id: int, kind: str | None, day: date) -> list[PostLine]:
    """Those who hold this post (or any) in the body that day."""
    return lines(holding(day) & Q(body_id=body_id) & (Q(kind=kind) if kind else Q()))


def holders_in(body_ids: Collection[int], day: date) -> list[PostLine]:
    """All posts held in these bodies that day, in one statement."""
    return held_in(body_ids, day)


def holders_of_role(body_ids: Collection[int], role: str, day: date) -> list[PostLine]:
    """Those whose post in one of these bodies brings the role."""
    kinds = [code for code, kind in playbook.kinds().items() if role in kind.roles]
    return lines(holding(day) & Q(body_id__in=set(body_ids), kind__in=kinds))


def all_with_roles(day: date) -> list[PostLine]:
    """Every post that brings a role."""
    kinds = [code for code, kind in playbook.kinds().items() if kind.roles]
    return lines(holding(day) & Q(kind__in=kinds))


def post(id: int) -> PostLine:
    """Unknown when there is none."""
    found = lines(Q(pk=id))
    if not found:
        raise Unknown(
            "posts.unknown", mark("没有这项任职，或已经结束。"), remedy=mark("请刷新页面查看现任。")
        )
    return found[0]


def replaced_by(id: int) -> PostLine | None:
    """The line that corrects this one."""
    return next(iter(lines(Q(corrects_id=id))), None)


def reminded_at(id: int) -> date | None:
    found = TermReminder.objects.filter(post_id=id).values_list("reminded_at", flat=True).first()
    return clock.local(found).date() if found else None


def register(
    kind: str, search: str, body_id: int | None, day: date, *, first: int, count: int
) -> tuple[int, list[PostLine]]:
    """How many posts match, and one page of them; two statements whatever the size."""
    found = Post.objects.filter(holding(day))
    if kind:
        found = found.filter(kind=kind)
    if body_id:
        found = found.filter(Q(body_id=body_id) | Q(body__parent_id=body_id, body__form="part"))
    if search:
        found = found.filter(Q(person_name__contains=search) | Q(body__name__contains=search))
    rows = found.order_by("body__path", "pk").values_list(*FIELDS)[first : first + count]
    section = playbook.section()
    return found.count(), [line(row, section) for row in rows]


@dataclass(frozen=True)
class Counts:
    """A kind of post on one day: persons who hold it (each once), posts held, bodies that have a holder."""

    persons: int
    posts: int
    bodies: int


def counts(kind: str, day: date, below: Collection[int] | None = None) -> Counts:
    """62 secretaries of 69 committees: what is counted is said apart. `below`: only in these bodies."""
    found = Post.objects.filter(holding(day), kind=kind)
    if below is not None:
        found = found.filter(body_id__in=set(below))
    row = found.aggregate(
        persons=Count("person", distinct=True), posts=Count("pk"), bodies=Count("body", distinct=True)
    )
    return Counts(**row)


def vacancies(found: Collection[bodies.BodyLine], day: date) -> list[rules.Vacancy]:
    """Posts that the playbook expects in these bodies and nobody holds that day; one statement."""
    held = Post.objects.filter(holding(day), body_id__in=[one.id for one in found])
    return missing(found, held.values_list("body_id", "kind"))


def missing(found: Collection[bodies.BodyLine], held: Iterable[tuple[int, str]]) -> list[rules.Vacancy]:
    """The same for who already knows which posts (body, kind) are held in them."""
    expected = {
        code: (kind.bodies, kind.expected) for code, kind in playbook.kinds().items() if kind.expected
    }
    kinds = {one.id: one.kind for one in found}
    return rules.vacancies(kinds, expected, [(body, kind) for body, kind in held if kind in expected])


def vacant(kind: str, day: date) -> list[tuple[bodies.BodyLine, int]]:
    """Every body where fewer hold this post than the playbook expects, with how many are missing; by place."""
    known = playbook.kinds().get(kind)
    if known is None or not known.expected:
        return []
    found = {one.id: one for place in known.bodies for one in bodies.of_kind(place)}
    empty = vacancies(list(found.values()), day)
    here = [(found[one.body_id], one.missing) for one in empty if one.kind == kind]
    return sorted(here, key=lambda pair: pair[0].path)


def ending(day: date, body_ids: Collection[int] | None = None) -> list[PostLine]:
    """Posts whose term is expected to end within the notice of the playbook, or has ended and was not closed."""
    last = day + timedelta(days=playbook.section().keeping.term_notice_days)
    where = Q(ends_on__lte=last, until__isnull=True, struck_at__isnull=True)
    found = lines(where if body_ids is None else where & Q(body_id__in=set(body_ids)))
    return sorted(found, key=lambda one: (one.ends_on or day, one.id))


def to_remind(day: date) -> list[PostLine]:
    """Of those, the ones the worker has not noted yet."""
    done = set(TermReminder.objects.values_list("post_id", flat=True))
    return [one for one in ending(day) if one.id not in done]


def names(ids: Collection[int]) -> dict[int, str]:
    """Names of persons: as `people` shows them, else as they stand in a public post."""
    known = people.names(ids)
    missing = set(ids) - set(known)
    if missing:
        held = Post.objects.filter(person_id__in=missing).order_by("pk")
        known |= dict(held.values_list("person_id", "person_name"))
    return known


@dataclass(frozen=True)
class Known:
    """A person one may choose: `note` says which posts they hold."""

    id: int
    name: str
    note: str


MOST_SHOWN = 200


def choosable(body_ids: Collection[int], search: str, day: date, kinds: Collection[str] = ()) -> list[Known]:
    """Persons at home in these bodies and those who hold a post there (or of these kinds there); by name."""
    held = holders_in(body_ids, day)
    homes = {} if kinds else {one.id: one.name for one in people.at_homes(body_ids)}
    chosen = [one for one in held if not kinds or one.kind in kinds]
    found = homes | {one.person_id: one.person_name for one in chosen}
    notes: dict[int, list[str]] = {}
    for one in held:
        notes.setdefault(one.person_id, []).append(one.title)
    listed = [
        Known(id, name, "、".join(notes.get(id, [])[:3])) for id, name in found.items() if search in name
    ]
    return sorted(listed, key=lambda one: (not one.note, one.name, one.id))[:MOST_SHOWN]


@dataclass(frozen=True)
class Written:
    """What was typed, before it is put into words."""

    how: str
    portfolio: str


def written(id: int) -> Written:
    return Written(*Post.objects.filter(pk=id).values_list("how", "portfolio")[0])
