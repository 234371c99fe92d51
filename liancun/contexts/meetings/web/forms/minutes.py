"""Notes and decisions by item, the minutes, corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.meetings.actions import Said
from liancun.contexts.meetings.models import Outcome
from liancun.contexts.meetings.queries.records import ItemLine
from liancun.contexts.meetings.rules import MOST_MINUTES, AgendaLine
from liancun.framework.web import forms


class DraftForm(forms.Form):
    """For each item what was said, what was decided and how it came out."""

    version = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, agenda: Sequence[AgendaLine], items: Mapping[int, ItemLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agenda, self.items = agenda, items
        for order in range(1, len(agenda) + 1):
            self._add(order, items.get(order))
        self._settle()

    def _add(self, order: int, said: ItemLine | None) -> None:
        words = said.words if said else None
        self.fields[f"n{order}"] = django_forms.CharField(
            label=_("发言要点"),
            required=False,
            max_length=8000,
            widget=django_forms.Textarea(attrs={"rows": 4}),
            initial=words.notes if words else "",
        )
        self.fields[f"d{order}"] = django_forms.CharField(
            label=_("议定意见"),
            required=False,
            max_length=2000,
            widget=django_forms.Textarea(attrs={"rows": 2}),
            initial=words.decision if words else "",
        )
        self.fields[f"o{order}"] = django_forms.ChoiceField(
            label=_("结果"),
            required=False,
            choices=[("", _("未定")), *Outcome.choices],
            initial=words.result if words else "",
        )

    def groups(self) -> list[dict[str, Any]]:
        """What the page draws an item from."""
        return [
            {
                "order": order,
                "title": line.title,
                "presenter": line.presenter,
                "notes": self[f"n{order}"],
                "decision": self[f"d{order}"],
                "result": self[f"o{order}"],
            }
            for order, line in enumerate(self.agenda, start=1)
        ]

    def said(self) -> list[Said]:
        found = []
        for order, line in enumerate(self.agenda, start=1):
            data, old = self.cleaned_data, self.items.get(order)
            subject = old.subject if old else line.subject
            subject_id = old.subject_id if old else line.subject_id
            words = (data[f"n{order}"], data[f"d{order}"], data[f"o{order}"])
            if any(words):
                found.append(Said(order, *words, subject, subject_id))
        return found


class MinutesForm(forms.Form):
    minutes = django_forms.CharField(
        label=_("会议记录"),
        help_text=_("议题、各人的意见、表决情况和结果。"),
        widget=django_forms.Textarea(attrs={"rows": 14}),
        max_length=MOST_MINUTES,
        error_messages={"required": _("请写明议了什么、各人的意见和结果。")},
    )
    paper = forms.PaperField(
        label=_("签字的记录原件"), help_text=_("由主持人本人确认的，可以不传。"), required=False
    )


class CorrectionForm(forms.Form):
    """Which confirmed minutes are put right, and how."""

    text = django_forms.CharField(
        label=_("更正内容"),
        help_text=_("原记录哪一处有误，更正为什么。"),
        widget=django_forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    field_order = ("corrected", "text")

    def __init__(self, *args: Any, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["corrected"] = django_forms.ChoiceField(label=_("更正哪次会议"), choices=earlier)
        self.order_fields(self.field_order)
        self._settle()
