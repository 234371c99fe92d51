"""Recomputes the books from their lines: balances, numbers, chain, authorities; names the first broken voucher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liancun.contexts.ledger.models import Authority, Book, Voucher, VoucherWords
from liancun.contexts.ledger.queries import authorities, vouchers
from liancun.contexts.ledger.rules import chaining, numbers
from liancun.kernel import chain

OrderedLines = list[tuple[int, str, Decimal, Decimal]]


@dataclass(frozen=True)
class BookReport:
    """`broken`: the printed number of the first voucher that does not hold, empty where all is whole.

    `reason`: balance, number, chain, words, head or authority.
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
    lines = vouchers.ordered_lines([v.pk for v in posted])
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
    yield from _exceeded(book)


def _label(v: Voucher) -> str:
    return numbers.label(v.word, v.month, v.number)


def _broken_links(posted: Sequence[Voucher], lines: dict[int, OrderedLines]) -> Iterator[tuple[str, str]]:
    stored = ((vouchers.sealed(v, lines.get(v.pk, ())), v.previous or "", v.digest or "") for v in posted)
    index = chaining.first_fault(stored)
    if index is not None:
        yield _label(posted[index]), "chain"


def _unbalanced(posted: Sequence[Voucher], lines: dict[int, OrderedLines]) -> Iterator[tuple[str, str]]:
    for v in posted:
        of = lines.get(v.pk, [])
        if len(of) < 2 or sum(x[2] for x in of) != sum(x[3] for x in of):
            yield _label(v), "balance"


def _misnumbered(posted: Sequence[Voucher]) -> Iterator[tuple[str, str]]:
    last: dict[tuple[str, date], int] = defaultdict(int)
    for v in posted:
        series = (v.word, v.month)
        if v.number != last[series] + 1:
            yield _label(v), "number"
        last[series] = v.number or 0


def _reworded(posted: Sequence[Voucher]) -> Iterator[tuple[str, str]]:
    words = {w.voucher_id: w for w in VoucherWords.objects.filter(voucher__in=posted)}
    for v in posted:
        w = words.get(v.pk)
        if w is not None and chaining.words_digest(bytes(w.salt), w.summary, w.payee, w.lines) != v.words:
            yield _label(v), "words"


def _exceeded(book: Book) -> Iterator[tuple[str, str]]:
    for line in authorities.lines(list(Authority.objects.filter(owner_id=book.owner_id))):
        if line.used > line.amount:
            yield line.label, "authority"
