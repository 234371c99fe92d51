"""Reads of notices. Notices, counts and answers are public."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import reduce

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from liancun.contexts.disclosure.models import BoardPhoto, Ending, Notice, Objection
from liancun.contexts.disclosure.queries.complaints import line_of, lines_about
from liancun.contexts.disclosure.queries.lines import (
    AnswerLine,
    NoticeLine,
    NoticePage,
    NoticeRecord,
    PhotoLine,
)
from liancun.contexts.disclosure.rules import snapshot as snapshots
from liancun.contexts.disclosure.rules.window import Kind, Window, window_at
from liancun.framework import clock
from liancun.framework.workdays import DueDay, add_workdays, later_of
from liancun.kernel.errors import Unknown, mark

SUBJECT = "disclosure.notice"


def by_slug(slug: str) -> NoticeRecord:
    """Refusal: disclosure.unknown (404)."""
    return _record(notices().filter(slug=slug))


def record(notice_id: int) -> NoticeRecord:
    """Refusal: disclosure.unknown (404)."""
    return _record(notices().filter(pk=notice_id))


def notice_row(notice_id: int) -> Notice:
    return _found(notices().filter(pk=notice_id).first())


def row_by_slug(slug: str) -> Notice:
    return _found(notices().filter(slug=slug).first())


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
    return lines_of(notices().filter(body_id__in=set(body_ids)).order_by("-published_at", "-id"))


def snapshots_of(notice_ids: Collection[int]) -> dict[int, snapshots.Snapshot]:
    """What several notices show, in one statement."""
    rows = Notice.objects.filter(pk__in=set(notice_ids)).values_list("pk", "snapshot")
    return {pk: snapshots.shown(stored) for pk, stored in rows}


def about(subject: str, subject_ids: Collection[int]) -> list[NoticeLine]:
    """All notices on these things, oldest first."""
    found = notices().filter(subject=subject, subject_id__in=set(subject_ids))
    return lines_of(found.order_by("published_at", "id"))


def told_together(slug: str) -> list[NoticeLine]:
    """All notices on the thing that this one is about, with the notices of their results, oldest first; this one
    alone where it is about nothing. A result stands with what it is the result of. Refusal: disclosure.unknown."""
    row = row_by_slug(slug)
    if row.subject == SUBJECT and row.subject_id is not None:
        row = notice_row(row.subject_id)
    same = Q(pk=row.pk)
    if row.subject and row.subject_id is not None:
        same |= Q(subject=row.subject, subject_id=row.subject_id)
    roots = Notice.objects.filter(same).values("pk")
    found = notices().filter(same | Q(subject=SUBJECT, subject_id__in=roots))
    return lines_of(found.order_by("published_at", "id"))


def listed(
    body_ids: Collection[int] | None, *, kind: str = "", search: str = "", first: int = 0, size: int = 25
) -> NoticePage:
    """A page of the register, newest first; `body_ids` None means all bodies."""
    found = notices()
    if body_ids is not None:
        found = found.filter(body_id__in=set(body_ids))
    if kind:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(title__contains=search)
    ordered = found.order_by("-published_at", "-id")
    return NoticePage(tuple(lines_of(ordered[first : first + size])), found.count())


def due() -> list[NoticeLine]:
    """Notices whose window is over and whose end is not recorded yet."""
    candidates = notices().filter(closing=None, closes_on__lt=clock.today()).order_by("closes_on", "id")
    return [found for found in lines_of(candidates) if found.window.closed]


def provisional_rows() -> list[Notice]:
    """Notices whose last day leans on a year not yet announced."""
    return list(notices().filter(closing=None, provisional=True))


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


def short_url(notice_id: int) -> str:
    """What a person types who cannot scan: it leads to the public page."""
    return f"{settings.LIANCUN_PUBLIC_URL}/p/s/{notice_id}/"


def notices() -> QuerySet[Notice]:
    return Notice.objects.select_related("closing").prefetch_related("extensions")


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
    row = _found(rows.select_related("closing").first())
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
        category=row.category,
        reviewed_by=row.reviewed_by,
        review_outcome=row.review_outcome,
        photos=_photos(row.pk),
        complaints=lines_about(row.pk),
        result=Notice.objects.filter(subject=SUBJECT, subject_id=row.pk)
        .values_list("slug", flat=True)
        .first()
        or "",
    )


def _photos(notice_id: int) -> tuple[PhotoLine, ...]:
    found = BoardPhoto.objects.filter(notice_id=notice_id).order_by("taken_on", "id")
    return tuple(PhotoLine(row.file_id, row.taken_on, row.by_name) for row in found)


def _answers(notice_id: int) -> tuple[AnswerLine, ...]:
    found = Objection.objects.filter(notice_id=notice_id, answer__isnull=False).select_related(
        "answer", "released", "complaint__decision", "complaint__body", "notice"
    )
    return tuple(_answer(row) for row in found.order_by("number"))


def _answer(row: Objection) -> AnswerLine:
    released, complaint = getattr(row, "released", None), getattr(row, "complaint", None)
    return AnswerLine(
        row.number,
        row.received_at,
        row.answer.text,
        row.answer.at,
        released.text if released else "",
        line_of(complaint, row) if complaint else None,
    )


def _found(row: Notice | None) -> Notice:
    if row is None:
        raise unknown()
    return row


def unknown() -> Unknown:
    return Unknown(
        "disclosure.unknown",
        mark("没有这份公开内容，或您不能查看。"),
        remedy=mark("请核对网址或二维码，或者返回列表重新选择。"),
    )
