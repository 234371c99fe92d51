"""The roll called by name, hands, papers, polling places, proxies and corrections of the roll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ballots.queries import RollLine
from liancun.contexts.ballots.rules import Choice, Kind, Question
from liancun.framework import clock
from liancun.framework.web import forms

CHOICES = (
    (Choice.YES.value, _("同意")),
    (Choice.NO.value, _("反对")),
    (Choice.ABSTAIN.value, _("弃权")),
)
INVALID = ("invalid", _("无效票（看不清、选多了或空白）"))


class CallForm(forms.Form):
    """One row of three radio buttons for each place on the roll that has not voted; empty rows are left out."""

    def __init__(self, *args: Any, roll: Sequence[RollLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roll = [line for line in roll if not line.voted and not line.struck]
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
    """A show of hands; for a choice or a rating one number an option."""

    present = django_forms.IntegerField(label=_("到会人数"), min_value=0)

    def __init__(self, *args: Any, asked: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked or Question()
        for place, text in enumerate(self.asked.options):
            self.fields[f"option{place}"] = django_forms.IntegerField(label=text, min_value=0)
        words = CHOICES if self.asked.kind is Kind.YES_NO else CHOICES[2:]
        for name, word in words:
            self.fields[name] = django_forms.IntegerField(label=word, min_value=0)
        self._settle()

    def count(self) -> dict[str, Any]:
        given = self.cleaned_data
        options = [given[f"option{place}"] for place in range(len(self.asked.options))]
        words = {name: given[name] for name, _word in CHOICES if name in given}
        return {"present": given["present"], "options": options, **words}


class WitnessForm(forms.Form):
    """The second officer says what they saw themselves; the program compares."""

    yes = django_forms.IntegerField(label=_("您数到的同意票"), min_value=0)

    def __init__(self, *args: Any, seen: int, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen
        if label:
            self.fields["yes"].label = label

    def clean_yes(self) -> int:
        said: int = self.cleaned_data["yes"]
        if said != self.seen:
            raise django_forms.ValidationError(
                _("与计票人录入的不一致。请两人一起重新清点，由计票人重新录入。")
            )
        return said


class AnswerForm(forms.Form):
    """One voter's answer. `on_paper`: it may be invalid."""

    def __init__(self, *args: Any, asked: Question, on_paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        more = [INVALID] if on_paper else []
        if asked.kind is Kind.RATING:
            self.fields.update(_grades(asked, bool(more)))
        else:
            self.fields["choice"] = _choice(asked, more)
        self._settle()

    def answer(self) -> tuple[str, tuple[int, ...]]:
        """The word, or the options or grades."""
        given = self.cleaned_data
        if self.asked.kind is Kind.RATING:
            told = [given[f"grade{place}"] for place in range(len(self.asked.options))]
            words = {one for one in told if not one.isdigit()}
            return (words.pop(), ()) if words else ("", tuple(map(int, told)))
        chosen = given["choice"] if isinstance(given["choice"], list) else [given["choice"]]
        words = {one for one in chosen if not one.isdigit()}
        return (words.pop(), ()) if words else ("", tuple(map(int, chosen)))


def _choice(asked: Question, more: Iterable[tuple[str, Any]]) -> django_forms.Field:
    options = [(str(place), text) for place, text in enumerate(asked.options)]
    words = list(CHOICES) if asked.kind is Kind.YES_NO else [*options, CHOICES[2]]
    if asked.kind is Kind.CHOICE and asked.most > 1:
        return django_forms.MultipleChoiceField(
            label=gettext("选择（最多 %(most)s 项）") % {"most": asked.most},
            choices=[*words, *more],
            widget=django_forms.CheckboxSelectMultiple,
        )
    return django_forms.ChoiceField(label=_("选择"), choices=[*words, *more], widget=django_forms.RadioSelect)


def _grades(asked: Question, on_paper: bool) -> dict[str, django_forms.Field]:
    grades = [(str(grade), str(grade)) for grade in range(asked.most, -1, -1)]
    more = [INVALID] if on_paper else []
    return {
        f"grade{place}": django_forms.ChoiceField(
            label=text, choices=[("", _("请打分")), *grades, *(more if not place else [])]
        )
        for place, text in enumerate(asked.options)
    }


class ProxyForm(forms.Form):
    """Who of the household carries the vote, and which paper."""

    carrier = django_forms.TypedChoiceField(
        label=_("受托人"),
        help_text=_("同一户的家人；未成年人不能受托。"),
        coerce=int,
        widget=django_forms.RadioSelect,
    )
    paper = django_forms.CharField(
        label=_("书面委托"),
        help_text=_("写明委托书的日期和存放处，例如“5 月 2 日，存村委会档案柜”。"),
        max_length=120,
    )

    def __init__(self, *args: Any, family: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].choices = list(family)  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = django_forms.CharField(label=_("理由"), max_length=200)


class StationForm(forms.Form):
    """A polling place, its hours of one day and who serves there."""

    place = django_forms.CharField(label=_("投票点地点"), max_length=80)
    day = django_forms.DateField(label=_("日期"), widget=django_forms.DateInput)
    opens = django_forms.TimeField(
        label=_("开始"), widget=django_forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closes = django_forms.TimeField(
        label=_("结束"), widget=django_forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    officers = django_forms.TypedMultipleChoiceField(
        label=_("工作人员（至少两名）"), coerce=int, widget=django_forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, officers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officers"].choices = list(officers)  # type: ignore[attr-defined]

    def hours(self) -> tuple[datetime, datetime]:
        given = self.cleaned_data
        opens, closes = (
            datetime.combine(given["day"], given[name], tzinfo=clock.ZONE) for name in ("opens", "closes")
        )
        return opens, closes


class CorrectionForm(forms.Form):
    """Which decision changes the roll, and why."""

    reason = django_forms.CharField(
        label=_("决定和理由"),
        help_text=_("写明哪次会议作出的决定，为什么更正。"),
        max_length=300,
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )
