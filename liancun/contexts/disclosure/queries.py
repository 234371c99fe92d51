"""Reads of notices. Notices, counts and answers are public; the words of objections follow the scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from liancun.contexts.disclosure.models import AnswerReminder, Ending, Notice, Objection
from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.contexts.disclosure.rules.window import Kind, Window, window_at
from liancun.framework import clock
from liancun.framework.workdays import DueDay, add_workdays, later_of
from liancun.kernel.errors import Unknown, mark


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
    """An answered objection as anyone may read it: without the words of the objector."""

    number: int
    received_at: datetime
    text: str
    at: datetime


@dataclass(frozen=True)
class NoticeRecord:
    """A notice whole. `intact`: the fingerprint follows from what is stored."""

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


@dataclass(frozen=True)
class ReceivedLine:
    """What the sender of an objection is told: its number and by when the office answers."""

    number: int
    received_at: datetime
    answer_due_on: date


@dataclass(frozen=True)
class NoticePage:
    lines: tuple[NoticeLine, ...]
    total: int


def by_slug(slug: str) -> NoticeRecord:
    """Refusal: disclosure.unknown (404)."""
    return _record(_notices().filter(slug=slug))


def record(notice_id: int) -> NoticeRecord:
    """Refusal: disclosure.unknown (404)."""
    return _record(_notices().filter(pk=notice_id))


def notice_row(notice_id: int) -> Notice:
    return _found(_notices().filter(pk=notice_id).first())


def row_by_slug(slug: str) -> Notice:
    return _found(_notices().filter(slug=slug).first())


def line(notice_id: int) -> NoticeLine:
    return lines_of([notice_row(notice_id)])[0]


def window(notice_id: int) -> Window:
    """The window as it stands now. Refusal: disclosure.unknown."""
    return line(notice_id).window


def windows(notice_ids: Collection[int]) -> dict[int, Window]:
    """The windows of several notices, in one statement."""
    if not notice_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_WINDOWS, [list(set(notice_ids))])
        return {row[0]: _window_of(*row[1:]) for row in cursor.fetchall()}


# One row a notice: what its window is reckoned from, without the long snapshot.
_WINDOWS = """
select n.id, n.opens_on, n.days, n.working_days, n.closes_on, n.provisional,
  array(select e.closes_on from disclosure_extension e where e.notice_id = n.id order by e.id),
  array(select e.provisional from disclosure_extension e where e.notice_id = n.id order by e.id),
  (select count(*) from disclosure_objection o where o.notice_id = n.id),
  (select count(*) from disclosure_objection o join disclosure_answer a on a.objection_id = o.id
    where o.notice_id = n.id),
  exists (select from disclosure_noticeclosing c where c.notice_id = n.id and c.kind = 'withdrawn')
