"""Recomputes the books from their lines: balances, numbers, chain, authorities; names the first broken voucher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from liancun.contexts.ledger.models import Authority, Book, Voucher, VoucherWords
from liancun.contexts.ledger.queries import authorities, vouchers
from liancun.contexts.ledger.rules import chaining, numbers
from liancun.kernel import chain

OrderedLines = list[chaining.SealedLine]


@dataclass(frozen=True)
class BookReport:
    """`broken`: the printed number of the first voucher that does not hold, empty where all is whole.

    `reason`: balance, number, chain, words, head, stored or authority.
    """

    book_id: int
    owner_name: str
    vouchers: int
    head: str
    broken: str = ""
    reason: str = ""

    @property
    def whole(self) -> bool:
        return not self.reason


def verify_books() -> list[BookReport]:
    """Every book in scope; the operator runs it over all."""
    return [_verify(b) for b in Book.objects.select_related("owner").order_by("id")]


def _verify(book: Book) -> BookReport:
    posted = list(Voucher.objects.filter(book=book, state="posted").order_by("sequence"))
    lines = vouchers.sealed_lines(book.pk)
    fault = next(_faults(book, posted, lines), None)
    label, reason = fault or ("", "")
    return BookReport(book.pk, book.owner.name, len(posted), book.head, label, reason)


def _faults(
    book: Book, posted: Sequence[Voucher], lines: dict[int, OrderedLines]
) -> Iterator[tuple[str, str]]:
    yield from _broken_links(posted, lines)
    yield from _unbalanced(posted, lines)
    yield from _misnumbered(posted)
    yield from _reworded(posted)
    head = posted[-1].digest if posted else chain.GENESIS
    if (book.head, book.sequence) != (head, len(posted)):
        yield (_label(posted[-1]) if posted else "", "head")
    yield from _stored_wrong(book)
    yield from _exceeded(book)


def _label(v: Voucher) -> str:
    return numbers.label(v.word, v.month, v.number, v.part, v.parts)


def _broken_links(posted: Sequence[Voucher], lines: dict[int, OrderedLines]) -> Iterator[tuple[str, str]]:
    stored = ((vouchers.sealed(v, lines.get(v.pk, ())), v.previous or "", v.digest or "") for v in posted)
    index = chaining.first_fault(stored)
    if index is not None:
        yield _label(posted[index]), "chain"


def _unbalanced(posted: Sequence[Voucher], lines: dict[int, OrderedLines]) -> Iterator[tuple[str, str]]:
    for v in posted:
        of = lines.get(v.pk, [])
        if len(of) < 2 or sum(x.debit for x in of) != sum(x.credit for x in of):
            yield _label(v), "balance"


def _misnumbered(posted: Sequence[Voucher]) -> Iterator[tuple[str, str]]:
    last: dict[tuple[str, date], int] = defaultdict(int)
    for v in posted:
        series = (v.word, v.month)
        if v.number != last[series] + (v.part == 1):
            yield _label(v), "number"
        last[series] = v.number or 0


def _reworded(posted: Sequence[Voucher]) -> Iterator[tuple[str, str]]:
    words = (
        {w.voucher_id: w for w in VoucherWords.objects.filter(voucher__book_id=posted[0].book_id)}
        if posted
        else {}
    )
    for v in posted:
        w = words.get(v.pk)
        if w is not None and chaining.words_digest(bytes(w.salt), w.summary, w.payee, w.lines) != v.words:
            yield _label(v), "words"


def _exceeded(book: Book) -> Iterator[tuple[str, str]]:
    for line in authorities.lines(list(Authority.objects.filter(owner_id=book.owner_id))):
        if line.used > line.amount:
            yield line.label, "authority"


_COUNTED = """
with moved as (
    select l.account_id, v.month, sum(l.debit - l.credit) filter (where v.word = '初') as opening,
           sum(l.debit) filter (where v.word <> '初') as debit, sum(l.credit) filter (where v.word <> '初') as credit
    from ledger_voucher v join ledger_line l on l.voucher_id = v.id
    where v.book_id = %(book)s and v.state = 'posted' group by l.account_id, v.month
), counted as (
    select a.id, a.code, y.year, m.m,
           sum(moved.debit) over through as debit, sum(moved.credit) over through as credit
    from ledger_account a
    join (select distinct extract(year from month)::int as year from ledger_period where book_id = %(book)s) y on true
    cross join generate_series(1, 12) as m (m)
    left join moved on moved.account_id = a.id and moved.month = make_date(y.year, m.m, 1)
    where a.book_id = %(book)s
    window through as (partition by a.id order by y.year, m.m)
), opened as (
    select account_id, sum(opening) as opening, min(month) as month from moved where opening is not null group by 1
)
select c.code || ' ' || c.year
from counted c
left join opened o on o.account_id = c.id and extract(year from o.month) <= c.year
left join ledger_balance b on b.account_id = c.id and b.year = c.year
where (b.opening, b.debit[c.m], b.credit[c.m]) is distinct from
      (coalesce(o.opening, 0), coalesce(c.debit, 0), coalesce(c.credit, 0))
order by 1 limit 1
"""


def _stored_wrong(book: Book) -> Iterator[tuple[str, str]]:
    """The stored totals of each account, year and month against its lines, of each authority against its vouchers."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"book": book.pk})
        yield from ((code, "stored") for (code,) in cursor.fetchall())
        cursor.execute(_PAID, [book.owner_id])
        yield from ((label, "stored") for (label,) in cursor.fetchall())


_PAID = """
select a.label from ledger_authority a left join ledger_authorityuse u on u.authority_id = a.id
where a.owner_id = %s and u.used is distinct from ledger_summed_use(a.id) order by a.id limit 1
"""


def rebuild_balances() -> None:
    """All stored totals anew from the lines and vouchers, in the transaction of the operator."""
    with connection.cursor() as cursor:
        cursor.execute("select ledger_rebuild_balances(), ledger_rebuild_uses()")
