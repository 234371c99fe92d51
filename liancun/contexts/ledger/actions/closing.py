"""Closing and opening again of months; the end of a year in its two stages, for any number of books at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from liancun.contexts.audit import api as audit
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.actions import closing_sql as sql
from liancun.contexts.ledger.actions import publishing
from liancun.contexts.ledger.actions.drafting import person_of, refuse_kept_elsewhere
from liancun.contexts.ledger.actions.posting import seal
from liancun.contexts.ledger.models import Book, Period, PeriodStep, Voucher, VoucherStep
from liancun.contexts.ledger.queries import books, closing
from liancun.framework import clock, scope
from liancun.framework import playbook as playbooks
from liancun.framework.actions import action
from liancun.framework.actors import Actor, signature
from liancun.framework.permissions import require
from liancun.kernel.errors import Conflict, Place, Refusal, mark
from liancun.kernel.periods import Month


@action("ledger.close_month")
def close_month(actor: Actor, *, book_id: int, month: Month) -> None:
    """Closes a month: nothing is posted into it any more. Refused at the first point of the list that is not done."""
    book = books.locked(book_id)
    require(actor, "ledger.close_month", book.owner_id)
    for point in closing.closing_list(book_id, month):
        if not point.done:
            raise Conflict(f"ledger.{point.key}", point.sentence, point.params, remedy=point.remedy)
    changed = Period.objects.filter(book=book, month=month.first, closed_at__isnull=True).update(
        closed_at=clock.now(), closed_by_id=actor.person_id
    )
    if not changed:
        raise Conflict(
            "ledger.month_not_open", mark("{month}没有打开的账，不用结账。"), {"month": month.label()}
        )
    _keep(actor, book, month, "close")
    publishing.prepare_at_closing(actor, book.pk, month)


@action("ledger.reopen_month")
def reopen_month(actor: Actor, *, book_id: int, month: Month, reason: str, decision: str) -> None:
    """Opens a closed month again, the last closed one only, with the reason and the decision it rests on."""
    book = books.locked(book_id)
    require(actor, "ledger.reopen_month", book.owner_id)
    for field, text in (("reason", reason), ("decision", decision)):
        if not text.strip():
            raise Refusal(
                "ledger.reopen_without",
                mark("重新打开已结账的月份，要写明原因和依据的决定。"),
                place=Place("field", field=field),
                status=422,
            )
    if Period.objects.filter(book=book, month__gt=month.first, closed_at__isnull=False).exists():
        raise Conflict("ledger.later_month_closed", mark("后面的月份已经结账，请从最后一个月开始逐月打开。"))
    if not Period.objects.filter(book=book, month=month.first, closed_at__isnull=False).exists():
        raise Conflict("ledger.month_not_closed", mark("{month}没有结账。"), {"month": month.label()})
    _keep(actor, book, month, "reopen", reason.strip(), decision.strip())
    Period.objects.filter(book=book, month=month.first).update(closed_at=None, closed_by_id=None)


def _keep(actor: Actor, book: Book, month: Month, act: str, reason: str = "", decision: str = "") -> None:
    PeriodStep.objects.create(
        book=book,
        month=month.first,
        act=act,
        reason=reason,
        decision=decision,
        person_id=actor.person_id,
        name=signature(actor),
        at=scope.moment(),
    )
    audit.record(
        actor,
        f"ledger.{act}_month",
        subject="ledger.book",
        subject_id=book.pk,
        body_id=book.owner_id,
        detail={"month": str(month)},
    )


@action("ledger.close_year")
def close_year(actor: Actor, *, book_ids: Sequence[int], year: int) -> int:
    """Drafts of the two stages: income and expense into the year's result, the result and what was distributed into
    what is left undistributed. Gives the number of drafts; what is closed already gives none. `post_closing` posts.
    """
    person = person_of(actor)
    found = _permitted(actor, "ledger.close_year", book_ids)
    day = date(year, 12, 31)
    if clock.today() < day:
        raise Conflict("ledger.year_runs", mark("{year}年还没有过完，不能年结。"), {"year": year})
    _refuse_waiting(found, year)
    accounts = _closing_accounts({book.chart for book in found})
    values = {
        "books": [book.pk for book in found],
        "charts": [chart for chart, _, _, _ in accounts],
        "results": [result for _, result, _, _ in accounts],
        "undistributed": [left for _, _, left, _ in accounts],
        "distribution": [",".join(codes) for _, _, _, codes in accounts],
        "year": year,
        "day": day,
        "month": day.replace(day=1),
        "person": person,
        "name": signature(actor),
        "now": clock.now(),
        "playbook": playbooks.current().id,
        "stages": ["result", "distribution"],
        "summaries": [f"结转{year}年度收入和支出", f"结转{year}年度收益"],
    }
    for statement in sql.CLOSING:
        _run(statement, values)
    drafts = dict(_run(sql.DRAFTED))
    _record(actor, "ledger.close_year", found, year, drafts)
    return sum(drafts.values())


@action("ledger.post_closing")
def post_closing(actor: Actor, *, book_ids: Sequence[int], year: int) -> int:
    """Posts the drafts of the year's closing, in one statement through the gate; another person prepared them."""
    person = person_of(actor)
    found = _permitted(actor, "ledger.post_voucher", book_ids)
    drafts = Voucher.objects.filter(book__in=found, date=date(year, 12, 31), state="draft").exclude(
        closing=""
    )
    if drafts.filter(prepared_by_id=person).exists():
        raise Conflict("ledger.own_import", mark("制单和复核要由两个人完成。"))
    rows = list(drafts.order_by("pk").values_list("pk", "book_id"))
    seal([pk for pk, _ in rows], f"close:{year}")
    VoucherStep.objects.bulk_create(
        VoucherStep(
            book_id=at, voucher_id=pk, act="post", person_id=person, name=signature(actor), at=clock.now()
        )
        for pk, at in rows
    )
    counted = {book.pk: sum(1 for _, at in rows if at == book.pk) for book in found}
    _record(actor, "ledger.post_closing", found, year, counted)
    return len(rows)


