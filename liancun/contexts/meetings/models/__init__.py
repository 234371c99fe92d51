"""The tables of `meetings`. What they promise below the forms is SQL in the migrations."""

from liancun.contexts.meetings.models.meetings import (
    AgendaItem,
    Attendance,
    Meeting,
    Minutes,
    Presence,
    Sitting,
)
from liancun.contexts.meetings.models.notices import (
    Cancellation,
    Delivery,
    NoticeChange,
    Observer,
    Paper,
    Way,
)
from liancun.contexts.meetings.models.records import (
    Correction,
    Draft,
    FollowUp,
    FollowUpStep,
    Happened,
    ItemRecord,
    Outcome,
    Reminder,
    Signing,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "Cancellation",
    "Correction",
    "Delivery",
    "Draft",
    "FollowUp",
    "FollowUpStep",
    "Happened",
    "ItemRecord",
    "Meeting",
    "Minutes",
    "NoticeChange",
    "Observer",
    "Outcome",
    "Paper",
    "Presence",
    "Reminder",
    "Signing",
    "Sitting",
    "Way",
]
