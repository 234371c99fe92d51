"""Pages of the books. The book one acts in stands in the address and at the head of every page."""

from liancun.contexts.ledger.web.views.agency import agency, keeper
from liancun.contexts.ledger.web.views.books import account, book, books, close
from liancun.contexts.ledger.web.views.budgets import budget, spent
from liancun.contexts.ledger.web.views.chart import chart, close_account, new_account
from liancun.contexts.ledger.web.views.claims import (
    claim,
    claims,
    give_back,
    make_voucher,
    new_claim,
    refile,
    sign,
    where_to_claim,
    withdraw,
)
from liancun.contexts.ledger.web.views.desk import new_entry, review
from liancun.contexts.ledger.web.views.entries import correct, discard, new_outstanding, ratify
from liancun.contexts.ledger.web.views.imports import batch, discard_batch, imported, post_batch
from liancun.contexts.ledger.web.views.incomes import incomes
from liancun.contexts.ledger.web.views.mandates import mandates, new_mandate, revoke_mandate
from liancun.contexts.ledger.web.views.matching import match_claim
from liancun.contexts.ledger.web.views.mirroring import import_mirror
from liancun.contexts.ledger.web.views.mirrors import differences as mirror_differences
from liancun.contexts.ledger.web.views.mirrors import mirror, post_mirror
from liancun.contexts.ledger.web.views.opening import open_for, where_to_open
from liancun.contexts.ledger.web.views.pairs import (
    approve_side,
    new_pair,
    pair,
    pairs,
    release_pair,
    settle_pair,
    side,
)
from liancun.contexts.ledger.web.views.papers import add_invoice, print_claim, scan
from liancun.contexts.ledger.web.views.platform import platform_export
from liancun.contexts.ledger.web.views.registers import (
    handover,
    handovers,
    new_handover,
    new_receipts,
    new_volume,
    note_receipt,
    print_handover,
    receipt_books,
    receipts,
    return_receipts,
    take_papers,
    volumes,
)
from liancun.contexts.ledger.web.views.regular import (
    counterparties,
    end_recurring,
    new_counterparty,
    new_recurring,
    petty,
    propose_recurring,
    recurring,
    set_petty,
    switch,
    top_up,
    work_desk,
)
from liancun.contexts.ledger.web.views.rollups import bands, rollup
from liancun.contexts.ledger.web.views.statements import behind, plain, publish_month, statement
from liancun.contexts.ledger.web.views.statements import index as statements
from liancun.contexts.ledger.web.views.vouchers import check, post, print_voucher, voucher, vouchers
from liancun.contexts.ledger.web.views.yearly import close_year, post_year, reopen, year
from liancun.contexts.ledger.web.views.yearly import months_of as months

__all__ = [
    "account",
    "add_invoice",
    "agency",
    "approve_side",
    "bands",
    "batch",
    "behind",
    "book",
    "books",
    "budget",
    "chart",
    "check",
    "claim",
    "claims",
    "close",
    "close_account",
    "close_year",
    "correct",
    "counterparties",
    "discard",
    "discard_batch",
    "end_recurring",
    "give_back",
    "handover",
    "handovers",
    "import_mirror",
    "imported",
    "incomes",
    "keeper",
    "make_voucher",
    "mandates",
    "match_claim",
    "mirror",
    "mirror_differences",
    "months",
    "new_account",
    "new_claim",
    "new_counterparty",
    "new_entry",
    "new_handover",
    "new_mandate",
    "new_outstanding",
    "new_pair",
    "new_receipts",
    "new_recurring",
    "new_volume",
    "note_receipt",
    "open_for",
    "pair",
    "pairs",
    "petty",
    "plain",
    "platform_export",
    "post",
    "post_batch",
    "post_mirror",
    "post_year",
    "print_claim",
    "print_handover",
    "print_voucher",
    "propose_recurring",
    "publish_month",
    "ratify",
    "receipt_books",
    "receipts",
    "recurring",
    "refile",
    "release_pair",
    "reopen",
    "return_receipts",
    "review",
    "revoke_mandate",
    "rollup",
    "scan",
    "set_petty",
    "settle_pair",
    "side",
    "sign",
    "spent",
    "statement",
    "statements",
    "switch",
    "take_papers",
    "top_up",
    "volumes",
    "voucher",
    "vouchers",
    "where_to_claim",
    "where_to_open",
    "withdraw",
    "work_desk",
    "year",
]