def _run(statement: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def _permitted(actor: Actor, verb: str, book_ids: Iterable[int]) -> list[Book]:
    wanted = set(book_ids)
    found = list(
        Book.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wanted).order_by("pk")
    )
    if not found or len(found) < len(wanted):
        raise books.unknown_book()
    for book in found:
        require(actor, verb, book.owner_id)
    own = [book for book in found if book.kind == "own"]
    if not own:
        raise refuse_kept_elsewhere()
    return own


def _refuse_waiting(found: Sequence[Book], year: int) -> None:
    waiting = Voucher.objects.filter(
        book__in=found, date__gte=date(year, 1, 1), date__lte=date(year, 12, 31), state="draft"
    )
    first = waiting.values_list("book_id", flat=True).first()
    if first is not None:
        raise Conflict(
            "ledger.year_drafts_wait",
            mark("{owner}还有没有记账的凭证，不能年结。"),
            {"owner": books.book(first).owner_name},
            remedy=mark("请先复核记账或者作废这些凭证。"),
        )


def _closing_accounts(keys: Iterable[str]) -> list[tuple[str, str, str, list[str]]]:
    section = playbook.section_of()
    found = []
    for key in sorted(keys):
        chart = section.chart.get(key)
        if chart is None or chart.closing is None:
            raise Refusal(
                "ledger.no_closing", mark("科目表“{chart}”没有写明年末结转的科目。"), {"chart": key}
            )
        about = chart.closing
        found.append((key, about.result, about.undistributed, about.distribution))
    return found


def _record(actor: Actor, verb: str, found: Sequence[Book], year: int, counted: dict[int, int]) -> None:
    audit.record_all(
        actor,
        [
            audit.Act(
                verb, "ledger.book", book.pk, book.owner_id, {"year": year, "vouchers": counted[book.pk]}
            )
            for book in found
            if counted.get(book.pk)
        ],
    )
