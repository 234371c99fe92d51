"""Pages of meetings."""

from liancun.contexts.meetings.web.views.calling import cancel, change, convene, deliver, papers
from liancun.contexts.meetings.web.views.following import add_follow_up, follow_up, follow_ups, take_step
from liancun.contexts.meetings.web.views.keeping import attendance, correct, draft, hold, minutes, proxy
from liancun.contexts.meetings.web.views.pages import due, meeting, meetings, paper
from liancun.contexts.meetings.web.views.waiting import of_body, waiting

__all__ = [
    "add_follow_up",
    "attendance",
    "cancel",
    "change",
    "convene",
    "correct",
    "deliver",
    "draft",
    "due",
    "follow_up",
    "follow_ups",
    "hold",
    "meeting",
    "meetings",
    "minutes",
    "of_body",
    "paper",
    "papers",
    "proxy",
    "take_step",
    "waiting",
]
