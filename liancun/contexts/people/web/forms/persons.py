"""Finding somebody before registering them, and registering."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people import rules
from liancun.contexts.people.models import Sex
from liancun.framework.web import forms

_NUMBER = {"autocomplete": "off", "inputmode": "text"}


class LookForm(forms.Form):
    """First step: is this person registered already?"""

    name = django_forms.CharField(label=_("姓名"), max_length=60)
    identity_number = django_forms.CharField(
        label=_("身份证号"),
        required=False,
        max_length=24,
        help_text=_("填写后可以准确查重；出生日期和性别由号码得出。"),
        widget=django_forms.TextInput(attrs=_NUMBER),
    )
    phone = django_forms.CharField(
        label=_("电话"), required=False, max_length=20, widget=django_forms.TextInput(attrs=_NUMBER)
    )


def ethnicities() -> list[tuple[str, str]]:
    return [("", "—"), *((name, name) for name in rules.ETHNICITIES)]


class PersonForm(LookForm):
    """Second step, shown with those who look alike."""

    looked = django_forms.CharField(initial="1", widget=django_forms.HiddenInput)
    sex = django_forms.ChoiceField(label=_("性别"), required=False, choices=[("", "—"), *Sex.choices])
    birth_date = django_forms.DateField(
        label=_("出生日期"), required=False, help_text=_("填了身份证号就不必再填。用来判断那天是否成年。")
    )
    ethnicity = django_forms.ChoiceField(label=_("民族"), required=False, choices=ethnicities)
    reason = django_forms.CharField(
        label=_("为什么不是上面的人"),
        required=False,
        max_length=300,
        help_text=_("只有存在相似记录时才要填写。"),
    )

    def person(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("looked")
        return given
