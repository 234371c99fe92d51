from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liancun.contexts.access.rules.keys import SCOPES
from liancun.contexts.access.web.words import SCOPE_WORDS
from liancun.contexts.bodies.api import BodyLine
from liancun.framework import clock
from liancun.framework.web.forms import Form


class AccountForm(Form):
    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=40,
        help_text=gettext_lazy("3 至 40 个小写字母、数字、点或横线，例如姓名的拼音加单位简称。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class KeyForm(Form):
    body = forms.ChoiceField(label=gettext_lazy("组织"))
    label = forms.CharField(
        label=gettext_lazy("使用的程序"), max_length=60, help_text=gettext_lazy("例如：县数据平台人员同步。")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("可以做什么"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("只在所选组织及其下属范围内；只选这个程序用得到的。"),
    )
    until = forms.DateField(
        label=gettext_lazy("截止日期"), help_text=gettext_lazy("这一天起失效，最长一年。")
    )

    def __init__(self, *args: Any, places: Iterable[BodyLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("body", [(str(place.id), place.name) for place in places])
        self._choices("scopes", [(code, _(SCOPE_WORDS[code])) for code in SCOPES])
        self.fields["until"].initial = clock.today() + timedelta(days=180)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
