"""The forms of the accountant's desk: a usual business by a few letters, lines where one business is not enough."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.framework.web.forms import Form, MoneyField
from liancun.framework.web.letters import LettersSelect

Choices = Sequence[tuple[str, str]]
FEN = Decimal("0.01")
LINES = 16


class DeskForm(Form):
    """A voucher as the accountant writes it. Without lines the business gives them; with lines they count."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    template = forms.ChoiceField(
        label=_("业务"),
        required=False,
        widget=LettersSelect({"autofocus": True}, hint=_("打几个字母，如 zfgz（支付工资）")),
    )
    amount = MoneyField(label=_("金额"), min_value=FEN, required=False)
    summary = forms.CharField(
        label=_("摘要"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("不填就用业务名称。")}),
    )
    payee = forms.CharField(label=_("对方单位或个人"), max_length=120, required=False)
    authority = forms.ChoiceField(
        label=_("付款依据"), required=False, widget=LettersSelect(hint=_("付款才要选"))
    )
    attachments = forms.IntegerField(label=_("附件张数"), min_value=0, max_value=999, required=False)
    date = forms.DateField(label=_("日期"))

    def __init__(self, *args: Any, templates: Choices, authorities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = templates  # type: ignore[attr-defined]
        self.fields["authority"].choices = authorities  # type: ignore[attr-defined]


class LineForm(Form):
    """One line: an account by name, an amount on one side, with whom and how much of what."""

    account = forms.ChoiceField(label=_("科目"), required=False, widget=LettersSelect)
    debit = MoneyField(label=_("借方金额"), required=False)
    credit = MoneyField(label=_("贷方金额"), required=False)
    counterparty = forms.ChoiceField(label=_("往来对象"), required=False, widget=LettersSelect)
    part = forms.IntegerField(label=_("第几张"), required=False, min_value=1, max_value=9)
    quantity = forms.DecimalField(label=_("数量"), required=False, max_digits=15, decimal_places=3)
    unit = forms.CharField(label=_("单位"), required=False, max_length=10)

    def __init__(self, *args: Any, accounts: Choices, counterparties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]
        self.fields["counterparty"].choices = counterparties  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs.update({"aria-label": field.label, "class": "form-control"})
            if name == "part":
                field.widget.attrs.update({"placeholder": "1", "class": "form-control", "data-passed": "1"})
            if name in ("debit", "credit"):
                field.widget.attrs.update({"data-side": name, "class": "form-control money"})


LineForms = forms.formset_factory(LineForm, extra=LINES, max_num=LINES)


class RecurringForm(Form):
    """A business that comes every month."""

    template = forms.ChoiceField(label=_("业务"), widget=LettersSelect({"autofocus": True}))
    amount = MoneyField(label=_("每月金额"), min_value=FEN)
    summary = forms.CharField(label=_("摘要"), max_length=120)
    payee = forms.CharField(label=_("对方单位或个人"), max_length=120, required=False)
    authority = forms.ChoiceField(label=_("付款依据"), required=False)
    day = forms.IntegerField(
        label=_("每月几号"), min_value=1, max_value=31, help_text=_("没有这一天的月份记在月末。")
    )
    since = forms.DateField(label=_("从哪个月起"), help_text=_("填这个月的任意一天。"))

    def __init__(self, *args: Any, templates: Choices, authorities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = templates  # type: ignore[attr-defined]
        self.fields["authority"].choices = authorities  # type: ignore[attr-defined]
