"""What is told to a person about themselves, and how long it is kept."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from liancun.contexts.meetings import models
from liancun.contexts.meetings.models import Attendance, FollowUp
from liancun.contexts.people import api as people
from liancun.framework import clock

# 村级档案管理办法: minutes and lists of those present are kept for thirty years.
KEPT_DAYS = 30 * 366


def told_of(person_id: int) -> list[people.DataPart]:
    """The meetings a person was called to, whether they came, and what they were given to do."""
    found = Attendance.objects.filter(person_id=person_id).order_by("meeting__starts_at")
    rows = found.values_list("meeting__starts_at", "meeting__title", "state", "reason")
    cells = tuple(
        (f"{clock.local(at):%Y-%m-%d}", title, str(models.Presence(state).label), reason)
        for at, title, state, reason in rows
    )
    given = FollowUp.objects.filter(owner_id=person_id).order_by("due").values_list("due", "text")
    return [
        people.DataPart(_("参加会议"), (_("日期"), _("会议"), _("到会"), _("原因")), cells),
        people.DataPart(
            _("会议交办事项"), (_("期限"), _("事项")), tuple((f"{due:%Y-%m-%d}", text) for due, text in given)
        ),
    ]


def kept_of(person_id: int, today: date) -> list[people.Retention]:
    """The list of those present belongs to the minutes."""
    found = Attendance.objects.filter(person_id=person_id)
    last = found.aggregate(last=Max("meeting__starts_at"))["last"]
    until = clock.local(last).date() + timedelta(days=KEPT_DAYS) if last else None
    return [people.Retention(_("会议记录随村级档案保存"), until)] if until else []
