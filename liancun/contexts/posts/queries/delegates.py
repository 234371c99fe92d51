"""Who acts in whose stead (AB 岗). Public, like the posts themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Delegation
from liancun.contexts.posts.queries.lines import (
    COLUMNS,
    HOLDING,
    PLACES,
    PostLine,
    in_force,
    line,
    lines,
    rank,
)
from liancun.kernel.errors import Unknown, mark

ENDING = timedelta(days=7)


@dataclass(frozen=True)
class Held:
    """A post one holds, or stands in for: then `instead_of` names the holder and `verbs` what was handed over.

    `verbs` empty means all. `by_holder`: the holder chose the delegate, not a superior.
    """

    post: PostLine
    instead_of: str = ""
    verbs: tuple[str, ...] = ()
    by_holder: bool = False


@dataclass(frozen=True)
class DelegationLine:
    id: int
    post: PostLine
    holder_name: str
    person_id: int
    person_name: str
    since: date
    until: date
    duties: tuple[str, ...]
    reason: str
    by_holder: bool
    given_by: str
    revoked: bool


def effective(day: date) -> Q:
    """Delegations that stand that day: not taken back, and their post still held by whom it was."""
    held = Q(post__since__lte=day, post__struck_at__isnull=True)
    held &= Q(post__until__isnull=True) | Q(post__until__gt=day)
    return in_force(day) & held & Q(revoked_at__isnull=True)


def held_by(person_id: int, day: date) -> list[Held]:
    """Own posts, the highest first, then those one stands in for; one statement, written out: every request asks."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD_BY, {"person": person_id, "day": day})
        return _held(cursor.fetchall())


_HELD_BY = f"""
select {COLUMNS}, '', array[]::text[], false from posts_post p {PLACES}
where p.person_id = %(person)s and {HOLDING}
union all
select {COLUMNS}, d.holder_name, array(select jsonb_array_elements_text(d.duties)), d.by_holder
from posts_delegation d join posts_post p on p.id = d.post_id {PLACES}
where d.person_id = %(person)s and d.revoked_at is null
  and d.since <= %(day)s and (d.until is null or d.until > %(day)s) and {HOLDING}
"""


def _held(rows: Sequence[tuple[Any, ...]]) -> list[Held]:
    if not rows:
        return []
    section = playbook.section()
    found = [
        Held(_handed(line(row[:-3], section), row[-3]), row[-3], verbs_of(row[-2]), row[-1]) for row in rows
    ]
    return sorted(
        found, key=lambda one: (bool(one.instead_of), rank(section.post, one.post.kind), one.post.id)
    )


def _handed(post: PostLine, in_stead_of: str) -> PostLine:
    """The post as a delegate has it: without the roles that are kept in person."""
    if not in_stead_of:
        return post
    return replace(post, roles=tuple(role for role in post.roles if role not in playbook.KEPT_IN_PERSON))


def verbs_of(duties: Collection[str]) -> tuple[str, ...]:
    """The actions behind codes of duties. A duty the playbook has dropped since hands over nothing."""
    table = playbook.section().duty
    found = [verb for code in duties if code in table for verb in table[code].verbs]
    return tuple(found) if found or not duties else ("nothing",)


def delegations_of(person_id: int, day: date) -> list[DelegationLine]:
    """What this person does in others' stead that day."""
    return _lines(effective(day) & Q(person_id=person_id))


def of_post(post_id: int) -> list[DelegationLine]:
    """Everybody who ever stood in for this post, the newest first."""
    return _lines(Q(post_id=post_id))


def listed(day: date, body_ids: Collection[int] | None = None) -> list[DelegationLine]:
    """All that stand that day or are still to begin."""
    where = Q(until__gt=day, revoked_at__isnull=True)
    return _lines(where if body_ids is None else where & Q(post__body_id__in=set(body_ids)))


def ending(day: date, person_ids: Collection[int]) -> list[DelegationLine]:
    """Those given by or to these persons that end within a week."""
    where = effective(day) & Q(until__lte=day + ENDING)
    return _lines(where & (Q(person_id__in=person_ids) | Q(post__person_id__in=person_ids)))


def delegation(id: int) -> DelegationLine:
    found = _lines(Q(pk=id))
    if not found:
        raise Unknown("posts.no_delegation", mark("没有这项代行。"), remedy=mark("请刷新页面查看。"))
    return found[0]


def _lines(where: Q) -> list[DelegationLine]:
    rows = list(Delegation.objects.filter(where).order_by("-since", "-pk"))
    posts = {one.id: one for one in lines(Q(pk__in={row.post_id for row in rows}))} if rows else {}
    return [
        DelegationLine(
            row.pk,
            posts[row.post_id],
            row.holder_name,
            row.person_id,
            row.person_name,
            row.since,
            row.until,
            tuple(row.duties),
            row.reason,
            row.by_holder,
            row.given_by_name,
            row.revoked_at is not None,
        )
        for row in rows
    ]
