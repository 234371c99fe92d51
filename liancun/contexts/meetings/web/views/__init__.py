"""Pages of meetings."""

from liancun.contexts.meetings.web.views.pages import attendance, hold, meeting, meetings, minutes, paper
from liancun.contexts.meetings.web.views.waiting import waiting

__all__ = ["attendance", "hold", "meeting", "meetings", "minutes", "paper", "waiting"]
