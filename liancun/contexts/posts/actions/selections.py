"""推选: open, put up, hear the members, conclude, approve, appoint. Each step once, by whoever may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import api as bodies
from liancun.contexts.posts import playbook
from liancun.contexts.posts.actions import offices as appointing
from liancun.contexts.posts.models import Candidate, Opinion, Selection, SelectionStep
from liancun.contexts.posts.queries import offices
from liancun.contexts.posts.queries import selections as queries
from liancun.contexts.posts.rules import offices as office_rules
from liancun.contexts.posts.rules import selections as rules
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, Unknown, mark

SUBJECT = "posts.selection"


@action("posts.open_selection")
def open_selection(actor: Actor, *, body_id: int, kind: str, criteria: Sequence[str] = ()) -> int:
    """`criteria` empty: those of the playbook. Refusals: posts.election_elsewhere, posts.not_by_selection,
    posts.wrong_body, posts.selecting."""
    require(actor, "posts.open_selection", body_id)
    known = playbook.kind_of(kind)
    rules.refuse_election(known.by_law)
    rules.refuse_unselectable(known.selection is not None)
    office_rules.refuse_wrong_body(known.bodies, bodies.get(body_id).kind)
    assert known.selection is not None
    row = Selection(
        body_id=body_id,
        kind=kind,
        criteria=[line.strip() for line in criteria if line.strip()] or list(known.selection.criteria),
        needs_approval=bool(known.selection.approved_by),
        opened_on=clock.today(),
        opened_by_name=signature(actor),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "posts.selecting",
            mark("这一职务的推选正在进行。"),
            place=Place("field", field="kind"),
            remedy=mark("请从推选列表进入。"),
        ) from error
    _step(actor, row, "open")
    return row.pk


@action("posts.put_up")
def put_up(actor: Actor, *, selection_id: int, person_id: int, reason: str = "") -> int:
    """A candidate, with what the system knows of them that day. Refusals: posts.not_eligible, posts.candidate_once."""
    row = _locked(actor, selection_id, "posts.open_selection", "put_up")
    known = playbook.kind_of(row.kind).selection
    around = queries.around(row.body_id)
    held = [one.kind for one in offices.posts_of(person_id, clock.today()) if one.body_id in around]
    rules.refuse_ineligible(known.from_posts if known else (), held)
    name = offices.names([person_id]).get(person_id)
    if not name:
        raise Unknown(
            "people.unknown", mark("没有这个人，或您不能查看。"), remedy=mark("请返回列表重新选择。")
        )
    made = Candidate(
        selection=row,
        body_id=row.body_id,
        person_id=person_id,
        person_name=name,
        reason=reason.strip(),
        known=queries.facts_of(person_id),
        put_up_by=signature(actor),
        put_up_at=clock.now(),
    )
    _once(made, "posts.candidate_once", mark("这个人已经是候选人。"), "person")
    _step(actor, row, "put_up", name)
    return made.pk


@action("posts.give_opinion")
def give_opinion(
    actor: Actor, *, selection_id: int, candidate_id: int, member_id: int, stand: str, words: str = ""
) -> int:
    """What a member says of a candidate; by the member's own officer, or written down by the organiser.

    Refusals: posts.no_member, posts.opinion_once.
    """
    row = _locked(actor, selection_id, "", "give_opinion")
    require(actor, "posts.give_opinion", member_id)
    rules.refuse_no_member({one.id for one in queries.members(row.body_id)}, member_id)
    if not Candidate.objects.filter(pk=candidate_id, selection=row).exists():
        raise Unknown("posts.no_candidate", mark("没有这个候选人。"), remedy=mark("请刷新页面重新选择。"))
    made = Opinion(
        selection=row,
        body_id=row.body_id,
        candidate_id=candidate_id,
        member_id=member_id,
        stand=stand,
        words=words.strip(),
        by_name=signature(actor),
        at=clock.now(),
    )
    _once(made, "posts.opinion_once", mark("这个单位对这名候选人已经表过态。"), "member")
    return made.pk


def _once(made: Candidate | Opinion, code: str, sentence: str, place: str) -> None:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            code, sentence, place=Place("field", field=place), remedy=mark("请刷新页面查看。")
        ) from error


@action("posts.conclude_selection")
def conclude_selection(
    actor: Actor, *, selection_id: int, candidate_id: int, held_on: date, result: str
) -> None:
    """Who was put forward, when, and how. Every member has been heard on them. Refusal: posts.opinions_missing."""
    row = _locked(actor, selection_id, "posts.open_selection", "conclude")
    if not Candidate.objects.filter(pk=candidate_id, selection=row).exists():
        raise Unknown("posts.no_candidate", mark("没有这个候选人。"), remedy=mark("请刷新页面重新选择。"))
    if held_on > clock.today() or held_on < row.opened_on:
        raise Refusal(
            "posts.held_on",
            mark("推选日期应在启动之后、今天以前。"),
            place=Place("field", field="held_on"),
            remedy=mark("请核对日期。"),
        )
    heard = set(Opinion.objects.filter(candidate_id=candidate_id).values_list("member_id", flat=True))
    rules.refuse_silent([one.short_name for one in queries.members(row.body_id) if one.id not in heard])
    row.chosen_id, row.held_on, row.result = candidate_id, held_on, result.strip()
    row.concluded_by_id, row.concluded_by_name = actor.person_id, signature(actor)
    row.concluded_at = clock.now()
    row.state = rules.CONCLUDED if row.needs_approval else rules.APPROVED
    row.save()
    _step(actor, row, "conclude")


@action("posts.approve_selection")
def approve_selection(actor: Actor, *, selection_id: int, approve: bool, note: str = "") -> None:
    """The township approves, or gives it back with its reason. Refusals: posts.approver_apart, posts.no_reason."""
    row = _locked(actor, selection_id, "posts.approve_selection", "approve")
    rules.refuse_same(row.concluded_by_id, actor.person_id)
    if approve:
        row.state = rules.APPROVED
        row.approved_by_id, row.approved_by_name = actor.person_id, signature(actor)
        row.approved_at, row.approval_note = clock.now(), note.strip()
    else:
        if not note.strip():
            raise Refusal(
                "posts.no_reason", mark("退回要写明原因。"), place=Place("field", field="note"), status=422
            )
        row.state, row.chosen_id, row.held_on, row.result = rules.OPEN, None, None, ""
        row.concluded_by_id, row.concluded_by_name, row.concluded_at = None, "", None
    row.save()
    _step(actor, row, "approve" if approve else "return", note.strip())


@action("posts.appoint_selected")
def appoint_selected(actor: Actor, *, selection_id: int, since: date, decision: str = "") -> int:
    """The appointment from an approved selection: the same act as any other, with the selection behind it."""
    row = _locked(actor, selection_id, "posts.open_selection", "appoint")
    assert row.chosen is not None
    assert row.held_on is not None
    new = appointing.NewPost(
        person_id=row.chosen.person_id,
        body_id=row.body_id,
        kind=row.kind,
        since=since,
        way="put_forward",
        decision=decision.strip() or f"推选记录第 {row.pk} 号（{row.held_on.isoformat()}）",
    )
    row.post_id = appointing.enter(actor, new, selected=True)
    row.state = rules.APPOINTED
    row.save()
    _step(actor, row, "appoint")
    return row.post_id


def _locked(actor: Actor, selection_id: int, verb: str, act: str) -> Selection:
    row = queries.row(selection_id, lock=True)
    if verb:
        require(actor, verb, row.body_id)
    rules.refuse_out_of_turn(act, row.state)
    return row


def _step(actor: Actor, row: Selection, act: str, note: str = "") -> None:
    SelectionStep.objects.create(
        selection=row, body_id=row.body_id, act=act, by_name=signature(actor), at=clock.now(), note=note
    )
    verb = {"put_up": "posts.put_up", "appoint": "posts.appoint_selected"}.get(act, f"posts.{act}_selection")
    detail = {"kind": row.kind, "state": row.state}
    audit.record(actor, verb, subject=SUBJECT, subject_id=row.pk, body_id=row.body_id, detail=detail)
