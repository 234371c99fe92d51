"""Forms of meetings."""

from liancun.contexts.meetings.web.forms.attendance import (
    COUNTING,
    WORDS,
    AttendanceForm,
    ChairForm,
    ProxyForm,
)
from liancun.contexts.meetings.web.forms.calling import (
    CancelForm,
    ChangeForm,
    ConveneForm,
    DeliveryForm,
    PapersForm,
    papers_of,
)
from liancun.contexts.meetings.web.forms.following import FollowUpForm, StepForm
from liancun.contexts.meetings.web.forms.minutes import CorrectionForm, DraftForm, MinutesForm

__all__ = [
    "COUNTING",
    "WORDS",
    "AttendanceForm",
    "CancelForm",
    "ChairForm",
    "ChangeForm",
    "ConveneForm",
    "CorrectionForm",
    "DeliveryForm",
    "DraftForm",
    "FollowUpForm",
    "MinutesForm",
    "PapersForm",
    "ProxyForm",
    "StepForm",
    "papers_of",
]
