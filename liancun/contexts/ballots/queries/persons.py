"""What is kept of a person here, and how long."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from liancun.contexts.ballots.models import RollMark
from liancun.contexts.people import api as people
from liancun.framework import clock

# 村级档案管理办法: rolls and results of votes are kept for thirty years.
KEPT_DAYS = 30 * 366


def told_of(person_id: int) -> list[people.DataPart]:
    """On which votes' rolls a person stood; how they voted is nobody's to tell."""
    marks = RollMark.objects.filter(person_id=person_id).order_by("ballot__opened_at")
    rows = marks.values_list("ballot__opened_at", "ballot__question")
    cells = tuple((f"{clock.local(at):%Y-%m-%d}", question) for at, question in rows)
    return [people.DataPart(_("列入表决名册"), (_("日期"), _("表决事项")), cells)]


def kept_of(person_id: int, today: date) -> list[people.Retention]:
    """The roll of a vote proves who could decide: it stays."""
    last = RollMark.objects.filter(person_id=person_id).aggregate(last=Max("ballot__opened_at"))["last"]
    until = clock.local(last).date() + timedelta(days=KEPT_DAYS) if last else None
    return [people.Retention(_("表决名册随村级档案保存"), until)] if until else []
