"""The forms of joint matters: one decision a screen, counts of persons beside the rule that judges them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _said
from django.utils.translation import gettext_lazy as _

from liancun.contexts.affairs.rules.buying import PAPER_WORDS
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.contexts.affairs.rules.track import Outcome
from liancun.framework import clock
from liancun.framework.web import forms

MOST_FILES = 9


class RaiseForm(forms.Form):
    """`members`: name by id of the member villages; an empty amount leaves a village out. The subject is chosen."""

    title = django_forms.CharField(
        label=_("事项名称"), max_length=120, help_text=_("一句话，例如：联合购种。")
    )
    purpose = django_forms.CharField(
        label=_("用途和理由"), max_length=1000, widget=django_forms.Textarea(attrs={"rows": 4})
    )
    minimum = django_forms.IntegerField(label=_("至少几个村同意才生效"), min_value=1, max_value=50, initial=2)
    papers = forms.PaperField(label=_("报价单等附件"), most=MOST_FILES, required=False)
    key = django_forms.CharField(widget=django_forms.HiddenInput, max_length=64)
    subject = django_forms.CharField(widget=django_forms.HiddenInput, max_length=60)
    body = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)

    def __init__(self, *args: Any, members: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for village, name in members.items():
            self.fields[f"amount_{village}"] = forms.MoneyField(
                label=_("%(village)s金额") % {"village": name},
                required=False,
                min_value=Decimal("0.01"),
            )
        self._settle()
        self.order_fields(["title", "purpose", *self._amounts(), "minimum", "papers", "key"])

    def _amounts(self) -> list[str]:
        return [f"amount_{village}" for village in self.members]

    def amount_rows(self) -> list[tuple[str, django_forms.BoundField]]:
        """Villages by name, each with its field."""
        return [(name, self[f"amount_{village}"]) for village, name in self.members.items()]

    def before_amounts(self) -> list[django_forms.BoundField]:
        return [self[name] for name in ("title", "purpose")]

    def after_amounts(self) -> list[django_forms.BoundField]:
        return [self[name] for name in ("minimum", "papers", "key", "subject", "body")]

    def amounts(self) -> dict[int, Decimal]:
        given = {village: self.cleaned_data.get(f"amount_{village}") for village in self.members}
        return {village: amount for village, amount in given.items() if amount is not None}


class OwnForm(forms.Form):
    """A matter of one body alone. `mandates`, `revocable`: the earlier matters to choose from, where one must.

    `demanded`: entered by the township, only on a demand.
    """

    title = django_forms.CharField(label=_("事项名称"), max_length=120)
    purpose = django_forms.CharField(
        label=_("用途和理由"), max_length=1000, widget=django_forms.Textarea(attrs={"rows": 4})
    )
    amount = forms.MoneyField(label=_("金额"), min_value=Decimal("0.01"))
    within = django_forms.ChoiceField(label=_("执行哪一项决定"))
    revokes = django_forms.ChoiceField(label=_("撤销哪一项决定"))
    demanded_by = django_forms.ChoiceField(
        label=_("谁提出"),
        required=False,
        choices=[
            ("", _("由本单位提出")),
            ("villagers", _("十分之一以上的村民联名")),
            ("representatives", _("五分之一以上的代表联名")),
        ],
    )
    demand_count = django_forms.IntegerField(
        label=_("联名人数"), required=False, min_value=1, max_value=100_000
    )
    demand_of = django_forms.IntegerField(
        label=_("总人数"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("村民或者代表共有多少人；联名的附签名的原件。"),
    )
    papers = forms.PaperField(label=_("附件"), most=MOST_FILES, required=False)
    key = django_forms.CharField(widget=django_forms.HiddenInput, max_length=64)
    subject = django_forms.CharField(widget=django_forms.HiddenInput, max_length=60)
    body = django_forms.IntegerField(widget=django_forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        uses_money: bool,
        mandates: Sequence[tuple[int, str, Decimal]] | None,
        revocable: Sequence[tuple[int, str]] | None,
        demanded: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose(
            "within",
            None
            if mandates is None
            else [(i, f"{t}（{_('余')} {m:,.2f} {_('元')}）") for i, t, m in mandates],
        )
        self._choose("revokes", revocable)
        if not uses_money:
            del self.fields["amount"]
        if demanded:
            choices = [one for one in self.fields["demanded_by"].choices if one[0]]  # type: ignore[attr-defined]
            self.fields["demanded_by"].choices = choices  # type: ignore[attr-defined]
        self._settle()

    def _choose(self, name: str, found: Sequence[tuple[int, str]] | None) -> None:
        if found is None:
            del self.fields[name]
        else:
            self.fields[name].choices = [(str(id), text) for id, text in found]  # type: ignore[attr-defined]

    def number(self, name: str) -> int | None:
        text = self.cleaned_data.get(name, "")
        return int(text) if text else None

    def demand_fields(self) -> list[django_forms.BoundField]:
        return [self[name] for name in ("demanded_by", "demand_count", "demand_of")]

    def main_fields(self) -> list[django_forms.BoundField]:
        apart = {"demanded_by", "demand_count", "demand_of"}
        return [
            field for field in self.visible_fields() if field.name not in apart and field.name != "papers"
        ]


class CountsForm(forms.Form):
    """A meeting's record: day, called, present, in favour, against, abstained."""

    held_on = django_forms.DateField(label=_("开会日期"))
    entitled = django_forms.IntegerField(label=_("应到人数"), min_value=1, max_value=100_000)
    present = django_forms.IntegerField(label=_("实到人数"), min_value=0, max_value=100_000)
    yes = django_forms.IntegerField(label=_("同意"), min_value=0, max_value=100_000)
    no = django_forms.IntegerField(label=_("不同意"), min_value=0, max_value=100_000, initial=0)
    abstain = django_forms.IntegerField(label=_("弃权"), min_value=0, max_value=100_000, initial=0)
    note = django_forms.CharField(
        label=_("会议意见"), required=False, max_length=2000, widget=django_forms.Textarea(attrs={"rows": 3})
    )


