"""What a stranger may send: an objection, and a printed token typed by hand."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liancun.framework.web import forms
from liancun.kernel import tokens
from liancun.kernel.errors import Refusal


class ObjectionForm(forms.Form):
    text = django_forms.CharField(
        label=_("您的意见"),
        help_text=_("对哪一项有意见、为什么。最多 1000 字。"),
        widget=django_forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        error_messages={"required": _("请写下您的意见。")},
    )
    contact = django_forms.CharField(
        label=_("联系电话"),
        help_text=_("愿意的话留一个，只有办理的人在说明理由后才能看到。"),
        required=False,
        max_length=40,
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    key = django_forms.CharField(widget=django_forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid4().hex})
        super().__init__(*args, **kwargs)


class ComplaintForm(forms.Form):
    receipt = django_forms.CharField(
        label=_("提意见时的回执号"),
        max_length=40,
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请写下提意见时给您的回执号。")},
    )
    text = django_forms.CharField(
        label=_("要反映什么"),
        help_text=_("对答复哪里不满意、希望怎么办。最多 1000 字。"),
        widget=django_forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        error_messages={"required": _("请写下要反映的事。")},
    )
    contact = django_forms.CharField(
        label=_("联系电话"),
        help_text=_("愿意的话留一个，只有办理的人在说明理由后才能看到。"),
        required=False,
        max_length=40,
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


class TokenForm(forms.Form):
    token = django_forms.CharField(
        label=_("纸条上的验证码"),
        max_length=40,
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请写下纸条上的验证码。")},
    )

    def clean_token(self) -> str:
        try:
            return tokens.normalise(self.cleaned_data["token"])
        except Refusal as refusal:
            raise django_forms.ValidationError(refusal.text(gettext)) from refusal
