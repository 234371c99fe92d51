"""From statements to the sheet a page draws: labels, links down, checks in words, periods to choose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liancun.contexts.ledger.playbook import StatementTable
from liancun.contexts.ledger.queries import books as reads
from liancun.contexts.ledger.queries.statements import Shown
from liancun.contexts.ledger.rules import spans, statements
from liancun.framework import clock
from liancun.framework.web.parts import Amount, Choice, Line, Sheet
from liancun.kernel.money import plain
from liancun.kernel.periods import Month, Quarter, Year


def period_of(request: HttpRequest, months: Sequence[reads.MonthLine]) -> spans.Period:
    """The period asked for; otherwise the newest month that was begun."""
    newest = max((m.month for m in months), default=clock.today())
    return spans.parse_or(request.GET.get("period", ""), Month.of(min(newest, clock.today())))


def periods(months: Sequence[reads.MonthLine]) -> list[Choice]:
    """Months that were begun, newest first, then the quarters and years they lie in."""
    days = [m.month for m in months]
    found: list[spans.Period] = [Month.of(day) for day in days]
    found += dict.fromkeys(Quarter.of(day) for day in days)
    found += dict.fromkeys(Year.of(day) for day in days)
    language = get_language() or ""
    return [_choice(p, language) for p in found]


@lru_cache(maxsize=2048)
def _choice(period: spans.Period, _language: str) -> Choice:
    """The same for every book; fifty of them stand on a page of three years."""
    return Choice(written(period), period.label(_))


def written(period: spans.Period) -> str:
    """As it stands in an address."""
    if isinstance(period, Quarter):
        return f"{period.year}Q{period.quarter}"
    return str(period.year) if isinstance(period, Year) else str(period)


def name_of(table: StatementTable) -> str:
    """The statement's name in the reader's language; the playbook writes both."""
    chinese = (get_language() or "zh").startswith("zh")
    return table.name if chinese or not table.name_en else table.name_en


def heading(shape: str, period: spans.Period) -> str:
    """A balance sheet stands at a day, the others cover a span."""
    if shape == "balance":
        return _("%(day)s止") % {"day": _day(min(period.last, clock.today()))}
    return period.label(_)


def _day(day: date) -> str:
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}


def sheet(book: reads.BookLine, key: str, shown: Shown, period: spans.Period, *, compare: bool) -> Sheet:
    """`compare`: a balance sheet as on paper has two columns; last year's stands beside them when asked for."""
    paper = shown.table.shape == "balance" and not compare
    count = 2 if paper else len(shown.columns)
    rows = shown.statement.rows
    sided = any(row.part for row in rows)
    left = [row for row in rows if row.part != "right"] if sided else rows
    right = [row for row in rows if row.part == "right"] if sided else ()
    lines = _Lines(book, key, period, count)
    return Sheet(
        title=name_of(shown.table),
        body=book.owner_name,
        period=heading(shown.table.shape, period),
        columns=tuple(_(c.label) for c in shown.columns[:count]),
        lines=tuple(lines.of(left)),
        right=tuple(lines.of(right)),
        heads=(_("资产"), _("负债和所有者权益")) if sided else ("", ""),
        form_number=shown.table.form,
        signatures=tuple(shown.table.signatures),
        note="；".join(check_words(shown.statement)),
    )


class _Lines:
    """Rows as lines, every figure with the address of what it is made of."""

    def __init__(self, book: reads.BookLine, key: str, period: spans.Period, count: int) -> None:
        self._book, self._key, self._period, self._count = book, key, period, count

    def of(self, rows: Iterable[statements.Row]) -> Iterable[Line]:
        unlisted = False
        for row in rows:
            if row.unlisted and not unlisted:
                unlisted = True
                yield Line(label=_("未列入"), amounts=(), heading=True)
            yield self._line(row)

    def _line(self, row: statements.Row) -> Line:
        amounts = tuple(
            Amount(value if value or row.total else None, self._url(row, at) if value else "")
            for at, value in enumerate(row.amounts[: self._count])
        )
        empty = all(value is None for value in row.amounts)
        return Line(_(row.name), () if empty else amounts, row.number, row.level, row.total, heading=empty)

    def _url(self, row: statements.Row, at: int) -> str:
        query = urlencode({"period": written(self._period), "row": row.key, "column": at})
        return f"{reverse('ledger:behind', args=[self._book.id, self._key])}?{query}"


def check_words(statement: statements.Statement) -> list[str]:
    """Each identity with how it came out; accounts no row takes are named as what they are."""
    said = [_check(check) for check in statement.checks]
    if statement.unlisted:
        said.append(
            _("未列入报表的科目：%(names)s") % {"names": "、".join(_(r.name) for r in statement.unlisted)}
        )
    return said


def _check(check: statements.Check) -> str:
    if check.holds:
        return _("%(sentence)s：相符") % {"sentence": check.sentence}
    return _("%(sentence)s：不符，相差 %(gap)s 元") % {
        "sentence": check.sentence,
        "gap": plain(abs(check.gap)),
    }
