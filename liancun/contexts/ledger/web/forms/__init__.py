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
    "AgencyForm",
    "ClaimForm",
    "CounterpartyForm",
    "DeskForm",
    "HandoverForm",
    "InvoiceForm",
    "KeeperForm",
    "LineForm",
    "LineForms",
    "MonthForm",
    "OutstandingForm",
    "PettyForm",
    "RatifyForm",
    "ReasonForm",
    "ReceiptBookForm",
    "ReceiptForm",
    "RecurringForm",
    "RefileForm",
    "ScanForm",
    "VolumeForm",
]
