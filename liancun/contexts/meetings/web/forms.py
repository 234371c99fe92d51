"""Attendance by radio buttons, and the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.meetings.rules import MOST_MINUTES, Attendant, Presence
from liancun.framework.web import forms

CHOICES = (
    (Presence.PRESENT.value, _("到会")),
    (Presence.PROXY.value, _("委托")),
    (Presence.LEAVE.value, _("请假")),
    (Presence.ABSENT.value, _("缺席")),
)


class AttendanceForm(forms.Form):
    """One row of radio buttons for each person called; everyone is taken to be there at the first entry."""

    def __init__(self, *args: Any, people: Sequence[Attendant], first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            self.fields[f"p{person.person_id}"] = django_forms.ChoiceField(
                label=person.name,
                choices=CHOICES,
                widget=django_forms.RadioSelect,
                initial=Presence.PRESENT.value if first else person.presence.value,
            )

    def ids(self, presence: Presence) -> list[int]:
        """Persons marked so."""
        return [
            person.person_id
            for person in self.people
            if self.cleaned_data[f"p{person.person_id}"] == presence.value
        ]


class MinutesForm(forms.Form):
    minutes = django_forms.CharField(
        label=_("会议记录"),
        help_text=_("议题、各人的意见、表决情况和结果。"),
        widget=django_forms.Textarea(attrs={"rows": 14}),
        max_length=MOST_MINUTES,
        error_messages={"required": _("请写明议了什么、各人的意见和结果。")},
    )
