from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from liancun.contexts.access.models import Kin
from liancun.contexts.access.rules.keys import SCOPES
from liancun.contexts.access.web.words import SCOPE_WORDS
from liancun.contexts.bodies.api import BodyLine
from liancun.framework import clock
from liancun.framework.web.forms import Form
from liancun.framework.web.parts import Choice


class ChoosingForm(Form):
    """A form whose choices the view knows."""

    def choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class InspectionForm(ChoosingForm):
    body = forms.ChoiceField(label=gettext_lazy("村"))
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("为什么要看，依据什么。村里和审计员都会看到。"),
    )
    hours = forms.ChoiceField(
        label=gettext_lazy("查看多久"),
        choices=[(str(hours), str(hours)) for hours in (1, 2, 4, 8)],
        help_text=gettext_lazy("小时；到时自动结束。"),
    )

    def __init__(self, *args: Any, places: Iterable[BodyLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("body", [(str(place.id), place.name) for place in places])


class KinForm(ChoosingForm):
    person = forms.ChoiceField(label=gettext_lazy("本人"))
    relative = forms.ChoiceField(label=gettext_lazy("近亲属"))
    kind = forms.ChoiceField(label=gettext_lazy("关系"), choices=Kin.choices)

    def __init__(self, *args: Any, holders: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "relative"):
            self.choose(name, [(one.value, one.label) for one in holders])


class AccountForm(Form):
    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=40,
        help_text=gettext_lazy("3 至 40 个小写字母、数字、点或横线，例如姓名的拼音加单位简称。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class KeyForm(ChoosingForm):
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
        self.choose("body", [(str(place.id), place.name) for place in places])
        self.choose("scopes", [(code, _(SCOPE_WORDS[code])) for code in SCOPES])
        self.fields["until"].initial = clock.today() + timedelta(days=180)
