"""The forms of joint matters: one decision a screen, counts of persons beside the rule that judges them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.framework import clock
from liancun.framework.web import forms

MOST_FILES = 9


class RaiseForm(forms.Form):
    """`members`: name by id of the member villages; an empty amount leaves a village out."""

    subject = django_forms.ChoiceField(label=_("事项类别"))
    title = django_forms.CharField(
        label=_("事项名称"), max_length=120, help_text=_("一句话，例如：联合购种。")
    )
    purpose = django_forms.CharField(
        label=_("用途和理由"), max_length=1000, widget=django_forms.Textarea(attrs={"rows": 4})
    )
    minimum = django_forms.IntegerField(label=_("至少几个村同意才生效"), min_value=1, max_value=50, initial=2)
    papers = forms.PaperField(label=_("报价单等附件"), most=MOST_FILES, required=False)
    key = django_forms.CharField(widget=django_forms.HiddenInput, max_length=64)

    def __init__(
        self, *args: Any, subjects: Sequence[tuple[str, str]], members: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        self.fields["subject"].choices = list(subjects)  # type: ignore[attr-defined]
        for village, name in members.items():
            self.fields[f"amount_{village}"] = forms.MoneyField(
                label=_("%(village)s金额") % {"village": name},
                required=False,
                min_value=Decimal("0.01"),
            )
        self._settle()
        self.order_fields(["subject", "title", "purpose", *self._amounts(), "minimum", "papers", "key"])

    def _amounts(self) -> list[str]:
        return [f"amount_{village}" for village in self.members]

    def amount_rows(self) -> list[tuple[str, django_forms.BoundField]]:
        """Villages by name, each with its field."""
        return [(name, self[f"amount_{village}"]) for village, name in self.members.items()]

    def before_amounts(self) -> list[django_forms.BoundField]:
        return [self[name] for name in ("subject", "title", "purpose")]

    def after_amounts(self) -> list[django_forms.BoundField]:
        return [self[name] for name in ("minimum", "papers", "key")]

    def amounts(self) -> dict[int, Decimal]:
        given = {village: self.cleaned_data.get(f"amount_{village}") for village in self.members}
        return {village: amount for village, amount in given.items() if amount is not None}


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


class VoteForm(forms.Form):
    method = django_forms.ChoiceField(
        label=_("表决方式"),
        choices=[("hand", _("举手表决，两人计票")), ("named", _("记名表决"))],
        widget=django_forms.RadioSelect,
    )


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
