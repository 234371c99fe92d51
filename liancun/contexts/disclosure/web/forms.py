"""What officers fill in: plans and their review, answers, complaints, photos of the board, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.disclosure.models import Outcome
from liancun.contexts.disclosure.rules.objection import MOST_ANSWER, MOST_TEXT
from liancun.contexts.disclosure.rules.review import MOST_WORDS
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


class PlanForm(forms.Form):
    body = django_forms.TypedChoiceField(label=_("以谁的名义公开"), coerce=int)
    category = django_forms.ChoiceField(label=_("公开目录"), help_text=_("天数和要不要先审查，由目录决定。"))
    title = django_forms.CharField(
        label=_("标题"), max_length=200, error_messages={"required": _("请用一句话写明公开什么。")}
    )
    content = django_forms.CharField(
        label=_("内容"),
        help_text=_(
            "每行一项，写成“名称：内容”；# 开头的行是小标题；表格每行一列格，用 | 或制表符隔开。自然人姓名要遮蔽（张*明）。"
        ),
        widget=django_forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        error_messages={"required": _("还没有写公开的内容。")},
    )

    def __init__(
        self,
        *args: Any,
        bodies: Sequence[tuple[int, str]],
        categories: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("body", bodies), ("category", categories)):
            field = self.fields[name]
            assert isinstance(field, django_forms.ChoiceField)
            field.choices = list(choices)


class ReviewForm(forms.Form):
    verdict = django_forms.ChoiceField(
        label=_("审查意见"),
        choices=[("agree", _("同意公开")), ("object", _("有意见"))],
        widget=django_forms.RadioSelect,
        error_messages={"required": _("请选择同意公开或者有意见。")},
    )
    text = django_forms.CharField(
        label=_("意见内容"),
        help_text=_("有意见的，写明对哪一项、为什么。提意见不是否决，由村里答复或者修改后公开。"),
        widget=django_forms.Textarea(attrs={"rows": 5}),
        max_length=MOST_WORDS,
        required=False,
    )


class ReviewAnswerForm(forms.Form):
    text = django_forms.CharField(
        label=_("给监督委员会的答复"),
        help_text=_("写明核实的情况。需要改内容的，请用“修改后重新拟定”。"),
        widget=django_forms.Textarea(attrs={"rows": 5}),
        max_length=MOST_WORDS,
        error_messages={"required": _("请写明核实的情况。")},
    )


class ReleaseForm(forms.Form):
    text = django_forms.CharField(
        label=_("公开的文字"),
        help_text=_("逐字看过，删去或遮蔽任何人的姓名、电话、住处和病情后再公开。"),
        widget=django_forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_TEXT,
        error_messages={"required": _("还没有写公开的文字。")},
    )


class DecisionForm(forms.Form):
    outcome = django_forms.ChoiceField(
        label=_("处理结果"),
        choices=Outcome.choices,
        widget=django_forms.RadioSelect,
        error_messages={"required": _("请选择支持、部分支持或不予支持。")},
    )
    text = django_forms.CharField(
        label=_("理由和要求"),
        help_text=_(
            "写明查明的情况、依据和要求发布单位做什么。处理结果会公开显示，不要写任何人的姓名、电话。"
        ),
        widget=django_forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_ANSWER,
        error_messages={"required": _("请写明查明的情况和理由。")},
    )


class PhotoForm(forms.Form):
    taken_on = django_forms.DateField(
        label=_("拍照日期"),
        widget=django_forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("请填写实际拍照的日期。")},
    )
    papers = forms.PaperField(
        label=_("公开栏照片"),
        help_text=_("只拍公开栏，尽量不拍到人。照片只作存档证据，不在网上公开；位置信息会自动去除。"),
        kinds=("jpg", "jpeg", "png"),
        error_messages={"required": _("请拍照或选择照片。")},
    )


class ResultForm(forms.Form):
    words = django_forms.CharField(
        label=_("说明"),
        help_text=_("可以不填。意见、答复和反映的件数由系统统计。"),
        widget=django_forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
