"""Appointing, handing over and correcting. Each is a dated fact; nothing earlier changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.evidence import api as evidence
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Post, TermReminder
from liancun.contexts.posts.queries import offices
from liancun.contexts.posts.rules import offices as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark

SUBJECT = "posts.post"


@dataclass(frozen=True)
class NewPost:
    """`way`, `speciality` and `portfolio` (codes with commas between) as the playbook names them."""

    person_id: int
    body_id: int
    kind: str
    since: date
    how: str = ""
    until: date | None = None
    way: str = ""
    decision: str = ""
    source_id: int | None = None
    speciality: str = ""
    portfolio: str = ""
    ends_on: date | None = None


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
    way: str = "",
    decision: str = "",
    source_id: int | None = None,
    speciality: str = "",
    ends_on: date | None = None,
    files: Sequence[int] = (),
) -> int:
    """Gives the post's id. Refusals: posts.unknown_kind, posts.wrong_body, posts.wrong_way, posts.by_selection,
    posts.backward, posts.taken."""
    require(actor, "posts.appoint", body_id)
    given = NewPost(
        person_id, body_id, kind, since, how, until, way, decision, source_id, speciality, portfolio, ends_on
    )
    return enter(actor, given, files=files, selected=actor.kind == "system")


def enter(
    actor: Actor, new: NewPost, *, files: Sequence[int] = (), selected: bool, corrects: int | None = None
) -> int:
    """The line itself, its papers and its trace; who may was asked by the action."""
    known = playbook.kind_of(new.kind)
    rules.refuse_unselected(known.selection is not None, selected)
    row = _row(new, bodies.get(new.body_id).kind, _name(new.person_id))
    row.corrects_id = corrects
    _insert(row)
    if files:
        evidence.link(files, SUBJECT, row.pk)
    _trace(actor, "posts.appoint", row)
    return row.pk


def _name(person_id: int) -> str:
    """The name at appointment, for those who may know the person."""
    found = offices.names([person_id]).get(person_id)
    if not found:
        raise Unknown(
            "people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。")
        )
    return found


@action("posts.appoint_many")
def appoint_many(actor: Actor, *, posts: Sequence[NewPost]) -> int:
    """A whole list of appointments as they are on paper, all or none; gives how many. Refusals as for `appoint`."""
    found = bodies.lines({post.body_id for post in posts})
    named = offices.names({post.person_id for post in posts})
    for body_id in found:
        require(actor, "posts.appoint", body_id)
    rows = [_row(post, found[post.body_id].kind, named[post.person_id]) for post in posts]
    try:
        with transaction.atomic():
            Post.objects.bulk_create(rows, batch_size=2000)
    except IntegrityError as error:
        raise _taken(error) from error
    detail = {"count": len(rows)}
    audit.record(actor, "posts.appoint_many", subject=SUBJECT, subject_id=None, body_id=None, detail=detail)
    return len(rows)


def _row(new: NewPost, body_kind: str, person_name: str) -> Post:
    known = playbook.kind_of(new.kind)
    rules.refuse_wrong_body(known.bodies, body_kind)
    rules.refuse_wrong_way(known.ways, new.way)
    rules.refuse_backward(new.since, new.until)
    rules.refuse_backward(new.since, new.ends_on, "ends_on")
    return Post(
        person_id=new.person_id,
        person_name=person_name,
        body_id=new.body_id,
        kind=new.kind,
        since=new.since,
        until=new.until,
        way=new.way,
        how=new.how,
        decision=new.decision,
        source_body_id=new.source_id,
        speciality=new.speciality,
        portfolio=new.portfolio,
        ends_on=new.ends_on or rules.term_end(new.since, known.term_years),
        sole=known.sole,
        office=rules.office(known.roles),
    )


def _insert(row: Post) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(error) from error


def _taken(error: IntegrityError) -> Conflict:
    if "posts_post_apart" in str(error):
        return Conflict(
            "posts.apart",
            mark("系统管理员、安全管理员、审计员要由三个人分别担任，也不能兼办业务。"),
            place=Place("field", field="person"),
            remedy=mark("请另选一人，或先免去原来的职务。"),
        )
    return Conflict(
        "posts.taken",
        mark("这一职务在这段时间已经有人担任。"),
        place=Place("field", field="since"),
        remedy=mark("请先免去原任，或另选日期。"),
    )


@action("posts.relieve")
def relieve(actor: Actor, *, post_id: int, until: date, note: str = "") -> None:
    """Ends a post: `until` is the first day that no longer counts; `note` says what was handed over to whom."""
    row = Post.objects.select_for_update().filter(pk=post_id, until=None, struck_at=None).first()
    if row is None:
        raise Unknown(
            "posts.unknown", mark("没有这项任职，或已经结束。"), remedy=mark("请刷新页面查看现任。")
        )
    require(actor, "posts.relieve", row.body_id)
    rules.refuse_backward(row.since, until)
    row.until, row.end_note = until, note.strip()
    row.save(update_fields=["until", "end_note"])
    _trace(actor, "posts.relieve", row)


@action("posts.correct")
def correct(actor: Actor, *, post_id: int, new: NewPost | None, reason: str) -> int | None:
    """Strikes a mistaken line and, with `new`, enters the right one in its place; both stay readable.

    Refusals: posts.no_reason, posts.struck, those of `appoint`. Gives the new line's id.
    """
    row = Post.objects.select_for_update().filter(pk=post_id).first()
    if row is None or row.struck_at is not None:
        raise Conflict(
            "posts.struck", mark("这一行已经更正过。"), remedy=mark("请刷新页面，更正最新的一行。")
        )
    require(actor, "posts.correct", row.body_id)
    if new is not None:
        require(actor, "posts.correct", new.body_id)
    if not reason.strip():
        raise Refusal(
            "posts.no_reason", mark("更正要写明原因。"), place=Place("field", field="reason"), status=422
        )
    row.struck_at, row.struck_by, row.struck_reason = clock.now(), signature(actor), reason.strip()
    row.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    _trace(actor, "posts.correct", row)
    if new is None:
        return None
    same = (new.kind, new.body_id) == (row.kind, row.body_id)
    return enter(actor, new, selected=same or actor.kind == "system", corrects=post_id)


@action("posts.remind_terms")
def remind_terms(actor: Actor) -> int:
    """The worker notes each term that nears its end, once; gives how many were new."""
    require(actor, "posts.remind_terms", None)
    found = offices.to_remind(clock.today())
    rows = [
        TermReminder(post_id=one.id, ends_on=one.ends_on, reminded_at=clock.now())
        for one in found
        if one.ends_on
    ]
    made = TermReminder.objects.bulk_create(rows, ignore_conflicts=True)
    if made:
        acts = [
            audit.Act("posts.remind_terms", SUBJECT, one.id, one.body_id, {"ends_on": str(one.ends_on)})
            for one in found
        ]
        audit.record_all(actor, acts)
    return len(made)


def _trace(actor: Actor, verb: str, row: Post) -> None:
    detail = {"person": row.person_id, "kind": row.kind}
    audit.record(actor, verb, subject=SUBJECT, subject_id=row.pk, body_id=row.body_id, detail=detail)