from disclosure_notice n where n.id = any(%s)
"""


def _window_of(
    opens: date,
    days: int,
    working_days: bool,
    closes: date,
    provisional: bool,
    later_days: list[date],
    later_provisional: list[bool],
    received: int,
    answered: int,
    withdrawn: bool,
) -> Window:
    later = map(DueDay, later_days, later_provisional)
    return window_at(
        clock.today(),
        opens=opens,
        last=_last(opens, days, working_days, DueDay(closes, provisional), later),
        objections=received,
        answered=answered,
        withdrawn=withdrawn,
    )


def is_closed(notice_id: int) -> bool:
    """Whether the window is over by the clock; never for a withdrawn notice."""
    return window(notice_id).closed


def published_for(body_ids: Collection[int]) -> list[NoticeLine]:
    """What these bodies have published, newest first."""
    return lines_of(_notices().filter(body_id__in=set(body_ids)).order_by("-published_at", "-id"))


def snapshots_of(notice_ids: Collection[int]) -> dict[int, snapshots.Snapshot]:
    """What several notices show, in one statement."""
    rows = Notice.objects.filter(pk__in=set(notice_ids)).values_list("pk", "snapshot")
    return {pk: snapshots.shown(stored) for pk, stored in rows}


def about(subject: str, subject_ids: Collection[int]) -> list[NoticeLine]:
    """All notices on these things, oldest first."""
    found = _notices().filter(subject=subject, subject_id__in=set(subject_ids))
    return lines_of(found.order_by("published_at", "id"))


def listed(
    body_ids: Collection[int] | None, *, kind: str = "", search: str = "", first: int = 0, size: int = 25
) -> NoticePage:
    """A page of the register, newest first; `body_ids` None means all bodies."""
    found = _notices()
    if body_ids is not None:
        found = found.filter(body_id__in=set(body_ids))
    if kind:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(title__contains=search)
    ordered = found.order_by("-published_at", "-id")
    return NoticePage(tuple(lines_of(ordered[first : first + size])), found.count())


def objections(notice_id: int) -> tuple[ObjectionLine, ...]:
    """The objections to a notice in the order received."""
    return _objection_lines(_objections().filter(notice_id=notice_id).order_by("number"))


def objection(objection_id: int) -> ObjectionLine:
    """Refusal: disclosure.unknown (404), also where the reader may not know of the words."""
    found = _objection_lines(_objections().filter(pk=objection_id, words__isnull=False))
    if not found:
        raise _unknown()
    return found[0]


def waiting() -> tuple[ObjectionLine, ...]:
    """Unanswered objections whose words the reader may know, soonest due first. One statement."""
    found = _objections().filter(answer=None, words__isnull=False)
    return _objection_lines(found.order_by("answer_due_on", "id"))


def overdue(day: date) -> tuple[ObjectionLine, ...]:
    """Of those, whose answer was due before the day."""
    return tuple(line for line in waiting() if line.answer_due_on < day)


def to_remind(last: date) -> list[tuple[Objection, int, set[str]]]:
    """Unanswered objections due by that day with their body and the reminders recorded. Two statements."""
    found = Objection.objects.filter(answer=None, answer_due_on__lte=last).select_related("notice")
    waiting = found.exclude(reminders__kind="overdue").prefetch_related("reminders").order_by("id")
    return [(row, row.notice.body_id, {one.kind for one in row.reminders.all()}) for row in waiting]


def reminders(notice_id: int) -> tuple[tuple[int, str, datetime], ...]:
    """Number of the objection, kind and moment of each reminder of its answer, oldest first."""
    found = AnswerReminder.objects.filter(objection__notice_id=notice_id).order_by("reminded_at", "id")
    return tuple(found.values_list("objection__number", "kind", "reminded_at"))


def due() -> list[NoticeLine]:
    """Notices whose window is over and whose end is not recorded yet."""
    candidates = _notices().filter(closing=None, closes_on__lt=clock.today()).order_by("closes_on", "id")
    return [found for found in lines_of(candidates) if found.window.closed]


def provisional_rows() -> list[Notice]:
    """Notices whose last day leans on a year not yet announced."""
    return list(_notices().filter(closing=None, provisional=True))


def last_day(notice: Notice) -> DueDay:
    """The last day as reckoned today: never earlier than what was published or extended."""
    told = DueDay(notice.closes_on, notice.provisional)
    later = (DueDay(extension.closes_on, extension.provisional) for extension in notice.extensions.all())
    return _last(notice.opens_on, notice.days, notice.working_days, told, later)


def _last(opens: date, days: int, working_days: bool, told: DueDay, later: Iterable[DueDay]) -> DueDay:
    last = reduce(later_of, later, told)
    if last.provisional and working_days:
        last = later_of(last, add_workdays(opens, days))
    return last


def lines_of(rows: Iterable[Notice]) -> list[NoticeLine]:
    """Lines with their windows, in two statements more whatever their number."""
    found = list(rows)
    counts = _counts([row.pk for row in found])
    return [_line(row, counts.get(row.pk, (0, 0))) for row in found]


def public_url(slug: str) -> str:
    return f"{settings.LIANCUN_PUBLIC_URL}/p/n/{slug}/"


def _notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("closing").prefetch_related("extensions")


def _objections() -> QuerySet[Objection]:
    return Objection.objects.select_related("notice", "words", "answer")


def _counts(ids: Collection[int]) -> Mapping[int, tuple[int, int]]:
    """Notice → objections received, answered."""
    found: dict[int, tuple[int, int]] = {}
    rows = Objection.objects.filter(notice_id__in=ids).values_list("notice_id", "answer__at")
    for notice_id, answered_at in rows:
        received, answered = found.get(notice_id, (0, 0))
        found[notice_id] = (received + 1, answered + (answered_at is not None))
    return found


def _window(row: Notice, counts: tuple[int, int]) -> Window:
    closing = getattr(row, "closing", None)
    received, answered = counts
    return window_at(
        clock.today(),
        opens=row.opens_on,
        last=last_day(row),
        objections=received,
        answered=answered,
        withdrawn=closing is not None and closing.kind == Ending.WITHDRAWN,
    )


def _line(row: Notice, counts: tuple[int, int]) -> NoticeLine:
    return NoticeLine(
        id=row.pk,
        slug=row.slug,
        kind=Kind(row.kind),
        title=row.title,
        body_id=row.body_id,
        office=row.office,
        subject=row.subject,
        subject_id=row.subject_id,
        published_at=row.published_at,
        fingerprint=row.fingerprint,
        window=_window(row, counts),
        url=public_url(row.slug),
    )


def _record(rows: QuerySet[Notice]) -> NoticeRecord:
    row = _found(rows.first())
    closing = getattr(row, "closing", None)
    return NoticeRecord(
        line=lines_of([row])[0],
        snapshot=snapshots.shown(row.snapshot),
        published_by=row.published_by,
        days=row.days,
        working_days=row.working_days,
        intact=snapshots.fingerprint(row.snapshot) == row.fingerprint,
        answers=_answers(row.pk),
        ending=closing.kind if closing else "",
        ending_reason=closing.reason if closing else "",
        ended_at=closing.at if closing else None,
    )


def _answers(notice_id: int) -> tuple[AnswerLine, ...]:
    found = Objection.objects.filter(notice_id=notice_id, answer__isnull=False).select_related("answer")
    return tuple(
        AnswerLine(row.number, row.received_at, row.answer.text, row.answer.at)
        for row in found.order_by("number")
    )


def _objection_lines(rows: QuerySet[Objection]) -> tuple[ObjectionLine, ...]:
    return tuple(_objection_line(row) for row in rows)


def _objection_line(row: Objection) -> ObjectionLine:
    words, answer = getattr(row, "words", None), getattr(row, "answer", None)
    return ObjectionLine(
        id=row.pk,
        notice_id=row.notice_id,
        notice_title=row.notice.title,
        body_id=row.notice.body_id,
        number=row.number,
        received_at=row.received_at,
        answer_due_on=row.answer_due_on,
        text=words.text if words else "",
        has_contact=bool(words and words.contact),
        answer=answer.text if answer else "",
        answered_at=answer.at if answer else None,
    )


def _found(row: Notice | None) -> Notice:
    if row is None:
        raise _unknown()
    return row


def _unknown() -> Unknown:
    return Unknown(
        "disclosure.unknown",
        mark("没有这份公开内容，或您不能查看。"),
        remedy=mark("请核对网址或二维码，或者返回列表重新选择。"),
    )
