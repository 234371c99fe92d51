"""What was said and decided, drafted; the minutes confirmed and frozen; corrected only by a later meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from liancun.contexts.meetings import queries, rules
from liancun.contexts.meetings.actions.ground import file_of, locked, permitted, recorded, taken
from liancun.contexts.meetings.models import (
    AgendaItem,
    Correction,
    Draft,
    FollowUp,
    ItemRecord,
    Meeting,
    Minutes,
    Outcome,
    Signing,
)
from liancun.contexts.meetings.queries import records
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import may, require
from liancun.kernel.errors import Conflict, NotAllowed, Place, Refusal, mark


@dataclass(frozen=True)
class Said:
    """What was said and decided on one item; `subject`, `subject_id`: the vote or resolution it refers to."""

    order: int
    notes: str = ""
    decision: str = ""
    result: str = ""
    subject: str = ""
    subject_id: int | None = None

    @property
    def words(self) -> rules.ItemWords:
        return rules.ItemWords(self.order, self.notes, self.decision, self.result)


@action("meetings.draft_minutes")
def draft_minutes(
    actor: Actor, *, meeting_id: int, items: Sequence[Said] = (), text: str = "", version: int | None = None
) -> int:
    """Saves a version of the minutes; earlier ones stay. Without `text` it is composed from what was said by item.

    `version`: the one the writer began with; when another has been saved since, this one is refused, so that nothing
    is written over. A signature under an earlier version no longer counts. Gives the number of the version.

    Refusals: meetings.cancelled, meetings.confirmed, meetings.not_held, meetings.unknown_item, meetings.notes_long,
    meetings.unknown_result, meetings.draft_overtaken, meetings.minutes_long.
    """
    meeting = locked(actor, "meetings.confirm", meeting_id)
    state = queries.line_of(meeting).state
    rules.refuse_confirming(state, text.strip() or _("（空白）"))
    last = records.draft(meeting_id)
    _refuse_overtaken(last, version)
    agenda = list(AgendaItem.objects.filter(meeting=meeting).order_by("order"))
    for item in items:
        rules.refuse_item(item.words, len(agenda))
        _refuse_result(item.result)
    composed = text.replace("\r\n", "\n").strip() or _composed(agenda, items)
    number = _save(actor, meeting, composed, agenda, items, last)
    recorded(actor, "meetings.draft_minutes", meeting, {"version": number})
    return number


@action("meetings.confirm")
def confirm(
    actor: Actor, *, meeting_id: int, minutes: str, paper_id: int | None = None
) -> queries.MeetingLine:
    """Confirms the minutes: they, the attendance and the agenda are frozen under a digest.

    Where the kind asks for two signers the first act is the chair's and the second, by somebody else and over the
    same words, freezes them. Where the chair must confirm and somebody else does, the signed original is filed with
    it (`paper_id`).

    Refusals: meetings.unknown, meetings.confirmed, meetings.cancelled, meetings.not_held, meetings.no_minutes,
    meetings.minutes_long, meetings.not_chair, meetings.same_signer.
    """
    meeting = _locked_to_sign(actor, meeting_id)
    text = minutes.replace("\r\n", "\n").strip()
    line = queries.line_of(meeting)
    rules.refuse_confirming(line.state, text)
    last = records.draft(meeting_id)
    if line.terms.signers == 2 and not _is_signed(last, text):
        _sign_first(actor, meeting, text, last, paper_id)
        return queries.line(meeting_id)
    if line.terms.signers == 2 and last is not None:
        _freeze_second(actor, meeting, text, last, paper_id)
    else:
        _refuse_not_chair(actor, meeting, paper_id)
        _freeze(actor, meeting, text, signature(actor), "", paper_id)
    return queries.line(meeting_id)


@action("meetings.correct")
def correct(actor: Actor, *, meeting_id: int, corrected_id: int, text: str) -> None:
    """At this meeting the confirmed minutes of an earlier one of the same body are put right; both stay.

    Refusals: meetings.confirmed, meetings.cancelled, meetings.not_held, meetings.no_correction,
    meetings.not_correctable.
    """
    meeting = locked(actor, "meetings.confirm", meeting_id)
    line, old = queries.line_of(meeting), queries.line(corrected_id)
    if not text.strip():
        raise Refusal(
            "meetings.no_correction",
            mark("没有写明更正的内容。"),
            place=Place("field", field="text"),
            remedy=mark("请写明原记录哪一处有误，更正为什么。"),
        )
    rules.refuse_confirming(line.state, text)
    if (
        old.body_id != line.body_id
        or old.state is not rules.State.CONFIRMED
        or old.starts_at >= line.starts_at
    ):
        raise Refusal(
            "meetings.not_correctable",
            mark("只能更正同一组织以前开过、记录已经确认的会议。"),
            place=Place("field", field="corrected"),
            remedy=mark("请从列出的会议中选择。"),
        )
    Correction.objects.create(
        meeting=meeting,
        body_id=meeting.body_id,
        corrected_id=corrected_id,
        text=text.strip()[:2000],
        made_at=clock.now(),
        made_by=signature(actor),
    )
    recorded(actor, "meetings.correct", meeting, {"corrected": corrected_id})


def _save(
    actor: Actor,
    meeting: Meeting,
    text: str,
    agenda: Sequence[AgendaItem],
    items: Sequence[Said],
    last: records.DraftLine | None,
) -> int:
    draft = Draft.objects.create(
        meeting=meeting,
        body_id=meeting.body_id,
        number=(last.number if last else 0) + 1,
        text=text,
        saved_at=clock.now(),
        saved_by=signature(actor),
    )
    ItemRecord.objects.bulk_create(
        ItemRecord(
            draft=draft,
            item=agenda[said.order - 1],
            body_id=meeting.body_id,
            notes=said.notes.replace("\r\n", "\n").strip(),
            decision=said.decision.replace("\r\n", "\n").strip(),
            result=said.result,
            subject=said.subject,
            subject_id=said.subject_id,
        )
        for said in items
    )
    return draft.number


def _composed(agenda: Sequence[AgendaItem], items: Sequence[Said]) -> str:
    words = {one.value: str(one.label) for one in Outcome}
    return rules.composed([item.title for item in agenda], {one.order: one.words for one in items}, words)


def _locked_to_sign(actor: Actor, meeting_id: int) -> Meeting:
    """Who keeps the minutes, or the second signer; the chair signs without a rule."""
    meeting = queries.meeting_row(meeting_id)
    sitting = getattr(meeting, "sitting", None)
    is_chair = sitting is not None and actor.person_id is not None and sitting.chair_id == actor.person_id
    if is_chair:
        return taken(meeting_id)
    if meeting.signers == 2 and may(actor, "meetings.countersign", meeting.body_id):
        require(actor, "meetings.countersign", meeting.body_id)
    else:
        permitted(actor, "meetings.confirm", meeting)
    return taken(meeting_id)


def _is_signed(last: records.DraftLine | None, text: str) -> bool:
    return last is not None and bool(last.signed_by) and last.text == text


def _sign_first(
    actor: Actor, meeting: Meeting, text: str, last: records.DraftLine | None, paper_id: int | None
) -> None:
    """The chair signs these words; words that differ from the last version are a version of their own."""
    _refuse_not_chair(actor, meeting, paper_id)
    number = last.number if last else 0
    if last is None or last.text != text or last.signed_by:
        agenda = list(AgendaItem.objects.filter(meeting=meeting).order_by("order"))
        kept = records.items(meeting.pk, number) if last else {}
        said = [
            Said(order, one.words.notes, one.words.decision, one.words.result, one.subject, one.subject_id)
            for order, one in kept.items()
        ]
        number = _save(actor, meeting, text, agenda, said, last)
    Signing.objects.create(
        draft=Draft.objects.get(meeting=meeting, number=number),
        body_id=meeting.body_id,
        person_id=actor.person_id,
        signed_at=clock.now(),
        signed_by=_chair_name(actor, meeting),
        paper_id=file_of(meeting, paper_id),
    )
    recorded(actor, "meetings.confirm", meeting, {"version": number})


def _freeze_second(
    actor: Actor, meeting: Meeting, text: str, last: records.DraftLine, paper_id: int | None
) -> None:
    if actor.person_id is not None and actor.person_id == last.signer_id:
        raise NotAllowed(
            "meetings.same_signer",
            mark("这份记录须由两人先后确认，您已经确认过。"),
            remedy=mark("请由另一名有权确认的人员办理。"),
        )
    _freeze(actor, meeting, text, last.signed_by, signature(actor), paper_id)


def _freeze(actor: Actor, meeting: Meeting, text: str, first: str, second: str, paper_id: int | None) -> None:
    digest = rules.minutes_digest(
        _notice(meeting),
        queries.agenda_of(meeting),
        queries.attendees(meeting.pk),
        text,
        _more(meeting),
    )
    Minutes.objects.create(
        meeting=meeting,
        body_id=meeting.body_id,
        text=text,
        digest=digest,
        confirmed_at=clock.now(),
        confirmed_by=first,
        countersigned_by=second,
        paper_id=file_of(meeting, paper_id),
    )
    recorded(actor, "meetings.confirm", meeting, {"digest": digest})


def _notice(meeting: Meeting) -> dict[str, object]:
    """As it was called; a meeting whose notice changed is held by the last one."""
    line = queries.line_of(meeting)
    return {
        "meeting": meeting.pk,
        "body": meeting.body_id,
        "kind": meeting.kind,
        "title": meeting.title,
        "place": line.place,
        "noticed_at": line.facts.noticed_at,
        "starts_at": line.facts.starts_at,
    }


def _more(meeting: Meeting) -> Mapping[str, object]:
    """What was decided, given to do and sat in on: nothing is added to the digest where there is none of it."""
    last = records.draft(meeting.pk)
    items = records.items(meeting.pk, last.number) if last else {}
    given = FollowUp.objects.filter(meeting=meeting).order_by("pk").values_list("owner_id", "due", "text")
    found: dict[str, object] = {
        "decided": [[order, one.words.result, one.words.decision] for order, one in sorted(items.items())],
        "given": [list(one) for one in given],
        "observers": len(records.observers(meeting.pk)),
        "corrected": [one.corrected_id for one in records.corrections(meeting.pk)],
    }
    return {name: value for name, value in found.items() if value}


def _refuse_overtaken(last: records.DraftLine | None, version: int | None) -> None:
    number = last.number if last else 0
    if version is not None and version != number:
        raise Conflict(
            "meetings.draft_overtaken",
            mark("您打开以后，{name}又保存了第 {number} 稿。"),
            {"name": last.saved_by if last else "", "number": number},
            remedy=mark("请复制您写的内容，刷新页面，在新的一稿上补充。"),
        )


def _refuse_result(result: str) -> None:
    if result and result not in Outcome.values:
        raise Refusal(
            "meetings.unknown_result",
            mark("不认识的议定结果“{result}”。"),
            {"result": result[:20]},
            remedy=mark("请选择通过、未通过、暂缓或者知悉。"),
        )


def _refuse_not_chair(actor: Actor, meeting: Meeting, paper_id: int | None) -> None:
    chair = meeting.sitting.chair_id
    if meeting.chair_confirms and actor.kind == "user" and actor.person_id != chair and paper_id is None:
        raise NotAllowed(
            "meetings.not_chair",
            mark("记录须由主持人{chair}确认。"),
            {"chair": meeting.sitting.chair_name},
            Place("field", field="paper"),
            mark("请由主持人确认，或者上传主持人签字的记录原件。"),
        )


def _chair_name(actor: Actor, meeting: Meeting) -> str:
    """The name of the chair, also when the signed original stands for them."""
    if actor.person_id == meeting.sitting.chair_id or not meeting.chair_confirms:
        return signature(actor)
    return meeting.sitting.chair_name
