"""Answering an objection, withdrawing a notice, asking for a contact."""

from __future__ import annotations

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.disclosure.rules.objection import MOST_ANSWER
from liancun.framework.web import forms


class AnswerForm(forms.Form):
    text = django_forms.CharField(
        label=_("答复"),
        help_text=_("写明核实的情况和处理的结果。答复会公开显示，不要写任何人的姓名、电话。"),
        widget=django_forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_ANSWER,
        error_messages={"required": _("请写明核实的情况和处理的结果。")},
    )


class ReasonForm(forms.Form):
    reason = django_forms.CharField(
        label=_("理由"),
        max_length=300,
        error_messages={"required": _("请用一句话写明为什么。")},
    )
