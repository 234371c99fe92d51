"""Attendance by radio buttons, a written proxy, who took the chair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.meetings.rules import COUNTED, Attendant, Presence, Terms
from liancun.framework.web import forms

WORDS = {
    Presence.PRESENT: _("到会"),
    Presence.ONLINE: _("线上"),
    Presence.PROXY: _("委托"),
    Presence.LEAVE: _("请假"),
    Presence.ABSENT: _("缺席"),
}
COUNTING = " ".join(state.value for state in COUNTED)


class AttendanceForm(forms.Form):
    """One row of radio buttons for each person called; everyone is taken to be there at the first entry.

    Online is offered where the terms allow it, a proxy where one was handed in (or nobody said how proxies go).
    """

    observers = django_forms.CharField(
        label=_("列席人员"),
        help_text=_("不计入到会人数。一行一人：姓名，单位或职务。"),
        widget=django_forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[Attendant],
        first: bool,
        terms: Terms | None = None,
        sitting_in: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.terms = people, terms or Terms()
        for person in people:
            self.fields[f"p{person.person_id}"] = django_forms.ChoiceField(
                label=person.name,
                choices=self._choices(person),
                widget=django_forms.RadioSelect,
                initial=self._initial(person, first),
            )
            self.fields[f"r{person.person_id}"] = django_forms.CharField(
                label=_("请假原因"), required=False, max_length=100, initial=person.reason
            )
        self.fields["observers"].initial = "\n".join(
            f"{name}，{office}" if office else name for name, office in sitting_in
        )

    def rows(self) -> list[dict[str, Any]]:
        """What the page draws a line of the roll from."""
        return [
            {
                "number": number,
                "person": person,
                "state": self[f"p{person.person_id}"],
                "reason": self[f"r{person.person_id}"],
            }
            for number, person in enumerate(self.people, start=1)
        ]

    def ids(self, presence: Presence) -> list[int]:
        """Persons marked so."""
        return [
            person.person_id
            for person in self.people
            if self.cleaned_data[f"p{person.person_id}"] == presence.value
        ]

    def leave(self) -> dict[int, str]:
        return {person: self.cleaned_data[f"r{person}"].strip() for person in self.ids(Presence.LEAVE)}

    def sitting_in(self) -> list[tuple[str, str]]:
        """Name and office of each line."""
        lines = (line.strip().replace(",", "，") for line in self.cleaned_data["observers"].splitlines())
        parts = (line.partition("，") for line in lines if line)
        return [(name.strip(), office.strip()) for name, _comma, office in parts]

    def _choices(self, person: Attendant) -> list[tuple[str, Any]]:
        states = [Presence.PRESENT]
        if self.terms.online:
            states.append(Presence.ONLINE)
        if self.terms.proxies == "" or person.carrier_id:
            states.append(Presence.PROXY)
        return [(state.value, WORDS[state]) for state in (*states, Presence.LEAVE, Presence.ABSENT)]

    def _initial(self, person: Attendant, first: bool) -> str:
        fresh = first and person.presence is Presence.ABSENT
        return Presence.PRESENT.value if fresh else person.presence.value


class ProxyForm(forms.Form):
    """Who carries whose written proxy."""

    def __init__(
        self,
        *args: Any,
        givers: Sequence[tuple[str, str]],
        carriers: Sequence[tuple[str, str]],
        giver: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"] = django_forms.ChoiceField(label=_("委托人"), choices=givers, initial=giver)
        self.fields["carrier"] = django_forms.ChoiceField(label=_("受托人"), choices=carriers)
        self.fields["paper"] = forms.PaperField(label=_("委托书"), required=False)
        self._settle()


class ChairForm(forms.Form):
    """Who took the chair; nobody chosen: who records it."""

    def __init__(self, *args: Any, people: Sequence[Attendant], recorder: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [(str(one.person_id), one.name) for one in people if one.presence in COUNTED]
        self.fields["chair"] = django_forms.ChoiceField(
            label=_("主持人"), choices=[("", recorder), *there], required=False
        )
        self._settle()

    @property
    def chair_id(self) -> int | None:
        return int(self.cleaned_data["chair"]) if self.cleaned_data["chair"] else None