class ResolveForm(forms.Form):
    text = django_forms.CharField(
        label=_("决议内容"), max_length=4000, widget=django_forms.Textarea(attrs={"rows": 4})
    )
    yes = django_forms.IntegerField(label=_("同意"), min_value=0, max_value=1000)
    no = django_forms.IntegerField(label=_("不同意"), min_value=0, max_value=1000, initial=0)
    abstain = django_forms.IntegerField(label=_("弃权"), min_value=0, max_value=1000, initial=0)
    minutes = django_forms.CharField(
        label=_("会议记录"),
        required=False,
        max_length=20_000,
        help_text=_("填写后同时确认会议记录；已在会议页确认的留空。"),
        widget=django_forms.Textarea(attrs={"rows": 5}),
    )


class MeetingForm(forms.Form):
    day = django_forms.DateField(label=_("开会日期"))
    time = django_forms.TimeField(
        label=_("开会时间"),
        initial="09:00",
        widget=django_forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={"invalid": _("请写成时间，例如 09:00。")},
    )
    place = django_forms.CharField(label=_("地点"), max_length=120)

    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], clock.ZONE)


class AssemblyForm(MeetingForm):
    """A meeting of the body that decides; where the law offers another make-up of it, one chooses."""

    alternative = django_forms.ChoiceField(
        label=_("怎样召开"), required=False, widget=django_forms.RadioSelect
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not stage.alternatives:
            del self.fields["alternative"]
            return
        choices = [("", stage.name), *((other.key, other.name) for other in stage.alternatives)]
        self.fields["alternative"].choices = choices  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    method = django_forms.ChoiceField(label=_("表决方式"), widget=django_forms.RadioSelect)

    def __init__(self, *args: Any, methods: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"hand": _("举手表决，两人计票"), "named": _("记名表决"), "secret": _("无记名表决")}
        choices = [(method, words[method]) for method in methods]
        self.fields["method"].choices = choices  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """Nothing to fill, except how the chair decided where the rule lets the chair break a tie."""

    chair = django_forms.ChoiceField(
        label=_("票数相等时主持人的决定"),
        required=False,
        choices=[("", _("没有票数相等")), ("yes", _("同意")), ("no", _("不同意"))],
    )

    def __init__(self, *args: Any, chair: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not chair:
            del self.fields["chair"]

    def chair_said(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("chair", ""))


class HearingForm(forms.Form):
    held_on = django_forms.DateField(label=_("日期"))
    heard = django_forms.IntegerField(label=_("听取了多少人的意见"), min_value=0, max_value=100_000)
    note = django_forms.CharField(
        label=_("意见要点"), max_length=2000, widget=django_forms.Textarea(attrs={"rows": 4})
    )


class ConsentForm(forms.Form):
    given = django_forms.ChoiceField(label=_("意见"), widget=django_forms.RadioSelect)
    reason = django_forms.CharField(
        label=_("理由"),
        required=False,
        max_length=1000,
        help_text=_("不同意或者退回的必须填写。"),
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, register: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("yes", _("同意")), ("no", _("不同意"))]
        if register:
            choices = [("yes", _("予以备案")), ("no", _("退回补正"))]
        self.fields["given"].choices = choices  # type: ignore[attr-defined]


class EscalationForm(forms.Form):
    outcome = django_forms.ChoiceField(label=_("决定"), widget=django_forms.RadioSelect)
    reason = django_forms.CharField(
        label=_("理由"), max_length=1000, widget=django_forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, outcomes: Sequence[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            Outcome.AGAIN: _("再办一次"),
            Outcome.PROCEED: _("这一步不再办理，进行下一步"),
            Outcome.END: _("到此为止，不再办理"),
        }
        choices = [(outcome.value, words[outcome]) for outcome in outcomes]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]


class PurchaseForm(forms.Form):
    """`kinds`: the papers that this way of buying needs."""

    kind = django_forms.ChoiceField(label=_("材料"))
    supplier = django_forms.CharField(
        label=_("供应商或者交易机构"), max_length=80, help_text=_("报价单每家一份。")
    )
    amount = forms.MoneyField(label=_("金额"), required=False, help_text=_("报价单必须填写。"))
    papers = forms.PaperField(label=_("原件的照片或者扫描件"))

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, _said(PAPER_WORDS[kind])) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    note = django_forms.CharField(
        label=_("办成了什么"),
        max_length=2000,
        help_text=_("一两句话，会原样公开；不要写个人信息。"),
        widget=django_forms.Textarea(attrs={"rows": 4}),
    )


class SlipsForm(forms.Form):
    slips = django_forms.IntegerField(
        label=_("打印多少张评价纸条"),
        min_value=1,
        max_value=2000,
        help_text=_("按参加评价的户数填写。号码只在打印页出现一次，系统不保存。"),
    )


class ConfirmForm(forms.Form):
    """Nothing to fill: the act itself is the decision."""
