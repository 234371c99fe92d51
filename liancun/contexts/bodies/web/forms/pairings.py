from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.framework import clock
from liancun.framework.web.forms import Form

_MOST: dict[str, Any] = {"max_digits": 20, "decimal_places": 4, "min_value": 0}


class PairForm(Form):
    kind = forms.ChoiceField(label=_("结对类别"))
    helper = forms.ChoiceField(label=_("帮扶方"))
    helped = forms.ChoiceField(label=_("受助方"))
    since = forms.DateField(label=_("从哪一天起"))

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]],
        helpers: Sequence[tuple[int, str]],
        helped: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["helper"].choices = list(helpers)  # type: ignore[attr-defined]
        self.fields["helped"].choices = list(helped)  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class GoalForm(Form):
    line = forms.ChoiceField(label=_("工作线"), required=False)
    measure = forms.CharField(label=_("用什么衡量"), max_length=100, help_text=_("例如：村集体收入。"))
    target = forms.DecimalField(label=_("要达到多少"), required=False, **_MOST)
    unit = forms.CharField(label=_("单位"), max_length=10, required=False)
    due_on = forms.DateField(label=_("什么时候以前"))

    def __init__(self, *args: Any, lines: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lines:
            self.fields["line"].choices = [("", "—"), *((line, line) for line in lines)]  # type: ignore[attr-defined]
        else:
            del self.fields["line"]


class ResultForm(Form):
    goal = forms.ChoiceField(label=_("哪个目标"), required=False)
    reached_on = forms.DateField(label=_("哪一天"))
    quantity = forms.DecimalField(label=_("达到多少"), required=False, **_MOST)
    note = forms.CharField(
        label=_("做了什么、成效怎样"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, goals: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = [("", _("整个结对")), *goals]  # type: ignore[attr-defined]
        self.fields["reached_on"].initial = clock.today()


class ClosePairingForm(Form):
    until = forms.DateField(label=_("从哪一天起结束"))
    outcome = forms.CharField(label=_("结对成效"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
