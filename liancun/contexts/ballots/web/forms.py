"""The roll called by name, and the count of a show of hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ballots.queries import RollLine
from liancun.contexts.ballots.rules import Choice
from liancun.framework.web import forms

CHOICES = (
    (Choice.YES.value, _("同意")),
    (Choice.NO.value, _("反对")),
    (Choice.ABSTAIN.value, _("弃权")),
)


class CallForm(forms.Form):
    """One row of three radio buttons for each place on the roll that has not voted; empty rows are left out."""

    def __init__(self, *args: Any, roll: Sequence[RollLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roll = [line for line in roll if not line.voted]
        for line in self.roll:
            self.fields[f"p{line.person_id}"] = django_forms.ChoiceField(
                label=line.name, choices=CHOICES, widget=django_forms.RadioSelect, required=False
            )

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.values()) and not self.errors:
            raise django_forms.ValidationError(_("还没有点选任何人的表决。"))
        return self.cleaned_data

    def choices(self) -> list[tuple[int, str]]:
        """Persons and what they said."""
        said = [(line.person_id, self.cleaned_data.get(f"p{line.person_id}", "")) for line in self.roll]
        return [(person, choice) for person, choice in said if choice]


class CountForm(forms.Form):
    present = django_forms.IntegerField(label=_("到会人数"), min_value=0)
    yes = django_forms.IntegerField(label=_("同意"), min_value=0)
    no = django_forms.IntegerField(label=_("反对"), min_value=0)
    abstain = django_forms.IntegerField(label=_("弃权"), min_value=0)


class WitnessForm(forms.Form):
    """The second officer says what they saw themselves; the program compares."""

    yes = django_forms.IntegerField(label=_("您数到的同意票"), min_value=0)

    def __init__(self, *args: Any, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen

    def clean_yes(self) -> int:
        said: int = self.cleaned_data["yes"]
        if said != self.seen:
            raise django_forms.ValidationError(
                _("与计票人录入的不一致。请两人一起重新清点，由计票人重新录入。")
            )
        return said
