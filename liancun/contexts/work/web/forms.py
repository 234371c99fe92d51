"""The one form of a task: what was done, with its papers."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.framework.web import forms

MOST_FILES = 9


class FinishForm(forms.Form):
    note = django_forms.CharField(
        label=_("办理情况"),
        help_text=_("一两句话：办了什么，结果如何。"),
        widget=django_forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": _("请写明办了什么、结果如何。")},
    )
    papers = forms.PaperField(
        label=_("照片或纸质材料"),
        help_text=_("手机可直接拍照。照片里的位置信息会自动去除。"),
        most=MOST_FILES,
        error_messages={"required": _("办结时必须附照片或纸质材料，请拍照或选择文件。")},
    )

    def __init__(self, *args: Any, evidence_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["papers"].required = evidence_needed
