"""What stands beside a notice: the photo of the paper board, an objection's words released, the result."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from liancun.contexts.audit import api as audit
from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.actions.notices import SUBJECT, lock, write_notice
from liancun.contexts.disclosure.models import BoardPhoto, ReleasedText
from liancun.contexts.disclosure.rules import objection as words
from liancun.contexts.disclosure.rules import result as results
from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.contexts.disclosure.rules.window import Kind, refuse_photo_day
from liancun.contexts.evidence import api as evidence
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, mark

PURPOSE = "disclosure.board"
RESULT_DAYS = 7


@action("disclosure.board_photo")
def board_photo(
    actor: Actor, *, notice_id: int, name: str, content: BinaryIO | bytes, taken_on: date
) -> queries.PhotoLine:
    """Keeps a photo of the board as evidence; the public learns that it exists and its day, never the picture.

    Refusals: disclosure.unknown, disclosure.photo_day, and those of keeping a file.
    """
    line = queries.line(notice_id)
    require(actor, "disclosure.board_photo", line.body_id)
    refuse_photo_day(taken_on, opens=line.window.opens, today=clock.today())
    kept = evidence.store(actor, body_id=line.body_id, name=name, content=content, purpose=PURPOSE)
    evidence.link([kept.id], SUBJECT, notice_id)
    row = BoardPhoto.objects.create(
        notice_id=notice_id,
        body_id=line.body_id,
        file_id=kept.id,
        taken_on=taken_on,
        by_name=signature(actor),
        at=clock.now(),
    )
    audit.record(
        actor, "disclosure.board_photo", subject=SUBJECT, subject_id=notice_id, body_id=line.body_id,
        detail={"file": kept.id, "taken_on": taken_on.isoformat()},
    )  # fmt: skip
    return queries.PhotoLine(row.file_id, row.taken_on, row.by_name)


@action("disclosure.release_text")
def release_text(actor: Actor, *, objection_id: int, text: str) -> queries.ObjectionLine:
    """Shows an objection's words to all, as the officer has read them over and masked every person. Once.

    Refusals: disclosure.unknown, disclosure.objection_empty, disclosure.released, and personal numbers.
    """
    line = queries.objection(objection_id)
    require(actor, "disclosure.answer", line.body_id)
    said = words.tidy_text(text)
    snapshots.refuse_personal_text("text", said)
    lock(line.notice_id)
    if ReleasedText.objects.filter(objection_id=objection_id).exists():
        raise Conflict(
            "disclosure.released",
            mark("这条意见的原文已经公开，不能更改。"),
            remedy=mark("请打开公开网页查看。"),
        )
    ReleasedText.objects.create(
        objection_id=objection_id,
        body_id=line.body_id,
        text=said,
        by_name=signature(actor),
        at=clock.now(),
    )
    audit.record(
        actor, "disclosure.release_text", subject="disclosure.objection", subject_id=objection_id,
        body_id=line.body_id, detail={"notice": line.notice_id},
    )  # fmt: skip
    return queries.objection(objection_id)


@action("disclosure.publish_result")
def publish_result(actor: Actor, *, notice_id: int, words_of_office: str = "") -> queries.NoticeLine:
    """Announces how a notice ended: objections, answers, complaints and decisions, as counts. Once.

    Refusals: disclosure.unknown, disclosure.window_open, disclosure.unsettled, disclosure.has_result.
    """
    record = queries.record(notice_id)
    require(actor, "disclosure.publish", record.line.body_id)
    lock(notice_id)
    record = queries.record(notice_id)
    ended = results.Ended(
        title=record.line.title,
        opens=record.line.window.opens,
        closes=record.line.window.closes,
        closed=record.line.window.closed,
        objections=record.line.window.objections,
        unanswered=record.line.window.unanswered,
        complaints=len(record.complaints),
        undecided=sum(not one.outcome for one in record.complaints),
        photos=len(record.photos),
        published=bool(record.result),
    )
    results.refuse_result(ended)
    return write_notice(
        actor,
        body_id=record.line.body_id,
        kind=Kind.ANNOUNCEMENT,
        title=results.title(record.line.title),
        content=results.snapshot(ended, words_of_office.strip()),
        days=RESULT_DAYS,
        working_days=False,
        category=record.category,
        subject=SUBJECT,
        subject_id=notice_id,
    )
