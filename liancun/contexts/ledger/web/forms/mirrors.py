"""Forms of mirror books: the platform's files, and which column of them is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ledger.actions.mirror_reading import MOST_BYTES
from liancun.contexts.ledger.rules import platforms
from liancun.framework.web.forms import Form, PaperField

Choices = Sequence[tuple[str, str]]


class MirrorForm(Form):
    month = forms.ChoiceField(label=_("月份"))
    vouchers = PaperField(
        label=_("凭证表"),
        kinds=("csv", "xlsx", "txt"),
        max_bytes=MOST_BYTES,
        required=False,
        help_text=_("平台导出的这个月全部凭证（凭证序时簿）。"),
    )
    balances = PaperField(
        label=_("科目余额表"),
        kinds=("csv", "xlsx", "txt"),
        max_bytes=MOST_BYTES,
        required=False,
        help_text=_("平台导出的同一个月的科目余额表，要有明细科目；用来逐个科目核对。"),
    )

    recheck = forms.ChoiceField(
        label=_("文件的列"),
        required=False,
        choices=(
            ("", _("照以前核对过的")),
            ("vouchers", _("重新核对凭证表的列")),
            ("balances", _("重新核对科目余额表的列")),
        ),
    )

    def __init__(self, *args: Any, months: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("vouchers") and not cleaned.get("balances"):
            self.add_error("vouchers", _("请选择凭证表或者科目余额表，可以一起选。"))
        return cleaned


class ColumnsForm(Form):
    """Which column is which; the files come along so that nobody has to choose them again."""

    month = forms.CharField(widget=forms.HiddenInput)
    sheet = forms.ChoiceField(
        choices=[("vouchers", ""), ("balances", "")], widget=forms.HiddenInput, required=True
    )
    heads = forms.CharField(widget=forms.HiddenInput)
    vouchers_name = forms.CharField(widget=forms.HiddenInput, required=False)
    vouchers_packed = forms.CharField(widget=forms.HiddenInput, required=False)
    balances_name = forms.CharField(widget=forms.HiddenInput, required=False)
    balances_packed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        of: str,
        headings: Sequence[str],
        guessed: Mapping[str, str],
        samples: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("没有这一列")), *((head, _said(head, samples.get(head, ""))) for head in headings)]
        for role, label in ROLE_WORDS[of].items():
            self.fields[f"role_{role}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=guessed.get(role, "")
            )

    def shape(self, of: str) -> dict[str, str]:
        return {role: self.cleaned_data.get(f"role_{role}", "") for role in platforms.ROLES[of]}


def _said(head: str, sample: str) -> str:
    return f"{head}（{sample}）" if sample else head


ROLE_WORDS: dict[str, dict[str, Any]] = {
    "vouchers": {
        "day": _("日期"),
        "word": _("凭证字"),
        "number": _("凭证号"),
        "summary": _("摘要"),
        "code": _("科目编码"),
        "name": _("科目名称"),
        "debit": _("借方金额"),
        "credit": _("贷方金额"),
        "party": _("往来单位"),
        "attachments": _("附件张数"),
        "preparer": _("制单人"),
    },
    "balances": {
        "code": _("科目编码"),
        "name": _("科目名称"),
        "opening_debit": _("期初借方"),
        "opening_credit": _("期初贷方"),
        "opening_side": _("期初方向"),
        "opening": _("期初余额"),
        "debit": _("本期借方"),
        "credit": _("本期贷方"),
        "closing_debit": _("期末借方"),
        "closing_credit": _("期末贷方"),
        "closing_side": _("期末方向"),
        "closing": _("期末余额"),
    },
}


class MatchForm(Form):
    voucher = forms.ChoiceField(label=_("平台的凭证"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, vouchers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voucher"].choices = vouchers  # type: ignore[attr-defined]
