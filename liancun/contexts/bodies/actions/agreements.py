"""Drafting an agreement, signing it for a party, replacing and ending it, reminding of its end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction

from liancun.contexts.audit import api as audit
from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.models import (
    Agreement,
    AgreementEnd,
    AgreementParty,
    AgreementReminder,
    AgreementSignature,
)
from liancun.contexts.bodies.queries import agreements as queries
from liancun.contexts.bodies.queries import get, lines
from liancun.contexts.bodies.queries.agreements import AgreementRecord
from liancun.contexts.bodies.rules.agreements import Draft
from liancun.contexts.evidence import api as evidence
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, Unknown, mark

SUBJECT = "bodies.agreement"


@action("bodies.draft_agreement")
def draft_agreement(actor: Actor, *, host_id: int, draft: Draft, replaces_id: int | None = None) -> int:
    """A new draft, or with `replaces_id` the draft of a new version of an agreement all have signed.

    Gives its id. Refusals: bodies.unknown, few_parties, shares, backward, agreement_unknown, not_replaceable.
    """
    require(actor, "bodies.draft_agreement", host_id)
    _refuse(draft, host_id)
    old = _replaceable(replaces_id, host_id) if replaces_id is not None else None
    row = Agreement.objects.create(
        host_id=host_id,
        readers=_readers(host_id, draft),
        title=draft.title,
        number=draft.number,
        purpose=draft.purpose,
        since=draft.since,
        until=draft.until,
        version=old.version + 1 if old else 1,
        replaces=old,
        drafted_by=actor.person_id,
        drafted_by_name=actor.name,
        drafted_at=clock.now(),
    )
    _write_terms(row, draft)
    _trace(actor, "bodies.draft_agreement", row, {"version": row.version, "parties": len(draft.parties)})
    return row.pk


def _refuse(draft: Draft, host_id: int) -> None:
    rules.agreements.refuse_draft(draft)
    rules.refuse_backward(draft.since, draft.until)
    asked = {host_id, *(one.body_id for one in draft.parties)}
    for id in asked - lines(asked).keys():
        get(id)  # says which refusal an unknown body is


def _readers(host_id: int, draft: Draft) -> list[int]:
    return sorted({host_id, *(one.body_id for one in draft.parties)})


def _replaceable(id: int, host_id: int) -> Agreement:
    """The version that a new one names: signed by all, still running, with no other draft after it."""
    row = _locked(id)
    standing = rules.agreements.stand(queries.facts_of_agreement(row), clock.today())
    drafts = Agreement.objects.filter(replaces=row, ending__isnull=True)
    if row.host_id != host_id or standing not in ("in_force", "waiting") or drafts.exists():
        raise Conflict(
            "bodies.not_replaceable",
            mark("只有正在执行、还没有新版本的协议可以修订。"),
            remedy=mark("请打开最新的版本再办。"),
        )
    return row


def _write_terms(row: Agreement, draft: Draft) -> None:
    AgreementParty.objects.bulk_create(
        AgreementParty(
            agreement=row,
            body_id=one.body_id,
            position=one.position,
            duties=one.duties,
            share=one.share,
            share_terms=one.share_terms,
        )
        for one in draft.parties
    )


@action("bodies.redraft_agreement")
def redraft_agreement(actor: Actor, *, agreement_id: int, draft: Draft) -> None:
    """Writes a draft anew, while nobody has signed. Refusals: bodies.agreement_settled and those of drafting."""
    row = _locked(agreement_id)
    require(actor, "bodies.draft_agreement", row.host_id)
    _refuse(draft, row.host_id)
    if rules.agreements.stand(queries.facts_of_agreement(row), clock.today()) != "draft":
        raise Conflict(
            "bodies.agreement_settled",
            mark("协议已经有人签署或已经撤回，内容不能再改。"),
            remedy=mark("签署中的，可以撤回后重新起草；已生效的，请办理修订。"),
        )
    row.readers = _readers(row.host_id, draft)
    row.title, row.number, row.purpose = draft.title, draft.number, draft.purpose
    row.since, row.until = draft.since, draft.until
    row.save(update_fields=["readers", "title", "number", "purpose", "since", "until"])
    AgreementParty.objects.filter(agreement=row).delete()
    _write_terms(row, draft)
    _trace(actor, "bodies.redraft_agreement", row, {"parties": len(draft.parties)})


@action("bodies.sign_agreement")
def sign_agreement(actor: Actor, *, agreement_id: int, body_id: int, text_digest: str) -> bool:
    """Signs for a party by its own officer; gives whether it was the last one missing.

    `text_digest`: the fingerprint of the text that was shown. Refusals: bodies.not_a_party, text_changed,
    signed_already, empty_terms, agreement_closed, signs_on_paper.
    """
    row = _locked(agreement_id)
    require(actor, "bodies.sign_agreement", body_id)
    record = _signable(row, body_id)
    if not playbook.signs_here(record.bodies[body_id].kind):
        raise Refusal(
            "bodies.signs_on_paper",
            mark("这一方没有在系统内签署的人员。"),
            remedy=mark("请由乡镇登记它在纸上签署的原件。"),
        )
    if record.text_digest != text_digest:
        raise Conflict(
            "bodies.text_changed",
            mark("协议内容刚刚改过，与您看到的不一样。"),
            remedy=mark("请重新看过内容再签署。"),
        )
    return _sign(actor, record, body_id, actor.name, actor.post, clock.today(), on_paper=False)


@action("bodies.record_signature")
def record_signature(
    actor: Actor,
    *,
    agreement_id: int,
    body_id: int,
    signer_name: str,
    signer_post: str,
    signed_on: date,
    files: Collection[int],
) -> bool:
    """Records from the scanned original that an outside party signed on paper; gives whether all have signed now.

    Refusals: bodies.not_a_party, signs_itself, no_original, signed_ahead and those of signing.
    """
    row = _locked(agreement_id)
    require(actor, "bodies.record_signature", row.host_id)
    record = _signable(row, body_id)
    _refuse_paper(record, body_id, signed_on, files)
    evidence.link(files, SUBJECT, row.pk)
    return _sign(actor, record, body_id, signer_name, signer_post, signed_on, on_paper=True)


def _refuse_paper(record: AgreementRecord, body_id: int, signed_on: date, files: Collection[int]) -> None:
    if playbook.signs_here(record.bodies[body_id].kind):
        raise NotAllowed(
            "bodies.signs_itself",
            mark("村和联合党委由自己的负责人在系统内签署，不能由别人代为登记。"),
            remedy=mark("请通知该方的负责人签署。"),
        )
    if not files:
        raise Refusal(
            "bodies.no_original",
            mark("请上传签署原件的扫描件。"),
            place=Place("field", field="papers"),
            remedy=mark("扫描或拍照后上传，再登记签署。"),
        )
    if signed_on > clock.today():
        raise Refusal(
            "bodies.signed_ahead",
            mark("签署日期不能晚于今天。"),
            place=Place("field", field="signed_on"),
            remedy=mark("请按原件上的日期填写。"),
        )


def _signable(row: Agreement, body_id: int) -> AgreementRecord:
    """The record as it is under the lock. Refusals: bodies.agreement_closed, not_a_party, signed_already, empty_terms."""
    record = queries.agreement(row.pk, clock.today())
    if record.line.stand not in ("draft", "signing"):
        raise Conflict(
            "bodies.agreement_closed",
            mark("这份协议已经签完或撤回，不再签署。"),
            remedy=mark("请刷新页面查看现在的状态。"),
        )
    if body_id not in {one.body_id for one in record.draft.parties}:
        raise Unknown(
            "bodies.not_a_party", mark("所选的组织不是协议的一方。"), remedy=mark("请返回协议重新选择。")
        )
    if body_id not in record.unsigned:
        raise Conflict(
            "bodies.signed_already", mark("这一方已经签署过了。"), remedy=mark("请刷新页面查看签署情况。")
        )
    rules.agreements.refuse_unready(record.draft)
    return record


def _sign(
    actor: Actor, record: AgreementRecord, body_id: int, name: str, post: str, day: date, *, on_paper: bool
) -> bool:
    row = AgreementSignature(
        agreement_id=record.line.id,
        body_id=body_id,
        person_id=None if on_paper else actor.person_id,
        signer_name=name,
        signer_post=post,
        signed_on=day,
        signed_at=clock.now(),
        digest=record.text_digest,
        on_paper=on_paper,
        recorded_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "bodies_signature_nobody_twice" not in str(error):
            raise
        raise Conflict(
            "bodies.signs_twice",
            mark("您已经代表另一方签署过这份协议，同一个人不能签两方。"),
            remedy=mark("请由这一方的其他负责人签署。"),
        ) from error
    whole = len(record.unsigned) == 1
    detail = {"agreement": record.line.id, "on_paper": on_paper, "whole": whole}
    audit.record(
        actor,
        "bodies.sign_agreement",
        subject=SUBJECT,
        subject_id=record.line.id,
        body_id=body_id,
        detail=detail,
    )
    return whole


@action("bodies.end_agreement")
def end_agreement(
    actor: Actor, *, agreement_id: int, ended_on: date, reason: str, files: Collection[int] = ()
) -> None:
    """Ends a running agreement before its time, or withdraws one that not all have signed.

    `ended_on`: the first day that no longer counts. Refusals: bodies.agreement_over, end_reason, backward.
    """
    row = _locked(agreement_id)
    require(actor, "bodies.end_agreement", row.host_id)
    facts = queries.facts_of_agreement(row)
    stand = rules.agreements.stand(facts, clock.today())
    if stand in ("ended", "replaced", "withdrawn") or facts.ended_on is not None:
        raise Conflict(
            "bodies.agreement_over",
            mark("这份协议已经终止，或已由新版本代替。"),
            remedy=mark("请刷新页面查看现在的状态。"),
        )
    if not reason.strip():
        raise Refusal(
            "bodies.end_reason",
            mark("请写明终止或撤回的原因。"),
            place=Place("field", field="reason"),
            remedy=mark("原因会留在协议的经过里。"),
        )
    if facts.whole and facts.until is not None and ended_on >= facts.until:
        raise Refusal(
            "bodies.ends_anyway",
            mark("协议到 {day} 就到期了，不必另行终止。"),
            {"day": facts.until.isoformat()},
            Place("field", field="ended_on"),
            mark("请另选较早的日期。"),
        )
    AgreementEnd.objects.create(
        agreement=row,
        ended_on=ended_on,
        reason=reason.strip(),
        recorded_by_name=actor.name,
        recorded_at=clock.now(),
    )
    if files:
        evidence.link(files, SUBJECT, row.pk)
    _trace(actor, "bodies.end_agreement", row, {"ended_on": ended_on.isoformat()})


@action("bodies.file_original")
def file_original(actor: Actor, *, agreement_id: int, files: Collection[int]) -> None:
    """Puts the scanned original with the agreement. Refusals: bodies.agreement_unknown, evidence.unknown."""
    row = _locked(agreement_id)
    require(actor, "bodies.draft_agreement", row.host_id)
    evidence.link(files, SUBJECT, row.pk)
    _trace(actor, "bodies.file_original", row, {"files": len(files)})


@action("bodies.remind_agreements")
def remind_agreements(actor: Actor) -> int:
    """Records the reminders that today asks for, each once; gives how many. Only the worker does this."""
    require(actor, "bodies.remind_agreements", None)
    today, now = clock.today(), clock.now()
    rows = [
        AgreementReminder(agreement_id=id, days=days, reminded_at=now)
        for id, until, given in queries.to_remind(today)
        for days in rules.agreements.reminders_due(until, today)
        if days not in given
    ]
    AgreementReminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _locked(id: int) -> Agreement:
    """Unknown when there is none or one may not know of it."""
    row = Agreement.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise Unknown("bodies.agreement_unknown", mark("没有这份协议。"), remedy=mark("请返回列表重新选择。"))
    return row


def _trace(actor: Actor, verb: str, row: Agreement, detail: dict[str, object]) -> None:
    audit.record(actor, verb, subject=SUBJECT, subject_id=row.pk, body_id=row.host_id, detail=detail)
