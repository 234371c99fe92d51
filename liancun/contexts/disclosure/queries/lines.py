"""What readers of notices, plans and complaints are handed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.contexts.disclosure.rules.calendar import Standing
from liancun.contexts.disclosure.rules.review import PlanState
from liancun.contexts.disclosure.rules.window import Kind, Window


@dataclass(frozen=True)
class ComplaintLine:
    """A complaint as anyone may read it: whose decision, when, and which. `body_id`: the deciding office."""

    id: int
    notice_id: int
    notice_title: str
    objection_id: int
    objection_number: int
    body_id: int
    office: str
    number: str
    received_at: datetime
    due_on: date
    outcome: str
    decision: str
    decided_at: datetime | None


@dataclass(frozen=True)
class ComplaintRecord:
    """The same as the deciding office reads it, with the words of complaint, objection and answer."""

    line: ComplaintLine
    text: str
    has_contact: bool
    objection: str
    answer: str


@dataclass(frozen=True)
class PhotoLine:
    """That a photo of the board is kept; the picture itself is evidence."""

    file_id: int
    taken_on: date
    by_name: str


@dataclass(frozen=True)
class PlanLine:
    """A plan as lists show it. `due_on`: by when the next one must act, None where nobody must."""

    id: int
    body_id: int
    office: str
    category: str
    kind: Kind
    title: str
    planned_at: datetime
    planned_by: str
    state: PlanState
    due_on: date | None
    reviewer_id: int | None
    slug: str


@dataclass(frozen=True)
class PlanRecord:
    """A plan whole, with what the supervisors said and the office answered."""

    line: PlanLine
    snapshot: snapshots.Snapshot
    days: int
    working_days: bool
    reviewer: str
    review_due_on: date | None
    agreed: bool | None
    review: str
    review_by: str
    reviewed_at: datetime | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    ending: str
    ended_at: datetime | None
    replaces_id: int | None
    replaced_by_id: int | None
    notice_id: int | None


@dataclass(frozen=True)
class TurnLine:
    """A fixed day of publishing for one body: where it stands."""

    body_id: int
    office: str
    category: str
    name: str
    due_on: date
    standing: Standing


@dataclass(frozen=True)
class NoticeLine:
    """A notice as lists show it. `url` is the public address that its QR code carries."""

    id: int
    slug: str
    kind: Kind
    title: str
    body_id: int
    office: str
    subject: str
    subject_id: int | None
    published_at: datetime
    fingerprint: str
    window: Window
    url: str


@dataclass(frozen=True)
class AnswerLine:
    """An answered objection as anyone may read it; `words` only where the office released a masked version."""

    number: int
    received_at: datetime
    text: str
    at: datetime
    words: str = ""
    complaint: ComplaintLine | None = None


@dataclass(frozen=True)
class NoticeRecord:
    """A notice whole. `intact`: the fingerprint follows from what is stored. `reviewed_by`: the supervisors that saw
    the plan before, "" where none did; `review_outcome`: agreed, silent or answered. `result`: slug of the notice of its result, "" while there is none."""

    line: NoticeLine
    snapshot: snapshots.Snapshot
    published_by: str
    days: int
    working_days: bool
    intact: bool
    answers: tuple[AnswerLine, ...]
    ending: str
    ending_reason: str
    ended_at: datetime | None
    category: str
    reviewed_by: str
    review_outcome: str
    photos: tuple[PhotoLine, ...]
    complaints: tuple[ComplaintLine, ...]
    result: str


@dataclass(frozen=True)
class ObjectionLine:
    """An objection as the office reads it. `text` is empty for those who may only count; a contact is
    told only to exist."""

    id: int
    notice_id: int
    notice_title: str
    body_id: int
    number: int
    received_at: datetime
    answer_due_on: date
    text: str
    has_contact: bool
    answer: str
    answered_at: datetime | None
    released: str
    complaint: ComplaintLine | None = None


@dataclass(frozen=True)
class ReceivedLine:
    """What the sender of an objection is told: its number, by when the office answers, and the receipt with which
    they alone may go to the township. `again`: it had been received before."""

    number: int
    received_at: datetime
    answer_due_on: date
    receipt: str
    again: bool = False


@dataclass(frozen=True)
class NoticePage:
    lines: tuple[NoticeLine, ...]
    total: int
