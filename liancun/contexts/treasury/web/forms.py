"""Forms of bank accounts. Choices are handed in by the view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.treasury.rules import shapes
from liancun.framework.web.forms import Form, MoneyField, PaperField

Choices = Sequence[tuple[str, str]]
_MEGABYTE = 1024 * 1024


def _number() -> forms.CharField:
    return forms.CharField(
        label=_("账号"),
        max_length=40,
        help_text=_("加密保存，页面上只显示后四位。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class CustodyForm(Form):
    body = forms.TypedChoiceField(label=_("代理机构"), coerce=int)
    bank = forms.CharField(label=_("开户行"), max_length=50)
    number = _number()

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class AccountForm(Form):
    """An account of the book's own, or its sub-account in a custody account."""

    which = forms.ChoiceField(label=_("账户"))
    number = forms.CharField(
        label=_("子账号"),
        max_length=40,
        required=False,
        help_text=_("代管专户的子账户才填写。"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.ChoiceField(label=_("对应的科目"))
    opening = MoneyField(
        label=_("第一份流水开始前的余额"), required=False, help_text=_("流水里有余额一列的，可以不填。")
    )

    def __init__(self, *args: Any, banks: Choices, codes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = banks  # type: ignore[attr-defined]
        self.fields["code"].choices = codes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if str(cleaned.get("which", "")).startswith("custody:") and not cleaned.get("number"):
            self.add_error("number", _("代管专户的子账户要填写子账号。"))
        return cleaned


class StatementForm(Form):
    file = PaperField(
        label=_("银行流水文件"),
        kinds=("csv", "xlsx", "txt"),
        max_bytes=4 * _MEGABYTE,
        help_text=_("从网银下载的流水，表头不用改。"),
    )
    opening = MoneyField(
        label=_("这份流水开始前的余额"),
        required=False,
        help_text=_("只有第一次导入、文件里又没有余额时才填写。"),
    )


class CustodyFileForm(Form):
    file = PaperField(
        label=_("代管专户流水文件"),
        kinds=("csv", "xlsx", "txt"),
        max_bytes=4 * _MEGABYTE,
        help_text=_("每一行要写明子账号。"),
    )


class ShapeForm(Form):
    """Which column is which; the file comes along so that nobody has to choose it again."""

    packed = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(widget=forms.HiddenInput)
    heads = forms.CharField(widget=forms.HiddenInput)
    opening = MoneyField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, heads: Iterable[str], custody: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = shapes.recognise(heads).heads
        for role, label in _roles().items():
            if role == shapes.OWN and not custody:
                continue
            choices = [("", _("没有这一列")), *((head, head) for head in heads)]
            self.fields[role] = forms.ChoiceField(
                label=label, choices=choices, required=role == shapes.DAY, initial=known.get(role, "")
            )

    def shape(self) -> dict[str, str]:
        return {role: self.cleaned_data.get(role, "") for role in shapes.ROLES}


def _roles() -> dict[str, Any]:
    return {
        shapes.DAY: _("交易日期"),
        shapes.INCOME: _("收入金额"),
        shapes.OUTGO: _("支出金额"),
        shapes.AMOUNT: _("金额（收支在同一列）"),
        shapes.SIDE: _("收支方向"),
        shapes.BALANCE: _("余额"),
        shapes.PAYER: _("对方户名"),
        shapes.PAYER_NUMBER: _("对方账号"),
        shapes.SUMMARY: _("摘要"),
        shapes.SERIAL: _("流水号"),
        shapes.OWN: _("子账号"),
    }


class ReconcileForm(Form):
    bank_balance = MoneyField(
        label=_("银行对账单上的月末余额"), help_text=_("照银行的对账单填写，用来核对。")
    )


class PayeeForm(Form):
    name = forms.CharField(label=_("户名"), max_length=60, help_text=_("要和报账单上的收款单位或个人一致。"))
    bank = forms.CharField(label=_("开户行"), max_length=50)
    number = _number()


class ResultForm(Form):
    file = PaperField(
        label=_("银行返回的结果文件"),
        kinds=("csv", "xlsx", "txt"),
        max_bytes=4 * _MEGABYTE,
    )
