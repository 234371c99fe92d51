"""Pages of the books. The book one acts in stands in the address and at the head of every page."""

from liancun.contexts.ledger.web.views.books import account, book, books, close
from liancun.contexts.ledger.web.views.claims import (
    claim,
    claims,
    give_back,
    make_voucher,
    new_claim,
    refile,
    sign,
    where_to_claim,
)
from liancun.contexts.ledger.web.views.entries import correct, discard, new_entry, new_outstanding, ratify
from liancun.contexts.ledger.web.views.statements import behind, plain, statement
from liancun.contexts.ledger.web.views.statements import index as statements
from liancun.contexts.ledger.web.views.vouchers import post, print_voucher, voucher, vouchers

__all__ = [
    "account",
    "behind",
    "book",
    "books",
    "claim",
    "claims",
    "close",
    "correct",
    "discard",
    "give_back",
    "make_voucher",
    "new_claim",
    "new_entry",
    "new_outstanding",
    "plain",
    "post",
    "print_voucher",
    "ratify",
    "refile",
    "sign",
    "statement",
    "statements",
    "voucher",
    "vouchers",
    "where_to_claim",
]
