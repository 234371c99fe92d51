"""Forms of the books. Choices are handed in by the view: a form knows the words, not the records."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.framework.web.forms import Form, MoneyField, PaperField

Choices = Sequence[tuple[str, str]]
FEN = Decimal("0.01")
PAPERS = ("jpg", "jpeg", "png", "pdf", "ofd", "xml", "docx", "xlsx")


class _Keyed(Form):
    """`key` is made when the form is first shown: sending the form twice books it once."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)


class _Business(_Keyed):
    template = forms.ChoiceField(label=_("业务"), help_text=_("选择这笔钱用来做什么，不用记科目。"))
    amount = MoneyField(label=_("金额"), min_value=FEN)
    payee = forms.CharField(label=_("收款单位或个人"), max_length=120)
    summary = forms.CharField(label=_("用途"), max_length=120, help_text=_("例如：购买春播玉米种子 2 吨"))

    def __init__(self, *args: Any, templates: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = templates  # type: ignore[attr-defined]


class ClaimForm(_Business):
    """The 报账单. An authority is chosen with what is left of it, or a standing limit of the village."""

    authority = forms.ChoiceField(label=_("付款依据"), required=False)
    handler = forms.TypedChoiceField(label=_("经手人"), coerce=int)
    witness = forms.TypedChoiceField(label=_("证明人"), coerce=int, help_text=_("证明人不能是经手人。"))
    papers = PaperField(
        label=_("原始单据"),
        most=20,
        kinds=PAPERS,
        help_text=_(
            "发票、收据、清单，可以直接拍照。电子发票请传原文件（OFD、XML、PDF），系统读取号码和金额。"
        ),
    )
    field_order = (
        "template",
        "amount",
        "payee",
        "summary",
        "authority",
        "handler",
        "witness",
        "papers",
        "key",
    )

    def __init__(self, *args: Any, authorities: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = authorities  # type: ignore[attr-defined]
        for name in ("handler", "witness"):
            self.fields[name].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]


class RefileForm(Form):
    """A returned claim, amended."""

    amount = MoneyField(label=_("金额"), min_value=FEN)
    payee = forms.CharField(label=_("收款单位或个人"), max_length=120)
    summary = forms.CharField(label=_("用途"), max_length=120)
    authority = forms.ChoiceField(label=_("付款依据"), required=False)
    papers = PaperField(label=_("补充的单据"), most=20, required=False, kinds=PAPERS)

    def __init__(self, *args: Any, authorities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = authorities  # type: ignore[attr-defined]


class ScanForm(Form):
    papers = PaperField(label=_("扫描件或照片"), most=5, kinds=("jpg", "jpeg", "png", "pdf"))


class InvoiceForm(Form):
    """What an invoice says, as somebody reads it from the paper."""

    number = forms.CharField(
        label=_("发票号码"), max_length=20, help_text=_("数电发票 20 位，不用填代码；旧式发票 8 位。")
    )
    code = forms.CharField(label=_("发票代码"), max_length=12, required=False)
    date = forms.DateField(label=_("开票日期"))
    amount = MoneyField(label=_("价税合计"), min_value=FEN)
    seller = forms.CharField(label=_("销售方"), max_length=120)


class ReasonForm(Form):
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class OutstandingForm(_Business):
    """Money that has already left the bank without authority."""

    date = forms.DateField(label=_("付款日期"))
    attachments = forms.IntegerField(label=_("附件张数"), min_value=0, max_value=999, initial=0)
    field_order = ("date", "template", "amount", "payee", "summary", "attachments", "key")


class RatifyForm(Form):
    authority = forms.ChoiceField(label=_("补办的依据"))

    def __init__(self, *args: Any, authorities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = authorities  # type: ignore[attr-defined]


class MonthForm(Form):
    month = forms.ChoiceField(label=_("月份"))

    def __init__(self, *args: Any, months: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months  # type: ignore[attr-defined]
