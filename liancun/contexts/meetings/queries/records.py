"""One meeting whole: notices, papers, who was told, what was said and decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from liancun.contexts.evidence import api as evidence
from liancun.contexts.meetings.models import (
    Correction,
    Delivery,
    Draft,
    ItemRecord,
    Meeting,
    NoticeChange,
    Observer,
    Paper,
)
from liancun.contexts.meetings.queries import lines
from liancun.contexts.meetings.queries.lines import MeetingLine
from liancun.contexts.meetings.rules import AgendaLine, Attendant, ItemWords
from liancun.framework import clock


@dataclass(frozen=True)
class Notice:
    """One notice: 0 the first, then each change with its reason."""

    number: int
    starts_at: datetime
    place: str
    noticed_at: datetime
    by: str
    reason: str = ""


@dataclass(frozen=True)
class DeliveryLine:
    person_id: int
    notice: int
    way: str
    at: datetime
    by: str


@dataclass(frozen=True)
class PaperLine:
    name: str
    file: evidence.FileLine
    open_since: datetime
    by: str


@dataclass(frozen=True)
class DraftLine:
    number: int
    text: str
    saved_at: datetime
    saved_by: str
    signed_by: str = ""
    signed_at: datetime | None = None
    signer_id: int | None = None


@dataclass(frozen=True)
class ItemLine:
    """What the draft that counts says on one item."""

    words: ItemWords
    subject: str = ""
    subject_id: int | None = None


@dataclass(frozen=True)
class CorrectionLine:
    meeting_id: int
    meeting_title: str
    corrected_id: int
    corrected_title: str
    text: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class MeetingRecord:
    """A meeting whole. `digest` is empty until the minutes are confirmed; `items` by the order of the agenda."""

    line: MeetingLine
    notice_days: int
    earliest_on: date
    convened_by: str
    agenda: tuple[AgendaLine, ...]
    attendance: tuple[Attendant, ...]
    chair_name: str
    minutes: str
    digest: str
    confirmed_at: datetime | None
    confirmed_by: str
    chair_id: int | None = None
    countersigned_by: str = ""
    cancelled_at: datetime | None = None
    cancelled_by: str = ""
    cancelled_why: str = ""
    notices: tuple[Notice, ...] = ()
    observers: tuple[tuple[str, str], ...] = ()
    items: dict[int, ItemLine] = field(default_factory=dict)
    draft: DraftLine | None = None


def record(meeting_id: int) -> MeetingRecord:
    """Refusal: meetings.unknown (404)."""
    row = lines.meeting_row(meeting_id)
    sitting, minutes = getattr(row, "sitting", None), getattr(row, "minutes", None)
    off = getattr(row, "cancellation", None)
    found = draft(meeting_id)
    return MeetingRecord(
        line=lines.line_of(row),
        notice_days=row.notice_days,
        earliest_on=row.earliest_on,
        convened_by=row.convened_by,
        agenda=lines.agenda_of(row),
        attendance=lines.attendees(meeting_id),
        chair_name=sitting.chair_name if sitting else "",
        chair_id=sitting.chair_id if sitting else None,
        minutes=minutes.text if minutes else "",
        digest=minutes.digest if minutes else "",
        confirmed_at=minutes.confirmed_at if minutes else None,
        confirmed_by=minutes.confirmed_by if minutes else "",
        countersigned_by=minutes.countersigned_by if minutes else "",
        cancelled_at=off.cancelled_at if off else None,
        cancelled_by=off.cancelled_by if off else "",
        cancelled_why=off.reason if off else "",
        notices=_notices(row),
        observers=observers(meeting_id),
        items=items(meeting_id, found.number) if found else {},
        draft=found,
    )


def _notices(row: Meeting) -> tuple[Notice, ...]:
    first = Notice(0, row.starts_at, row.place, row.noticed_at, row.convened_by)
    changes = NoticeChange.objects.filter(meeting=row).order_by("number")
    return (
        first,
        *(
            Notice(one.number, one.starts_at, one.place, one.noticed_at, one.changed_by, one.reason)
            for one in changes
        ),
    )


def observers(meeting_id: int) -> tuple[tuple[str, str], ...]:
    """Name and office of those who sat in, in order."""
    found = Observer.objects.filter(meeting_id=meeting_id).order_by("order")
    return tuple(found.values_list("name", "office"))


def deliveries(meeting_id: int, notice: int) -> dict[int, DeliveryLine]:
    """Person → how this notice reached them."""
    found = Delivery.objects.filter(meeting_id=meeting_id, notice=notice)
    return {
        one.person_id: DeliveryLine(one.person_id, one.notice, one.way, one.delivered_at, one.delivered_by)
        for one in found
    }


def papers(meeting_id: int) -> tuple[PaperLine, ...]:
    """In the order they were put out."""
    found = list(Paper.objects.filter(meeting_id=meeting_id).order_by("open_since", "pk"))
    if not found:
        return ()
    known = {one.id: one for one in evidence.files_of("meetings.meeting", meeting_id)}
    return tuple(
        PaperLine(one.name, known[one.file_id], one.open_since, one.opened_by)
        for one in found
        if one.file_id in known
    )


def open_since(meeting_id: int) -> dict[str, date]:
    """Name of a paper → the first day it was open."""
    found: dict[str, date] = {}
    for name, at in (
        Paper.objects.filter(meeting_id=meeting_id).order_by("-open_since").values_list("name", "open_since")
    ):
        found[name] = clock.local(at).date()
    return found


def draft(meeting_id: int) -> DraftLine | None:
    """The last saved version of the minutes."""
    row = Draft.objects.select_related("signing").filter(meeting_id=meeting_id).order_by("-number").first()
    if row is None:
        return None
    signing = getattr(row, "signing", None)
    return DraftLine(
        row.number,
        row.text,
        row.saved_at,
        row.saved_by,
        signing.signed_by if signing else "",
        signing.signed_at if signing else None,
        signing.person_id if signing else None,
    )


def drafts(meeting_id: int) -> tuple[DraftLine, ...]:
    """Every saved version, the last first."""
    found = Draft.objects.filter(meeting_id=meeting_id).order_by("-number")
    return tuple(DraftLine(one.number, one.text, one.saved_at, one.saved_by) for one in found)


def items(meeting_id: int, number: int) -> dict[int, ItemLine]:
    """Order of the item → what that version says on it."""
    found = ItemRecord.objects.filter(draft__meeting_id=meeting_id, draft__number=number)
    rows = found.values_list("item__order", "notes", "decision", "result", "subject", "subject_id")
    return {row[0]: ItemLine(ItemWords(*row[:4]), *row[4:]) for row in rows}


def corrections(meeting_id: int) -> tuple[CorrectionLine, ...]:
    """What this meeting corrects, and what later ones corrected of it."""
    rows = Correction.objects.select_related("meeting", "corrected").order_by("made_at", "pk")
    found = [*rows.filter(meeting_id=meeting_id), *rows.filter(corrected_id=meeting_id)]
    return tuple(
        CorrectionLine(
            one.meeting_id,
            one.meeting.title,
            one.corrected_id,
            one.corrected.title,
            one.text,
            one.made_at,
            one.made_by,
        )
        for one in found
    )
