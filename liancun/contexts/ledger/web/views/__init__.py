"""Pages of the books. The book one acts in stands in the address and at the head of every page."""

from liancun.contexts.ledger.web.views.agency import agency, keeper
from liancun.contexts.ledger.web.views.books import account, book, books, close
from liancun.contexts.ledger.web.views.budgets import budget, spent
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
from liancun.contexts.ledger.web.views.desk import new_entry, review
from liancun.contexts.ledger.web.views.entries import correct, discard, new_outstanding, ratify
from liancun.contexts.ledger.web.views.matching import match_claim
from liancun.contexts.ledger.web.views.mirroring import import_mirror
from liancun.contexts.ledger.web.views.mirrors import differences as mirror_differences
from liancun.contexts.ledger.web.views.mirrors import mirror, post_mirror
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

__all__ = [
    "account",
    "add_invoice",
    "agency",
    "bands",
    "behind",
    "book",
    "books",
    "budget",
    "check",
    "claim",
    "claims",
    "close",
    "correct",
    "counterparties",
    "discard",
    "end_recurring",
    "give_back",
    "handover",
    "handovers",
    "import_mirror",
    "keeper",
    "make_voucher",
    "match_claim",
    "mirror",
    "mirror_differences",
    "new_claim",
    "new_counterparty",
    "new_entry",
    "new_handover",
    "new_outstanding",
    "new_receipts",
    "new_recurring",
    "new_volume",
    "note_receipt",
    "petty",
    "plain",
    "platform_export",
    "post",
    "post_mirror",
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
    "return_receipts",
    "review",
    "rollup",
    "scan",
    "set_petty",
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
    "work_desk",
]
