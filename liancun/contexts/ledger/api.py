"""The door of `ledger`: books, authorities, claims, vouchers."""

from liancun.contexts.ledger.actions.authorities import end_authorities, ratify, register_authority
from liancun.contexts.ledger.actions.books import add_bank_account, load_opening, open_book
from liancun.contexts.ledger.actions.checking import check_voucher
from liancun.contexts.ledger.actions.claim_matching import match_claim
from liancun.contexts.ledger.actions.claims import (
    accept_claim,
    approve_claim,
    check_claim,
    file_claim,
    refile_claim,
    return_claim,
    withdraw_claim,
)
from liancun.contexts.ledger.actions.closing import close_month, close_year, post_closing, reopen_month
from liancun.contexts.ledger.actions.counterparties import add_counterparty
from liancun.contexts.ledger.actions.importing import import_vouchers, post_import
from liancun.contexts.ledger.actions.invoices import note_invoice
from liancun.contexts.ledger.actions.linking import (
    answer_pairs,
    approve_side,
    give_mandate,
    open_pair,
    prepare_side,
    release_pair,
    revoke_mandate,
    settle_pair,
)
from liancun.contexts.ledger.actions.mirror_reading import GivenFile, UnknownColumns
from liancun.contexts.ledger.actions.mirroring import (
    Imported,
    import_mirror,
    post_mirror,
    remember_mirror_columns,
)
from liancun.contexts.ledger.actions.posting import post_voucher
from liancun.contexts.ledger.actions.vouchers import (
    correct_voucher,
    discard_voucher,
    prepare_entry,
    prepare_voucher,
    record_paid_without_authority,
)
from liancun.contexts.ledger.metrics import METRICS
from liancun.contexts.ledger.queries.authorities import (
    AuthorityLine,
    PaymentLine,
    authorities_for,
    authorities_of,
    authority,
    offer_subject_link,
    paid_by_month,
    payments_for,
    remaining,
    vouchers_under,
)
from liancun.contexts.ledger.queries.balances import balances, trial_balance, trial_balances
from liancun.contexts.ledger.queries.books import (
    BankLine,
    BookLine,
    bank_accounts,
    book,
    book_of,
    books,
    months,
    party_codes,
)
from liancun.contexts.ledger.queries.books import locked as lock_book
from liancun.contexts.ledger.queries.claims import ClaimLine, claim, claims
from liancun.contexts.ledger.queries.closing import ClosingPoint, closing_list, offer_closing_check
from liancun.contexts.ledger.queries.desk import CounterpartyLine, counterparties
from liancun.contexts.ledger.queries.holds import offer_hold, offer_pair_hold
from liancun.contexts.ledger.queries.invoices import InvoiceLine, invoices_of
from liancun.contexts.ledger.queries.links import PairLine, SideLine, pair, pairs_of, sides_of
from liancun.contexts.ledger.queries.mirrors import agreement as mirror_agreement
from liancun.contexts.ledger.queries.mirrors import proposals as match_proposals
from liancun.contexts.ledger.queries.money import MoneyLine, money_balance, money_lines
from liancun.contexts.ledger.queries.publishing import PublicationLine, publications
from liancun.contexts.ledger.queries.verifying import BookReport, rebuild_balances, verify_books
from liancun.contexts.ledger.queries.vouchers import VoucherLine, voucher, voucher_lines, vouchers
from liancun.contexts.ledger.rules.importing import IncomingLine
from liancun.contexts.ledger.rules.importing import Report as ImportReport
from liancun.contexts.ledger.rules.lines import Entry
from liancun.contexts.ledger.rules.trial import TrialBalance

__all__ = [
    "METRICS",
    "AuthorityLine",
    "BankLine",
    "BookLine",
    "BookReport",
    "ClaimLine",
    "ClosingPoint",
    "CounterpartyLine",
    "Entry",
    "GivenFile",
    "ImportReport",
    "Imported",
    "IncomingLine",
    "InvoiceLine",
    "MoneyLine",
    "PairLine",
    "PaymentLine",
    "PublicationLine",
    "SideLine",
    "TrialBalance",
    "UnknownColumns",
    "VoucherLine",
    "accept_claim",
    "add_bank_account",
    "add_counterparty",
    "answer_pairs",
    "approve_claim",
    "approve_side",
    "authorities_for",
    "authorities_of",
    "authority",
    "balances",
    "bank_accounts",
    "book",
    "book_of",
    "books",
    "check_claim",
    "check_voucher",
    "claim",
    "claims",
    "close_month",
    "close_year",
    "closing_list",
    "correct_voucher",
    "counterparties",
    "discard_voucher",
    "end_authorities",
    "file_claim",
    "give_mandate",
    "import_mirror",
    "import_vouchers",
    "invoices_of",
    "load_opening",
    "lock_book",
    "match_claim",
    "match_proposals",
    "mirror_agreement",
    "money_balance",
    "money_lines",
    "months",
    "note_invoice",
    "offer_closing_check",
    "offer_hold",
    "offer_pair_hold",
    "offer_subject_link",
    "open_book",
    "open_pair",
    "paid_by_month",
    "pair",
    "pairs_of",
    "party_codes",
    "payments_for",
    "post_closing",
    "post_import",
    "post_mirror",
    "post_voucher",
    "prepare_entry",
    "prepare_side",
    "prepare_voucher",
    "publications",
    "ratify",
    "rebuild_balances",
    "record_paid_without_authority",
    "refile_claim",
    "register_authority",
    "release_pair",
    "remaining",
    "remember_mirror_columns",
    "reopen_month",
    "return_claim",
    "revoke_mandate",
    "settle_pair",
    "sides_of",
    "trial_balance",
    "trial_balances",
    "verify_books",
    "voucher",
    "voucher_lines",
    "vouchers",
    "vouchers_under",
    "withdraw_claim",
]
