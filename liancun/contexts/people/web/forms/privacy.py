"""Forms around personal data: every look has its reason, every datum its field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people import playbook, rules
from liancun.contexts.people.models import Giver, Wish
from liancun.framework.web import forms

_UNKEPT = {"autocomplete": "off"}


def _fields(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, _now(rules.FIELDS[name].label)) for name in names]


def _reason(**given: Any) -> django_forms.CharField:
    return django_forms.CharField(
        label=_("理由"),
        help_text=_("写明为办理哪件事。理由和您的姓名会记入操作记录，本人可以查询。"),
        max_length=200,
        error_messages={"required": _("请写明为办理哪件事需要查看。")},
        **given,
    )


class OpenForm(forms.Form):
    """`names`: the fields that are there to be opened."""

    field = django_forms.ChoiceField(label=_("要看哪一项"))
    reason = _reason()

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = _fields(names)  # type: ignore[attr-defined]


class NumberForm(forms.Form):
    field = django_forms.ChoiceField(label=_("登记哪一项"))
    text = django_forms.CharField(
        label=_("内容"),
        help_text=_("留空即删除这一项。"),
        required=False,
        max_length=200,
        widget=django_forms.TextInput(attrs=_UNKEPT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = _fields(("phone", "bank_card", "health"))  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    kind = django_forms.ChoiceField(label=_("同意处理哪一项"))
    given_by = django_forms.ChoiceField(label=_("谁签署"), choices=Giver.choices)
    given_on = django_forms.DateField(label=_("签署日期"))
    paper = django_forms.CharField(
        label=_("同意书编号或存放处"),
        help_text=_("例如“2026 年第 12 号，村档案柜二层”。"),
        max_length=200,
        error_messages={"required": _("请写明同意书存放在哪里。")},
    )
    scan = forms.PaperField(label=_("同意书扫描件"), required=False, kinds=("jpg", "jpeg", "png", "pdf"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.name) for code, kind in playbook.kinds().items() if kind.basis == "consent"]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class WishForm(forms.Form):
    kind = django_forms.ChoiceField(label=_("本人要求"), choices=Wish.choices)
    words = django_forms.CharField(
        label=_("要求的内容"),
        help_text=_("写明核对了哪种证件、要求什么。不要抄写号码。"),
        max_length=400,
        widget=django_forms.Textarea(attrs={"rows": 3, **_UNKEPT}),
        error_messages={"required": _("请写明本人要求什么、已核对哪种证件。")},
    )


class AnswerForm(forms.Form):
    answer = django_forms.CharField(
        label=_("答复"),
        help_text=_("不能办理的，要写明理由。"),
        max_length=400,
        required=False,
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )


class DossierForm(forms.Form):
    reason = _reason()
    form = django_forms.ChoiceField(
        label=_("给本人什么"),
        choices=[("paper", _("打印")), ("xlsx", _("Excel 文件")), ("json", _("JSON 文件（转到其他系统）"))],
    )


class ExportForm(forms.Form):
    fields_wanted = django_forms.MultipleChoiceField(
        label=_("导出哪些号码"),
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项。")},
    )
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_wanted"].choices = _fields(rules.NUMBERS)  # type: ignore[attr-defined]


class SignForm(forms.Form):
    conclusion = django_forms.CharField(
        label=_("评估结论"),
        help_text=_("写明风险、保护措施是否相称，以及需要改进的地方。"),
        max_length=400,
        widget=django_forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写明评估结论。")},
    )
