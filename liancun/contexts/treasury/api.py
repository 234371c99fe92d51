"""The door of `treasury`: accounts at banks, whether a month agrees, payment files."""

from liancun.contexts.treasury.actions.accounts import keep_payee, open_account, open_custody
from liancun.contexts.treasury.actions.importing import (
    Imported,
    UnknownShape,
    import_custody,
    import_statement,
    remember_shape,
)
from liancun.contexts.treasury.actions.matching import accept, accept_sure, reconcile, undo_match
from liancun.contexts.treasury.actions.paying import (
    PaymentFile,
    drop_batch,
    make_batch,
    record_results,
    release_batch,
)
from liancun.contexts.treasury.queries.accounts import AccountLine, account, accounts
from liancun.contexts.treasury.queries.closing import not_reconciled
from liancun.contexts.treasury.queries.matching import open_sides, reconciliation
from liancun.contexts.treasury.queries.paying import batch, order_lines, payables

__all__ = [
    "AccountLine",
    "Imported",
    "PaymentFile",
    "UnknownShape",
    "accept",
    "accept_sure",
    "account",
    "accounts",
    "batch",
    "drop_batch",
    "import_custody",
    "import_statement",
    "keep_payee",
    "make_batch",
    "not_reconciled",
    "open_account",
    "open_custody",
    "open_sides",
    "order_lines",
    "payables",
    "reconcile",
    "reconciliation",
    "record_results",
    "release_batch",
    "remember_shape",
    "undo_match",
]
