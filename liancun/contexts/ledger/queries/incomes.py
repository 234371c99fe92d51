"""Income of many books at once, from their stored totals: main and mirror books alike, a few statements in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from liancun.contexts.bodies import api as bodies
from liancun.contexts.ledger import playbook
from liancun.contexts.ledger.models import Book
from liancun.contexts.ledger.queries.books import BookLine, line_of
from liancun.contexts.ledger.rules.formulas import Term
from liancun.contexts.ledger.rules.incomes import ZERO, Earned
from liancun.kernel.periods import Month

# Each account's net credit at the four ends: this year's, the year's before, and the same of a year earlier.
_NETS = """
select a.book_id, a.code, a.account_class, array_agg(coalesce((
    select case when b.year = p.year then b.credit[p.month] - b.debit[p.month] else b.credit[12] - b.debit[12] end
    from ledger_balance b where b.account_id = a.id and b.year <= p.year order by b.year desc limit 1), 0)
    order by p.at)
from ledger_account a
cross join unnest(%(years)s::int[], %(months)s::int[]) with ordinality as p(year, month, at)
where a.book_id = any(%(books)s) and a.account_class = any(%(classes)s)
group by a.book_id, a.id
"""
# What vouchers that close a year took out of these accounts, in either span.
_CLOSED = """
select v.book_id, a.code, a.account_class, sum(l.credit - l.debit) filter (where v.date >= %(since)s),
       sum(l.credit - l.debit) filter (where v.date <= %(before)s)
from ledger_voucher v
join ledger_line l on l.voucher_id = v.id
join ledger_account a on a.id = l.account_id
where v.book_id = any(%(books)s) and v.state = 'posted' and v.closing <> ''
  and (v.date between %(since)s and %(until)s or v.date between %(began)s and %(before)s)
  and a.account_class = any(%(classes)s)
group by v.book_id, a.id
"""


def earned(books: Sequence[BookLine], key: playbook.MeasureKey, until: Month) -> dict[int, Earned]:
    """Book id → what its owner earned from 1 January to the end of the month, and a year earlier.

    Books whose chart the measure does not name are left out, all where the playbook in force has no such measure. Two statements, whatever the number of books.
    """
    table = playbook.statements_section().measure.get(key)
    take = table.take if table else {}
    asked = {book.id: take[book.chart] for book in books if book.chart in take}
    if not asked:
        return {}
    sums: dict[int, list[Decimal]] = {id: [ZERO, ZERO] for id in asked}
    for book_id, code, account_class, now, before in _moved(list(asked), until):
        sign = _sign(asked[book_id], code, account_class)
        sums[book_id][0] += sign * now
        sums[book_id][1] += sign * before
    kept = {book.id for book in books if book.opened_on <= date(until.year - 1, 1, 1)}
    return {id: Earned(id, now, before if id in kept else None) for id, (now, before) in sums.items()}


def _moved(books: list[int], until: Month) -> list[tuple[int, str, str, Decimal, Decimal]]:
    """Book, account and its net credit in both spans, the vouchers that close a year left out."""
    asked: dict[str, Any] = {
        "books": books,
        "years": [until.year, until.year - 1, until.year - 1, until.year - 2],
        "months": [until.month, 12, until.month, 12],
        "classes": ["income", "expense"],
        **_spans(until),
    }
    with connection.cursor() as cursor:
        cursor.execute(_NETS, asked)
        found = [(b, code, cls, n[0] - n[1], n[2] - n[3]) for b, code, cls, n in cursor.fetchall()]
        cursor.execute(_CLOSED, asked)
        closed = [(b, code, cls, -(now or ZERO), -(was or ZERO)) for b, code, cls, now, was in cursor]
    return found + closed


def _spans(until: Month) -> dict[str, date]:
    year = until.year
    before = Month(year - 1, until.month).last
    return {"since": date(year, 1, 1), "until": until.last, "began": date(year - 1, 1, 1), "before": before}


def _sign(terms: Sequence[Term], code: str, account_class: str) -> int:
    return sum(term.sign for term in terms if term.takes(code, account_class))


def collective_books(area_ids: Mapping[int, Sequence[int]]) -> dict[int, list[BookLine]]:
    """Body → the books of the collectives of these villages; three statements, whatever their number."""
    villages = {id for ids in area_ids.values() for id in ids}
    owners = {village: part.id for village, part in bodies.parts_of(villages, "collective").items()}
    rows = Book.objects.select_related("owner").filter(owner_id__in=owners.values()).order_by("kind")
    # Own before mirror, should an owner ever have both: nothing is counted twice.
    of_owner = {book.owner_id: line_of(book) for book in rows}
    return {
        body: [of_owner[owners[v]] for v in ids if v in owners and owners[v] in of_owner]
        for body, ids in area_ids.items()
    }
