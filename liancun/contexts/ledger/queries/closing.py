"""The list that is gone through before a month is closed; higher contexts add their own points to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from liancun.contexts.ledger.models import Period, Voucher
from liancun.contexts.ledger.queries import balances, mirrors
from liancun.framework import clock
from liancun.kernel.errors import mark
from liancun.kernel.periods import Month


@dataclass(frozen=True)
class ClosingPoint:
    """One point of the list. `label`: what is asked; `sentence` with `params`: what stands against it; `url`: where
    it is put right.
    """

    key: str
    label: str
    done: bool
    sentence: str
    params: dict[str, Any]
    remedy: str = ""
    url: str = ""


ClosingCheck = Callable[[int, Month], Iterable[ClosingPoint]]
_checks: list[ClosingCheck] = []


def offer_closing_check(check: ClosingCheck) -> None:
    """A higher context adds what must be done before a month of a book is closed: (book id, month) → points."""
    if check not in _checks:
        _checks.append(check)


def closing_list(book_id: int, month: Month) -> tuple[ClosingPoint, ...]:
    """Every point, done or not, in the order in which they are told."""
    offered = [point for check in _checks for point in check(book_id, month)]
    return (
        _over(month),
        _no_drafts(book_id, month),
        _earlier_closed(book_id, month),
        _even(book_id, month),
        *_mirrored(book_id, month),
        *offered,
    )


def _over(month: Month) -> ClosingPoint:
    return ClosingPoint(
        "month_runs",
        mark("这个月已经过完"),
        clock.today() > month.last,
        mark("{month}还没有过完，不能结账。"),
        {"month": month.label()},
    )


def _no_drafts(book_id: int, month: Month) -> ClosingPoint:
    waiting = Voucher.objects.filter(
        book_id=book_id, date__gte=month.first, date__lte=month.last, state="draft"
    ).count()
    return ClosingPoint(
        "drafts_wait",
        mark("凭证全部记账"),
        not waiting,
        mark("{month}还有 {count} 张凭证没有记账，不能结账。"),
        {"month": month.label(), "count": waiting},
        mark("请先复核记账或者作废这些凭证。"),
    )


def _earlier_closed(book_id: int, month: Month) -> ClosingPoint:
    earlier = Period.objects.filter(book_id=book_id, month__lt=month.first, closed_at__isnull=True)
    first = earlier.order_by("month").values_list("month", flat=True).first()
    label = Month.of(first).label() if first else ""
    return ClosingPoint(
        "earlier_month_open",
        mark("前面的月份已经结账"),
        first is None,
        mark("请先结{month}的账。"),
        {"month": label},
    )


def _even(book_id: int, month: Month) -> ClosingPoint:
    even = balances.trial_balance(book_id, month.last).balances
    return ClosingPoint(
        "unbalanced",
        mark("科目余额表借贷平衡"),
        even,
        mark("{month}的科目余额表借贷不平衡，不能结账。"),
        {"month": month.label()},
    )


def _mirrored(book_id: int, month: Month) -> Iterator[ClosingPoint]:
    """A month of a mirror book closes only when it agrees with the platform's balance table."""
    if not mirrors.is_mirror(book_id):
        return
    found = mirrors.agreement(book_id, month)
    yield ClosingPoint(
        "mirror_differs",
        mark("和平台的科目余额表一致"),
        found.agrees,
        mark("{month}和平台的科目余额表有 {count} 处不一致，不能结账。")
        if found.table
        else mark("{month}还没有导入平台的科目余额表，不能结账。"),
        {"month": month.label(), "count": len(found.differences)},
        mark("请在平台核对，重新导出这个月的凭证和科目余额表，再导入。"),
        f"{reverse('ledger:mirror_differences', args=[book_id])}?month={month}",
    )
