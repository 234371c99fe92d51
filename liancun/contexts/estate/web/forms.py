"""Forms of the register and of contracts. Choices are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.framework.web.forms import Form, MoneyField

Choices = Sequence[tuple[str, str]]


class AssetForm(Form):
    number = forms.CharField(
        label=_("编号"), max_length=30, help_text=_("在这个账套里不重复，例如 GD-0001。")
    )
    category = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("名称"), max_length=120)
    place = forms.CharField(label=_("坐落或存放地点"), max_length=120, required=False)
    quantity = forms.DecimalField(
        label=_("数量"), max_digits=12, decimal_places=3, min_value=Decimal("0.001"), initial=1
    )
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)
    acquired_on = forms.DateField(label=_("取得日期"))
    cost = MoneyField(label=_("原值"), min_value=Decimal(0))
    worn = MoneyField(
        label=_("到上月末已提折旧"),
        min_value=Decimal(0),
        required=False,
        help_text=_("以前就有的资产填写；新取得的不填。"),
    )

    def __init__(self, *args: Any, categories: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories  # type: ignore[attr-defined]


class AssetCorrectionForm(AssetForm):
    reason = forms.CharField(label=_("更正的原因"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ResourceForm(Form):
    number = forms.CharField(label=_("编号"), max_length=30)
    kind = forms.ChoiceField(label=_("种类"))
    name = forms.CharField(label=_("名称"), max_length=120)
    place = forms.CharField(label=_("坐落"), max_length=120, required=False)
    area = forms.DecimalField(
        label=_("面积（亩）"), max_digits=12, decimal_places=2, min_value=Decimal("0.01")
    )
    use = forms.CharField(label=_("用途"), max_length=120, required=False)
    since = forms.DateField(label=_("登记日期"))

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ContractForm(Form):
    number = forms.CharField(label=_("合同编号"), max_length=40)
    matter = forms.CharField(label=_("标的"), max_length=120, help_text=_("例如：村东 120 亩林地"))
    party = forms.CharField(label=_("承包方或承租方"), max_length=120)
    thing = forms.ChoiceField(label=_("登记簿里的资产或资源"), required=False)
    signed_on = forms.DateField(label=_("签订日期"))
    since = forms.DateField(label=_("起始日"))
    until = forms.DateField(label=_("终止日"))
    every = forms.TypedChoiceField(
        label=_("交租"),
        coerce=int,
        choices=[(12, _("每年")), (6, _("每半年")), (3, _("每季")), (1, _("每月")), (0, _("一次付清"))],
    )
    rent = MoneyField(label=_("每期租金"), min_value=Decimal(0), help_text=_("一次付清的填全部租金。"))

    def __init__(self, *args: Any, things: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", _("没有登记")), *things]  # type: ignore[attr-defined]


class ContractWordsForm(Form):
    """What may be put right in a registered contract."""

    number = forms.CharField(label=_("合同编号"), max_length=40)
    matter = forms.CharField(label=_("标的"), max_length=120)
    party = forms.CharField(label=_("承包方或承租方"), max_length=120)
    thing = forms.ChoiceField(label=_("登记簿里的资产或资源"), required=False)
    signed_on = forms.DateField(label=_("签订日期"))
    reason = forms.CharField(label=_("更正的原因"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, things: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].choices = [("", _("没有登记")), *things]  # type: ignore[attr-defined]


class EndContractForm(Form):
    on = forms.DateField(label=_("终止日期"), help_text=_("这一天以后开始的各期租金不再应收。"))
    reason = forms.CharField(label=_("原因和依据"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ReceiptForm(Form):
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    on = forms.DateField(label=_("收款日期"))
    amount = MoneyField(label=_("金额"), min_value=Decimal("0.01"))
    voucher = forms.TypedChoiceField(
        label=_("收款凭证"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("还没有记账的可以不选。"),
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    field_order = ("on", "amount", "voucher", "note", "key")

    def __init__(self, *args: Any, vouchers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voucher"].choices = [("", _("还没有")), *vouchers]  # type: ignore[attr-defined]


class DisposeForm(Form):
    on = forms.DateField(label=_("处置日期"))
    how = forms.ChoiceField(label=_("方式"))
    note = forms.CharField(label=_("原因和依据"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, ways: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = ways  # type: ignore[attr-defined]


class CountForm(Form):
    """One field a thing: `found_<id>`."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    counters = forms.CharField(label=_("盘点人"), max_length=120, help_text=_("两个人以上，用顿号隔开。"))

    def __init__(self, *args: Any, things: Sequence[tuple[int, str, Decimal]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for id, label, told in things:
            self.fields[f"found_{id}"] = forms.DecimalField(
                label=label, max_digits=12, decimal_places=3, min_value=Decimal(0), initial=told.normalize()
            )

    def found(self) -> dict[int, Decimal]:
        return {
            int(name.removeprefix("found_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("found_")
        }
