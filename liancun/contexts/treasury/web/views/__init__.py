"""Pages of bank accounts."""

from liancun.contexts.treasury.web.views.accounts import account, accounts, lines, open_account
from liancun.contexts.treasury.web.views.custody import (
    custodies,
    custody,
    keep_payee,
    open_custody,
    payees,
)
from liancun.contexts.treasury.web.views.importing import import_custody, import_statement
from liancun.contexts.treasury.web.views.matching import accept_sure, match, undo_match
from liancun.contexts.treasury.web.views.paying import batch, batches, drop, make_batch, release, results
from liancun.contexts.treasury.web.views.reconciling import print_reconciliation, reconcile, reconciliation

__all__ = [
    "accept_sure",
    "account",
    "accounts",
    "batch",
    "batches",
    "custodies",
    "custody",
    "drop",
    "import_custody",
    "import_statement",
    "keep_payee",
    "lines",
    "make_batch",
    "match",
    "open_account",
    "open_custody",
    "payees",
    "print_reconciliation",
    "reconcile",
    "reconciliation",
    "release",
    "results",
    "undo_match",
]
