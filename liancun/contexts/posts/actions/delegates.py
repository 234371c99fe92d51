"""AB 岗: handing the duties of a post to somebody for some days, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.posts import playbook
from liancun.contexts.posts.models import Delegation
from liancun.contexts.posts.queries import delegates, offices
from liancun.contexts.posts.queries.lines import PostLine
from liancun.contexts.posts.rules import delegates as rules
from liancun.contexts.posts.rules import offices as office_rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import may, require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark

SUBJECT = "posts.delegation"


@action("posts.delegate")
def delegate(
    actor: Actor,
    *,
    post_id: int,
    person_id: int,
    since: date,
    until: date,
    duties: Sequence[str],
    reason: str,
) -> int:
    """Given by the holder or by a superior; nobody hands on what was handed to them. `duties` empty: all.

    Refusals: posts.not_delegable, posts.own_delegate, posts.past, posts.too_long, posts.beyond_term,
    posts.unknown_duty, posts.delegated.
    """
    post = _held_post(post_id)
    by_holder = actor.person_id is not None and actor.person_id == post.person_id
    if not by_holder:
        require(actor, "posts.delegate", post.body_id)
    name = offices.names([person_id]).get(person_id)
    if not name:
        raise Unknown(
            "people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。")
        )
    _check(post, person_id, since, until, duties, reason)
    row = Delegation(
        post_id=post_id,
        holder_name=post.person_name,
        person_id=person_id,
        person_name=name,
        since=since,
        until=until,
        duties=list(duties),
        reason=reason.strip(),
        by_holder=by_holder,
        given_by_name=signature(actor),
        given_at=clock.now(),
    )
    _insert(row)
    _trace(actor, "posts.delegate", row, post.body_id)
    return row.pk


def _held_post(post_id: int) -> PostLine:
    post = offices.post(post_id)
    if post.struck or (post.until is not None and post.until <= clock.today()):
        raise Conflict("posts.ended", mark("这项任职已经结束。"), remedy=mark("请刷新页面查看现任。"))
    return post


def _check(
    post: PostLine, person_id: int, since: date, until: date, duties: Sequence[str], reason: str
) -> None:
    section = playbook.section()
    rules.refuse_undelegable(playbook.kind_of(post.kind).delegable)
    rules.refuse_self(post.person_id, person_id)
    office_rules.refuse_backward(since, until)
    rules.refuse_long(since, until, section.keeping.delegation_most_days, clock.today())
    rules.refuse_beyond(until, [post.until])
    if not set(duties) <= set(section.duty):
        raise Refusal(
            "posts.unknown_duty",
            mark("制度里没有这项职责。"),
            place=Place("field", field="duties"),
            remedy=mark("请从列表中选择。"),
        )
    if not reason.strip():
        raise Refusal(
            "posts.no_reason", mark("请写明代行的原因。"), place=Place("field", field="reason"), status=422
        )


def _insert(row: Delegation) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "posts.delegated",
            mark("这一职务在这段时间已经有代行人。"),
            place=Place("field", field="since"),
            remedy=mark("请先收回原来的代行，或另选日期。"),
        ) from error


@action("posts.take_back")
def take_back(actor: Actor, *, delegation_id: int) -> None:
    """The holder, or a superior, ends a delegation at once. What was signed under it stays."""
    known = delegates.delegation(delegation_id)
    if actor.person_id is None or actor.person_id != known.post.person_id:
        require(actor, "posts.delegate", known.post.body_id)
    row = Delegation.objects.select_for_update().get(pk=delegation_id)
    if row.revoked_at is not None or row.until <= clock.today():
        raise Conflict("posts.ended", mark("这项代行已经结束。"), remedy=mark("请刷新页面查看。"))
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    _trace(actor, "posts.take_back", row, known.post.body_id)


def may_delegate(actor: Actor, post: PostLine) -> bool:
    own = actor.person_id is not None and actor.person_id == post.person_id
    return own or may(actor, "posts.delegate", post.body_id)


def _trace(actor: Actor, verb: str, row: Delegation, body_id: int) -> None:
    detail = {"post": row.post_id, "person": row.person_id, "duties": ",".join(row.duties)}
    audit.record(actor, verb, subject=SUBJECT, subject_id=row.pk, body_id=body_id, detail=detail)
