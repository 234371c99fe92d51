"""Forms of the books. Choices are handed in by the view: a form knows the words, not the records."""

from liancun.contexts.ledger.web.forms.desk import LINES, DeskForm, LineForm, LineForms, RecurringForm
from liancun.contexts.ledger.web.forms.papers import (
    AgencyForm,
    CounterpartyForm,
    HandoverForm,
    KeeperForm,
    PettyForm,
    ReceiptBookForm,
    ReceiptForm,
    VolumeForm,
)
from liancun.contexts.ledger.web.forms.periods import (
    AccountForm,
    ApproveSideForm,
    CloseAccountForm,
    MandateForm,
    PairForm,
    ReopenForm,
    SideForm,
)
from liancun.contexts.ledger.web.forms.steps import (
    ClaimForm,
    InvoiceForm,
    MonthForm,
    OutstandingForm,
    RatifyForm,
    ReasonForm,
    RefileForm,
    ScanForm,
)

__all__ = [
    "LINES",
    "AccountForm",
    "AgencyForm",
    "ApproveSideForm",
    "ClaimForm",
    "CloseAccountForm",
    "CounterpartyForm",
    "DeskForm",
    "HandoverForm",
    "InvoiceForm",
    "KeeperForm",
    "LineForm",
    "LineForms",
    "MandateForm",
    "MonthForm",
    "OutstandingForm",
    "PairForm",
    "PettyForm",
    "RatifyForm",
    "ReasonForm",
    "ReceiptBookForm",
    "ReceiptForm",
    "RecurringForm",
    "RefileForm",
    "ReopenForm",
    "ScanForm",
    "SideForm",
    "VolumeForm",
]
