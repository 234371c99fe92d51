"""Forms of months, years, the chart, linked vouchers and mandates."""

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


def _choose(form: forms.Form, **choices: Choices) -> None:
    for name, found in choices.items():
        form.fields[name].choices = found  # type: ignore[attr-defined]


class ReopenForm(Form):
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    decision = forms.CharField(
        label=_("依据的决定"), max_length=120, help_text=_("写明文号或者会议，例如：镇财发〔2026〕3号")
    )


class OpenBookForm(Form):
    """`chart` is asked only where owners of this kind use more than one."""

    kind = forms.ChoiceField(
        label=_("记账方式"),
        choices=(
            ("mirror", _("镜像账：账记在省里的三资平台，每月把凭证和余额表导入到这里")),
            ("own", _("主账：账记在本系统，凭证可以导出到平台")),
        ),
        widget=forms.RadioSelect,
    )
    chart = forms.ChoiceField(label=_("科目表"), widget=forms.RadioSelect)
    month = forms.ChoiceField(label=_("启用月份"), help_text=_("从这个月起记账，期初余额是上个月末的余额。"))

    def __init__(self, *args: Any, charts: Choices, months: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, chart=charts, month=months)
        if len(charts) == 1:
            del self.fields["chart"]


class AccountForm(Form):
    parent = forms.TypedChoiceField(
        label=_("上级科目"), coerce=int, widget=LettersSelect({"autofocus": True}, hint=_("打字母查找科目"))
    )
    name = forms.CharField(label=_("明细名称"), max_length=60, help_text=_("例如：农商银行基本户"))
    code = forms.CharField(
        label=_("编码"), max_length=12, required=False, help_text=_("不填就接着已有的明细往下编。")
    )
    counterparties = forms.BooleanField(label=_("每一行都要写明往来对象"), required=False)
    quantities = forms.BooleanField(label=_("记数量"), required=False)

    def __init__(self, *args: Any, parents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, parent=[("", ""), *parents])


class CloseAccountForm(Form):
    account = forms.TypedChoiceField(
        label=_("明细科目"), coerce=int, widget=LettersSelect({"autofocus": True})
    )

    def __init__(self, *args: Any, accounts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, account=[("", ""), *accounts])


class PairForm(Form):
    """Two vouchers of one amount in two books."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    other = forms.TypedChoiceField(
        label=_("对方"), coerce=int, widget=LettersSelect({"autofocus": True}, hint=_("打字母查找"))
    )
    pays = forms.TypedChoiceField(
        label=_("钱怎么走"),
        coerce=lambda word: word == "out",
        choices=(("out", _("本方付给对方")), ("in", _("对方付给本方"))),
        widget=forms.RadioSelect,
    )
    amount = MoneyField(label=_("金额"), min_value=FEN)
    purpose = forms.CharField(label=_("事由"), max_length=120, help_text=_("两边的凭证都用这个事由作摘要。"))
    two_phase = forms.BooleanField(
        label=_("先预留，等银行付款后再记账"),
        required=False,
        help_text=_("两边复核后先占用付款依据的额度；银行付了再记账，没有付成就放弃。"),
    )

    def __init__(self, *args: Any, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, other=[("", ""), *others])


class SideForm(Form):
    """One's own side of a pair: one account on each side, of the pair's amount."""

    date = forms.DateField(label=_("日期"))
    debit = forms.ChoiceField(label=_("借方科目"), widget=LettersSelect(hint=_("打字母查找科目")))
    credit = forms.ChoiceField(label=_("贷方科目"), widget=LettersSelect(hint=_("打字母查找科目")))
    counterparty = forms.ChoiceField(
        label=_("往来对象"), required=False, widget=LettersSelect, help_text=_("往来科目才要选。")
    )
    authority = forms.ChoiceField(label=_("付款依据"), required=False, help_text=_("本方付款才要选。"))

    def __init__(
        self, *args: Any, accounts: Choices, counterparties: Choices, authorities: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, debit=accounts, credit=accounts, counterparty=counterparties, authority=authorities)


class ApproveSideForm(Form):
    """`mandate`: the other side is prepared and approved at once, as that book allowed."""

    mandate = forms.ChoiceField(
        label=_("按对方的委托一并办理"),
        required=False,
        help_text=_("选了委托，对方的凭证按委托写明的科目同时制好并复核。"),
    )

    def __init__(self, *args: Any, mandates: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mandates:
            _choose(self, mandate=[("", str(_("不用委托，等对方自己办理"))), *mandates])
        else:
            del self.fields["mandate"]


class MandateForm(Form):
    holder = forms.TypedChoiceField(
        label=_("委托给"), coerce=int, widget=LettersSelect({"autofocus": True}, hint=_("打字母查找"))
    )
    purpose = forms.CharField(label=_("用于"), max_length=120)
    each = MoneyField(label=_("每笔不超过"), min_value=FEN)
    debit = forms.ChoiceField(label=_("本账套借方科目"), widget=LettersSelect(hint=_("打字母查找科目")))
    credit = forms.ChoiceField(label=_("本账套贷方科目"), widget=LettersSelect(hint=_("打字母查找科目")))
    authority = forms.ChoiceField(
        label=_("付款依据"), required=False, help_text=_("委托对方从本账套付款时必须选。")
    )

    def __init__(
        self, *args: Any, holders: Choices, accounts: Choices, authorities: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, holder=[("", ""), *holders], debit=accounts, credit=accounts, authority=authorities)
