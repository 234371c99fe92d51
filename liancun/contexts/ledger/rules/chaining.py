"""What a posted voucher's digest covers: ids, amounts and a salted digest of its words, never a name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from liancun.kernel import chain


@dataclass(frozen=True)
class Sealed:
    """A posted voucher as the chain sees it. `lines`: (order, account code, debit, credit)."""

    book: int
    sequence: int
    voucher: int
    word: str
    month: date
    number: int
    date: date
    lines: tuple[tuple[int, str, Decimal, Decimal], ...]
    spent: Decimal
    outstanding: bool
    authority: int | None
    claim: int | None
    corrects: int | None
    prepared_by: int
    posted_by: int
    attachments: int
    words: str


def words_digest(salt: bytes, summary: str, payee: str, texts: Iterable[str] = ()) -> str:
    """A digest of salt and free text: with the salt gone, the words can no longer be guessed from it.

    Each text stands behind its length in characters, so that no two sets of words give the same bytes.
    """
    written = "\n".join(f"{len(text)}:{text}" for text in (summary, payee, *texts))
    return hashlib.sha256(salt + written.encode()).hexdigest()


def digest(previous: str, sealed: Sealed) -> str:
    """The digest that follows `previous` in the chain of the book."""
    return chain.link(previous, asdict(sealed))


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
