"""Making a rota, changing turns by agreement or for an absence, and handing over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.posts.models import Handover, Rota, Slot, SlotChange, Swap
from liancun.contexts.posts.queries import offices
from liancun.contexts.posts.queries import rotas as queries
from liancun.contexts.posts.rules import offices as office_rules
from liancun.contexts.posts.rules import rotas as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark

SUBJECT = "posts.rota"


@action("posts.make_rota")
def make_rota(
    actor: Actor,
    *,
    body_id: int,
    kind: str,
    since: date,
    until: date,
    persons: Sequence[int],
    days: int | None = None,
    away: Mapping[int, Sequence[rules.Away]] | None = None,
) -> int:
    """Fair turns from a list. Refusals: posts.backward, posts.no_persons, posts.nobody_free, posts.rota_taken."""
    require(actor, "posts.make_rota", body_id)
    office_rules.refuse_backward(since, until)
    names = offices.names(persons)
    missing = [one for one in persons if one not in names]
    if missing:
        raise Unknown(
            "people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。")
        )
    each = days or queries.kind_of(kind).days
    turns = rules.plan(since, until, each, list(dict.fromkeys(persons)), away or {})
    try:
        with transaction.atomic():
            row = Rota.objects.create(
                body_id=body_id,
                kind=kind,
                since=since,
                until=until,
                days=each,
                made_by_name=signature(actor),
                made_at=clock.now(),
            )
            Slot.objects.bulk_create(
                Slot(
                    rota=row,
                    body_id=body_id,
                    since=one.since,
                    until=one.until,
                    person_id=one.person,
                    person_name=names[one.person],
                )
                for one in turns
            )
    except IntegrityError as error:
        raise _taken() from error
    _trace(actor, "posts.make_rota", row.pk, body_id, {"turns": len(turns), "persons": len(set(persons))})
    return row.pk


def _taken() -> Conflict:
    return Conflict(
        "posts.rota_taken",
        mark("这段时间已有轮值表，或名单里有人同时在别处轮值。"),
        place=Place("field", field="since"),
        remedy=mark("请换一段时间，或调整名单。"),
    )


@action("posts.ask_swap")
def ask_swap(actor: Actor, *, slot_id: int, with_slot_id: int) -> int:
    """Whoever has the turn asks another of the same rota. Refusals: posts.no_swap, posts.swap_waits."""
    mine, theirs = queries.slot(slot_id), queries.slot(with_slot_id)
    if actor.person_id is None or actor.person_id != mine.person_id:
        require(actor, "posts.make_rota", mine.body_id)
    begun = min(mine.since, theirs.since) <= clock.today()
    rules.refuse_swap(mine.person_id, theirs.person_id, begun, mine.rota_id == theirs.rota_id)
    try:
        with transaction.atomic():
            row = Swap.objects.create(mine_id=slot_id, theirs_id=with_slot_id, asked_at=clock.now())
    except IntegrityError as error:
        raise Conflict(
            "posts.swap_waits", mark("这一轮已在等候对调答复。"), remedy=mark("请等对方答复。")
        ) from error
    _trace(actor, "posts.ask_swap", row.pk, mine.body_id, {"slot": slot_id, "with": with_slot_id})
    return row.pk


@action("posts.answer_swap")
def answer_swap(actor: Actor, *, swap_id: int, agree: bool) -> None:
    """Both have agreed when the one asked says yes; then the persons change places. Refusal: posts.not_asked."""
    line = queries.swap(swap_id)
    row = Swap.objects.select_for_update().get(pk=swap_id)
    slots = {
        one.pk: one for one in Slot.objects.select_for_update().filter(pk__in=(row.mine_id, row.theirs_id))
    }
    mine, theirs = slots[row.mine_id], slots[row.theirs_id]
    rules.refuse_other(actor.person_id, theirs.person_id)
    if row.agreed is not None:
        raise Conflict("posts.answered", mark("这次对调已经答复。"), remedy=mark("请刷新页面查看。"))
    if agree:
        begun = min(mine.since, theirs.since) <= clock.today()
        rules.refuse_swap(mine.person_id, theirs.person_id, begun, True)
        first, second = (mine.person_id, mine.person_name), (theirs.person_id, theirs.person_name)
        _give(actor, mine, *second, mark("双方同意对调"))
        _give(actor, theirs, *first, mark("双方同意对调"))
    row.agreed, row.answered_at = agree, clock.now()
    row.save(update_fields=["agreed", "answered_at"])
    _trace(actor, "posts.answer_swap", swap_id, line.mine.body_id, {"agreed": agree})


@action("posts.report_absence")
def report_absence(actor: Actor, *, slot_id: int, reason: str) -> str:
    """Somebody cannot take a coming turn: of the others whoever is free and has the fewest takes it. Gives the name.

    Refusals: posts.no_reason, posts.begun, posts.nobody_free.
    """
    line = queries.slot(slot_id)
    if actor.person_id is None or actor.person_id != line.person_id:
        require(actor, "posts.make_rota", line.body_id)
    if not reason.strip():
        raise Refusal(
            "posts.no_reason", mark("请写明请假的原因。"), place=Place("field", field="reason"), status=422
        )
    if line.stage in ("done", "due", "missed"):
        raise Conflict("posts.begun", mark("这一轮已经过去。"), remedy=mark("请补写交接记录。"))
    row = Slot.objects.select_for_update().get(pk=slot_id)
    loads = queries.loads(line.rota_id)
    free = queries.free(list(loads), line.since, line.until, {line.person_id})
    chosen = rules.stand_in(loads, free)
    if chosen is None:
        raise rules.nobody_free(line.since)
    name = offices.names([chosen]).get(chosen) or _name_in(line.rota_id, chosen)
    _give(actor, row, chosen, name, reason.strip())
    _trace(actor, "posts.report_absence", slot_id, line.body_id, {"was": line.person_id, "now": chosen})
    return name


def _name_in(rota_id: int, person_id: int) -> str:
    return Slot.objects.filter(rota_id=rota_id, person_id=person_id).values_list("person_name", flat=True)[0]


def _give(actor: Actor, row: Slot, person_id: int, name: str, reason: str) -> None:
    """The turn goes to another person; who had it stays written."""
    SlotChange.objects.create(
        slot=row,
        body_id=row.body_id,
        person_id=actor.person_id or person_id,
        was_name=row.person_name,
        now_name=name,
        reason=reason,
        by_name=signature(actor),
        at=clock.now(),
    )
    row.person_id, row.person_name = person_id, name
    row.save(update_fields=["person_id", "person_name"])


@action("posts.hand_over")
def hand_over(actor: Actor, *, slot_id: int, to_name: str, note: str) -> int:
    """The turn is done when it is handed over. Refusals: posts.too_early, posts.handed_over, posts.no_note."""
    line = queries.slot(slot_id)
    if actor.person_id is None or actor.person_id != line.person_id:
        require(actor, "posts.make_rota", line.body_id)
    if clock.today() < line.since:
        raise Conflict("posts.too_early", mark("这一轮还没有开始。"), remedy=mark("请在轮值期满时办理交接。"))
    if not note.strip():
        raise Refusal(
            "posts.no_note", mark("请写下交接的事项。"), place=Place("field", field="note"), status=422
        )
    row = Handover(
        slot_id=slot_id,
        body_id=line.body_id,
        person_id=line.person_id,
        by_name=signature(actor),
        to_name=to_name.strip(),
        note=note.strip(),
        at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "posts.handed_over", mark("这一轮已经交接。"), remedy=mark("请刷新页面查看。")
        ) from error
    _trace(actor, "posts.hand_over", row.pk, line.body_id, {"slot": slot_id})
    return row.pk


def _trace(actor: Actor, verb: str, id: int, body_id: int, detail: Mapping[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=id, body_id=body_id, detail=detail)
