"""Changes of name, code and place, and endings. Each rests on a paper; what was true before stays readable."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.actions.register import insert_or_refuse, taken_code, trace
from liancun.contexts.bodies.models import Body, BodyEnd, BodyVersion, Change, Membership
from liancun.contexts.bodies.queries import BodyLine, get, holding, parts_of
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Unknown, mark
from liancun.kernel.pinyin import syllables


@action("bodies.rename")
def rename(
    actor: Actor,
    *,
    body_id: int,
    name: str,
    since: date,
    basis: str,
    short_name: str = "",
    paper: int | None = None,
) -> BodyLine:
    """Refusals: bodies.no_change, bodies.no_basis, bodies.ended, bodies.too_early, bodies.ahead."""
    require(actor, "bodies.change_body", body_id)
    last = _last(body_id, since, basis)
    rules.refuse_no_change((name, short_name or name) == (last.name, last.short_name))
    pinyin = " ".join(syllables(name))
    _goes_on(last, Change.RENAMED, since, basis, paper, name, short_name or name, pinyin, last.code)
    trace(actor, "bodies.rename", body_id, {"since": since.isoformat()})
    return get(body_id)


@action("bodies.recode")
def recode(
    actor: Actor, *, body_id: int, code: str, since: date, basis: str, paper: int | None = None
) -> BodyLine:
    """A new division code; the old one still finds the area on the days it held.

    Refusals: bodies.code_form, bodies.code_taken, and those of `rename`.
    """
    require(actor, "bodies.change_body", body_id)
    last = _last(body_id, since, basis)
    rules.refuse_wrong_code(get(body_id).form, code)
    rules.refuse_no_change(code == last.code)
    _goes_on(last, Change.RECODED, since, basis, paper, last.name, last.short_name, last.name_pinyin, code)
    trace(actor, "bodies.recode", body_id, {"code": code})
    return get(body_id)


@action("bodies.move")
def move(
    actor: Actor, *, body_id: int, parent_id: int, since: date, basis: str, paper: int | None = None
) -> BodyLine:
    """An area comes under another one, with all that stands below it. Joining a union never does this (law 1).

    Refusals: bodies.wrong_move, bodies.wrong_place, and those of `rename`.
    """
    require(actor, "bodies.change_body", body_id)
    require(actor, "bodies.change_body", parent_id)
    last = _last(body_id, since, basis)
    body, upper = get(body_id), get(parent_id)
    rules.refuse_move(body.form, body.path, upper.form, upper.path)
    rules.refuse_wrong_place(playbook.kind_of(body.kind).under, upper.kind)
    rules.refuse_no_change(parent_id == last.parent_id)
    _place(last, parent_id, since, basis, paper)
    trace(actor, "bodies.move", body_id, {"parent": parent_id})
    return get(body_id)


def _place(last: BodyVersion, parent_id: int, since: date, basis: str, paper: int | None) -> None:
    last.parent_id = parent_id
    _goes_on(last, Change.MOVED, since, basis, paper, last.name, last.short_name, last.name_pinyin, last.code)


def _last(body_id: int, day: date, basis: str) -> BodyVersion:
    """The open version of a living body, held for this change."""
    rules.refuse_no_basis(basis)
    body = Body.objects.select_for_update().filter(pk=body_id).first()
    if body is None:
        raise Unknown("bodies.unknown", mark("没有这个组织。"), remedy=mark("请返回列表重新选择。"))
    rules.refuse_ended(body.until)
    last = BodyVersion.objects.get(body_id=body_id, until=None)
    rules.refuse_wrong_day(day, last.since, clock.today())
    return last


def _goes_on(
    last: BodyVersion,
    change: Change,
    since: date,
    basis: str,
    paper: int | None,
    name: str,
    short_name: str,
    pinyin: str,
    code: str,
) -> None:
    try:
        with transaction.atomic():
            BodyVersion.objects.create(
                body_id=last.body_id,
                change=change,
                since=since,
                name=name,
                short_name=short_name,
                name_pinyin=pinyin,
                code=code,
                parent_id=last.parent_id,
                basis=basis.strip(),
                paper=paper,
            )
    except IntegrityError as error:
        raise taken_code(error) from error


@action("bodies.abolish")
def abolish(actor: Actor, *, body_id: int, day: date, basis: str, paper: int | None = None) -> None:
    """Ends a body: `day` is the first on which it is no more. Its memberships and its own offices end with it.

    Refusals: bodies.still_below (areas, or a part that owns property), bodies.no_basis, bodies.ended,
    bodies.too_early, bodies.ahead.
    """
    require(actor, "bodies.end_body", body_id)
    _last(body_id, day, basis)
    body = get(body_id)
    rules.refuse_still_below([row.name for row in _below(body) if not _ends_along(row)])
    _end_all(body, None, day, basis, paper)
    trace(actor, "bodies.abolish", body_id, {"day": day.isoformat()})


@action("bodies.merge")
def merge(
    actor: Actor, *, body_id: int, into_id: int, day: date, basis: str, paper: int | None = None
) -> None:
    """A body becomes part of another of its level. Areas below come under the heir; what owns property stays whole.

    A union's members join the heir in the roles they had. Refusals: bodies.wrong_merge, and those of `abolish`.
    """
    require(actor, "bodies.end_body", body_id)
    require(actor, "bodies.end_body", into_id)
    _last(body_id, day, basis)
    body, heir = get(body_id), get(into_id)
    rules.refuse_ended(Body.objects.values_list("until", flat=True).get(pk=into_id))
    rules.refuse_merge(body.form, body.path, heir.form, heir.path, (body.is_village, heir.is_village))
    for row in _below(body):
        if row.form == "area":
            _place(_last(row.pk, day, basis), into_id, day, basis, paper)
    carried = _members_for(body, heir, day) if body.is_joint else []
    _end_all(body, heir, day, basis, paper)
    if carried:
        insert_or_refuse(carried)
    trace(actor, "bodies.merge", body_id, {"into": into_id})


def _below(body: BodyLine) -> list[Body]:
    """What lives directly below; for a union also what it has below it."""
    return list(Body.objects.filter(parent_id=body.id, until=None).exclude(form__in=("outside", "place")))


def _ends_along(row: Body) -> bool:
    return playbook.kind_of(row.kind).ends_with_area


def _members_for(body: BodyLine, heir: BodyLine, day: date) -> list[Membership]:
    known = set(Membership.objects.filter(holding(day), joint_id=heir.id).values_list("member_id", flat=True))
    rows = Membership.objects.filter(joint_id=body.id, until=None).exclude(member_id__in=known)
    return [
        Membership(joint_id=heir.id, member_id=row.member_id, role=row.role, since=day, sole=row.sole)
        for row in rows
    ]


def _end_all(body: BodyLine, heir: BodyLine | None, day: date, basis: str, paper: int | None) -> None:
    """The body and the offices that end with it, each into the heir's own when it has one."""
    ending = [row for row in _below(body) if _ends_along(row)]
    _end_memberships({body.id, *(row.pk for row in ending)}, day, basis)
    for row in ending:
        own = parts_of({heir.id}, row.kind).get(heir.id) if heir else None
        BodyEnd.objects.create(
            body_id=row.pk, day=day, into_id=own.id if own else None, basis=basis.strip(), paper=paper
        )
    BodyEnd.objects.create(
        body_id=body.id, day=day, into_id=heir.id if heir else None, basis=basis.strip(), paper=paper
    )


def _end_memberships(ids: Collection[int], day: date, basis: str) -> None:
    for side in ("member_id__in", "joint_id__in"):
        for row in Membership.objects.select_for_update().filter(until=None, **{side: ids}):
            rules.refuse_backward(row.since, day)
            row.until, row.end_basis = day, basis.strip()
            row.save(update_fields=["until", "end_basis"])
