"""What a posted voucher's digest covers: ids, amounts and a salted digest of its words, never a name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liancun.kernel import chain


@dataclass(frozen=True)
class SealedLine:
    order: int
    code: str
    debit: Decimal
    credit: Decimal
    counterparty: int | None
    quantity: Decimal | None
    unit: str

    def text(self) -> str:
        quantity = None if self.quantity is None else f"{self.quantity:.3f}"
        amounts = f"{self.debit:.2f}", f"{self.credit:.2f}"
        return _joined(self.order, self.code, *amounts, self.counterparty, quantity, self.unit)


@dataclass(frozen=True)
class Sealed:
    """A posted voucher as the chain sees it. The gate writes the same text in SQL (`migrations/0012_set_gate.py`)."""

    book: int
    sequence: int
    voucher: int
    word: str
    date: date
    number: int
    part: int
    parts: int
    spent: Decimal
    outstanding: bool
    authority: int | None
    claim: int | None
    corrects: int | None
    closing: str
    link: int | None
    batch: int | None
    prepared_by: int
    checked_by: int | None
    posted_by: int
    attachments: int
    words: str
    lines: tuple[SealedLine, ...]

    def text(self) -> str:
        head = _joined(
            self.book,
            self.sequence,
            self.voucher,
            self.word,
            self.date.isoformat(),
            self.number,
            self.part,
            self.parts,
            f"{self.spent:.2f}",
            int(self.outstanding),
            self.authority,
            self.claim,
            self.corrects,
            self.closing,
            self.link,
            self.batch,
            self.prepared_by,
            self.checked_by,
            self.posted_by,
            self.attachments,
            self.words,
        )
        return "\n".join((head, *(line.text() for line in self.lines)))


def _joined(*values: object) -> str:
    return "|".join("" if value is None else str(value) for value in values)


def words_digest(salt: bytes, summary: str, payee: str, texts: Iterable[str] = ()) -> str:
    """A digest of salt and free text: with the salt gone, the words can no longer be guessed from it.

    Each text stands behind its length in characters, so that no two sets of words give the same bytes.
    """
    written = "\n".join(f"{len(text)}:{text}" for text in (summary, payee, *texts))
    return hashlib.sha256(salt + written.encode()).hexdigest()


def digest(previous: str, sealed: Sealed) -> str:
    """The digest that follows `previous` in the chain of the book, in hexadecimal digits."""
    return hashlib.sha256(f"{previous}\n{sealed.text()}".encode()).hexdigest()


def first_fault(stored: Iterable[tuple[Sealed, str, str]]) -> int | None:
    """Index of the first voucher, in the order of the chain, that does not follow; None where all is whole.

    Each item: the voucher, its stored previous digest, its stored digest.
    """
    head = chain.GENESIS
    for index, (sealed, previous, own) in enumerate(stored):
        if sealed.sequence != index + 1 or previous != head or digest(head, sealed) != own:
            return index
        head = own
    return None
