"""Forms of the papers beside the books, of petty cash and of who keeps a book."""

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


class _People(Form):
    """A form that asks for one of the people of the village; `named` is the field."""

    named = "keeper"

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.named].choices = [("", ""), *people]  # type: ignore[attr-defined]


class PettyForm(_People):
    ceiling = MoneyField(label=_("备用金限额"), min_value=FEN)
    keeper = forms.TypedChoiceField(label=_("保管人"), coerce=int, widget=LettersSelect)


class KeeperForm(_People):
    named = "accountant"
    accountant = forms.TypedChoiceField(label=_("代理会计"), coerce=int, widget=LettersSelect)
    since = forms.DateField(label=_("从哪天起"))


class CounterpartyForm(Form):
    name = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"))

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class AgencyForm(Form):
    agency = forms.TypedChoiceField(label=_("代理中心"), coerce=int)
    since = forms.DateField(label=_("从哪天起"))
    until = forms.DateField(label=_("到哪天止"), required=False, help_text=_("没有约定期限的不填。"))

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]


class ReceiptBookForm(_People):
    series = forms.CharField(
        label=_("收据种类或批次"), max_length=20, help_text=_("例如：村集体收款收据 2026A")
    )
    first = forms.IntegerField(label=_("起号"), min_value=1)
    last = forms.IntegerField(label=_("止号"), min_value=1)
    keeper = forms.TypedChoiceField(label=_("领用人"), coerce=int, widget=LettersSelect)
    date = forms.DateField(label=_("领用日期"))


class ReceiptForm(Form):
    number = forms.IntegerField(label=_("收据号码"), min_value=1)
    date = forms.DateField(label=_("日期"))
    void = forms.BooleanField(label=_("作废（各联齐全）"), required=False)
    payer = forms.CharField(label=_("交款单位或个人"), max_length=120, required=False)
    amount = MoneyField(label=_("金额"), min_value=FEN, required=False)
    note = forms.CharField(label=_("说明"), max_length=120, required=False)


class HandoverForm(Form):
    claims = forms.TypedMultipleChoiceField(
        label=_("移交哪些报账单的单据"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, claims: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claims"].choices = claims  # type: ignore[attr-defined]


class VolumeForm(Form):
    month = forms.ChoiceField(label=_("月份"))
    first = forms.IntegerField(label=_("从几号凭证"), min_value=1)
    last = forms.IntegerField(label=_("到几号凭证"), min_value=1)
    sheets = forms.IntegerField(label=_("原始单据张数"), min_value=0)
    box = forms.CharField(label=_("盒号"), max_length=20)
    place = forms.CharField(label=_("存放地点"), max_length=80, required=False)

    def __init__(self, *args: Any, months: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = months  # type: ignore[attr-defined]
