"""The tables of the books. What they promise below the forms is SQL in `migrations/`."""

from liancun.contexts.ledger.models.authorities import (
    Authority,
    AuthorityEnd,
    AuthorityUse,
    PaymentWarning,
    Ratification,
)
from liancun.contexts.ledger.models.books import (
    Account,
    Balance,
    BankAccount,
    Book,
    Counterparty,
    Period,
    PeriodStep,
)
from liancun.contexts.ledger.models.claims import Claim, ClaimStep
from liancun.contexts.ledger.models.desk import Keeping, PettyCash, Recurring
from liancun.contexts.ledger.models.links import Mandate, Pair
from liancun.contexts.ledger.models.mirrors import (
    ClaimMatch,
    MirrorBalance,
    MirrorImport,
    MirrorShape,
    MirrorVoucher,
)
from liancun.contexts.ledger.models.papers import (
    Handover,
    HandoverItem,
    Invoice,
    Receipt,
    ReceiptBook,
    Volume,
)
from liancun.contexts.ledger.models.publishing import Publication
from liancun.contexts.ledger.models.vouchers import Batch, Line, Voucher, VoucherStep, VoucherWords

__all__ = [
    "Account",
    "Authority",
    "AuthorityEnd",
    "AuthorityUse",
    "Balance",
    "BankAccount",
    "Batch",
    "Book",
    "Claim",
    "ClaimMatch",
    "ClaimStep",
    "Counterparty",
    "Handover",
    "HandoverItem",
    "Invoice",
    "Keeping",
    "Line",
    "Mandate",
    "MirrorBalance",
    "MirrorImport",
    "MirrorShape",
    "MirrorVoucher",
    "Pair",
    "PaymentWarning",
    "Period",
    "PeriodStep",
    "PettyCash",
    "Publication",
    "Ratification",
    "Receipt",
    "ReceiptBook",
    "Recurring",
    "Volume",
    "Voucher",
    "VoucherStep",
    "VoucherWords",
]
