"""What a meeting gives somebody to do, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.framework.web import forms


class FollowUpForm(forms.Form):
    text = django_forms.CharField(label=_("办什么事"), max_length=200)
    due = django_forms.DateField(label=_("办结期限"))

    field_order = ("text", "owner", "due")

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = django_forms.ChoiceField(label=_("责任人"), choices=people)
        self.order_fields(self.field_order)
        self._settle()


class StepForm(forms.Form):
    note = django_forms.CharField(
        label=_("办理情况"), widget=django_forms.Textarea(attrs={"rows": 3}), max_length=400
    )
    due = django_forms.DateField(label=_("新的期限"), help_text=_("只在改期限时填写。"), required=False)

    field_order = ("kind", "note", "due")

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = django_forms.ChoiceField(
            label=_("进展"), choices=kinds, widget=django_forms.RadioSelect
        )
        self.order_fields(self.field_order)
        if len(kinds) < 4:
            del self.fields["due"]
        self._settle()
