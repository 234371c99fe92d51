"""The one form of a task: what was done, with its papers."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from liancun.framework.web import forms

MOST_FILES = 9


class SeveralFiles(django_forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(django_forms.FileField):
    """Several files at once; cleaned to a list. Their content is judged where they are stored."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise django_forms.ValidationError(_("一次最多上传 %(most)s 个文件。"), params={"most": MOST_FILES})
        files = [super(FilesField, self).clean(item, initial) for item in given]
        if self.required and not files:
            raise django_forms.ValidationError(_("办结时必须附照片或纸质材料，请拍照或选择文件。"))
        return files


class FinishForm(forms.Form):
    note = django_forms.CharField(
        label=_("办理情况"),
        help_text=_("一两句话：办了什么，结果如何。"),
        widget=django_forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": _("请写明办了什么、结果如何。")},
    )
    files = FilesField(
        label=_("照片或纸质材料"),
        help_text=_("手机可直接拍照；也可选择图片、PDF 或文档，每个不超过 20 MB。照片中的位置信息会自动去除。"),
        widget=SeveralFiles(attrs={"accept": "image/*,.pdf,.docx,.xlsx,.ofd"}),
    )

    def __init__(self, *args: Any, evidence_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].required = evidence_needed
