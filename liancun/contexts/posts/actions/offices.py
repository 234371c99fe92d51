"""Appointing and relieving. Each is a dated fact; nothing earlier changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Post
from liancun.contexts.posts.rules import offices as rules
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Unknown, mark


@action("posts.appoint")
def appoint(
    actor: Actor,
    *,
    person_id: int,
    body_id: int,
    kind: str,
    since: date,
    until: date | None = None,
    how: str = "",
    portfolio: str = "",
) -> int:
    """Gives the post's id. Refusals: posts.unknown_kind, posts.wrong_body, posts.backward, posts.taken."""
    require(actor, "posts.appoint", body_id)
    known = playbook.kind_of(kind)
    rules.refuse_wrong_body(known.bodies, bodies.get(body_id).kind)
    rules.refuse_backward(since, until)
    row = Post(
        person_id=person_id,
        person_name=people.person(person_id).name,
        body_id=body_id,
        kind=kind,
        since=since,
        until=until,
        how=how,
        portfolio=portfolio,
        sole=known.sole,
    )
    _insert(row)
    _trace(actor, "posts.appoint", row)
    return row.pk


@dataclass(frozen=True)
class NewPost:
    person_id: int
    body_id: int
    kind: str
    since: date
    how: str = ""


@action("posts.appoint_many")
def appoint_many(actor: Actor, *, posts: Sequence[NewPost]) -> int:
    """A whole list of appointments, all or none; gives how many. Refusals as for `appoint`."""
    found = bodies.lines({post.body_id for post in posts})
    named = people.names({post.person_id for post in posts})
    for body_id in found:
        require(actor, "posts.appoint", body_id)
    rows = [_row(post, found[post.body_id].kind, named[post.person_id]) for post in posts]
    try:
        with transaction.atomic():
            Post.objects.bulk_create(rows, batch_size=2000)
    except IntegrityError as error:
        raise _taken() from error
    detail = {"count": len(rows)}
    audit.record(
        actor, "posts.appoint_many", subject="posts.post", subject_id=None, body_id=None, detail=detail
    )
    return len(rows)


def _row(post: NewPost, body_kind: str, person_name: str) -> Post:
    known = playbook.kind_of(post.kind)
    rules.refuse_wrong_body(known.bodies, body_kind)
    return Post(
        person_id=post.person_id,
        person_name=person_name,
        body_id=post.body_id,
        kind=post.kind,
        since=post.since,
        how=post.how,
        sole=known.sole,
    )


def _insert(row: Post) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _taken() from error


def _taken() -> Conflict:
    return Conflict(
        "posts.taken",
        mark("这一职务在这段时间已经有人担任。"),
        place=Place("field", field="since"),
        remedy=mark("请先免去原任，或另选日期。"),
    )


@action("posts.relieve")
def relieve(actor: Actor, *, post_id: int, until: date) -> None:
    """Ends a post: `until` is the first day that no longer counts."""
    row = Post.objects.select_for_update().filter(pk=post_id, until=None).first()
    if row is None:
        raise Unknown(
            "posts.unknown", mark("没有这项任职，或已经结束。"), remedy=mark("请刷新页面查看现任。")
        )
    require(actor, "posts.relieve", row.body_id)
    rules.refuse_backward(row.since, until)
    row.until = until
    row.save(update_fields=["until"])
    _trace(actor, "posts.relieve", row)


def _trace(actor: Actor, verb: str, row: Post) -> None:
    detail = {"person": row.person_id, "kind": row.kind}
    audit.record(actor, verb, subject="posts.post", subject_id=row.pk, body_id=row.body_id, detail=detail)
