"""The only door of `meetings`."""

from liancun.contexts.meetings.actions import confirm, convene, hold, record_attendance
from liancun.contexts.meetings.queries import (
    MeetingLine,
    MeetingRecord,
    MeetingTitle,
    about,
    attendees,
    facts,
    line,
    record,
    titles,
    unfinished,
)
from liancun.contexts.meetings.rules import AgendaLine, Attendant, MeetingFacts, Presence, State

__all__ = [
    "AgendaLine",
    "Attendant",
    "MeetingFacts",
    "MeetingLine",
    "MeetingRecord",
    "MeetingTitle",
    "Presence",
    "State",
    "about",
    "attendees",
    "confirm",
    "convene",
    "facts",
    "hold",
    "line",
    "record",
    "record_attendance",
    "titles",
    "unfinished",
]
