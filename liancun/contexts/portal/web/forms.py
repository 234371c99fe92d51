"""What a stranger may send: an objection, and a printed token typed by hand."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ballots import api as ballots
from liancun.framework.web import forms
from liancun.kernel import tokens
from liancun.kernel.errors import Refusal


class ObjectionForm(forms.Form):
    text = django_forms.CharField(
        label=_("您的意见"),
        help_text=_("对哪一项有意见、为什么。最多 1000 字。"),
        widget=django_forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        error_messages={"required": _("请写下您的意见。")},
    )
    contact = django_forms.CharField(
        label=_("联系电话"),
        help_text=_("愿意的话留一个，只有办理的人在说明理由后才能看到。"),
        required=False,
        max_length=40,
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    key = django_forms.CharField(widget=django_forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid4().hex})
        super().__init__(*args, **kwargs)


class ComplaintForm(forms.Form):
    receipt = django_forms.CharField(
        label=_("提意见时的回执号"),
        max_length=40,
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请写下提意见时给您的回执号。")},
    )
    text = django_forms.CharField(
        label=_("要反映什么"),
        help_text=_("对答复哪里不满意、希望怎么办。最多 1000 字。"),
        widget=django_forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
        error_messages={"required": _("请写下要反映的事。")},
    )
    contact = django_forms.CharField(
        label=_("联系电话"),
        help_text=_("愿意的话留一个，只有办理的人在说明理由后才能看到。"),
        required=False,
        max_length=40,
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


class TokenForm(forms.Form):
    token = django_forms.CharField(
        label=_("纸条上的验证码"),
        max_length=40,
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请写下纸条上的验证码。")},
    )

    def clean_token(self) -> str:
        try:
            return tokens.normalise(self.cleaned_data["token"])
        except Refusal as refusal:
            raise django_forms.ValidationError(refusal.text(gettext)) from refusal


class VoteForm(forms.Form):
    """One answer to the question, and the code from the other half of the slip."""

    def __init__(self, *args: Any, asked: ballots.Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields = {**_answer_fields(asked), "code": _code_field()}
        self._settle()

    def answer(self) -> tuple[str, tuple[int, ...]]:
        """What was chosen: the word, or the options or grades."""
        given = self.cleaned_data
        if self.asked.kind is ballots.Kind.RATING:
            return "", tuple(int(given[f"grade{place}"]) for place in range(len(self.asked.options)))
        if self.asked.kind is ballots.Kind.YES_NO or "abstain" in given["choice"]:
            return "abstain" if "abstain" in given["choice"] else given["choice"], ()
        chosen = given["choice"] if isinstance(given["choice"], list) else [given["choice"]]
        return "", tuple(int(one) for one in chosen if one.isdigit())


def _answer_fields(asked: ballots.Question) -> dict[str, django_forms.Field]:
    options = [(str(place), text) for place, text in enumerate(asked.options)]
    need = {"required": _("还没有选择。")}
    if asked.kind is ballots.Kind.RATING:
        grades = [(str(grade), str(grade)) for grade in range(asked.most, -1, -1)]
        return {
            f"grade{place}": django_forms.ChoiceField(
                label=text, choices=[("", _("请打分")), *grades], error_messages=need
            )
            for place, text in options
        }
    if asked.kind is ballots.Kind.CHOICE and asked.most > 1:
        several = [*options, ("abstain", _("弃权"))]
        return {"choice": SeveralField(most=asked.most, choices=several, error_messages=need)}
    words = [("yes", _("同意")), ("no", _("反对"))] if asked.kind is ballots.Kind.YES_NO else options
    return {
        "choice": django_forms.ChoiceField(
            label=_("您的选择"),
            choices=[*words, ("abstain", _("弃权"))],
            widget=django_forms.RadioSelect,
            error_messages=need,
        )
    }


class SeveralField(django_forms.MultipleChoiceField):
    """Up to `most` options."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        label = gettext("您的选择（最多 %(most)s 项）") % {"most": most}
        super().__init__(label=label, widget=django_forms.CheckboxSelectMultiple, **kwargs)
        self.most = most

    def clean(self, value: Any) -> list[str]:
        chosen: list[str] = super().clean(value)
        if "abstain" in chosen and len(chosen) > 1:
            raise django_forms.ValidationError(gettext("选了弃权，就不能再选别的。"))
        if len(chosen) > self.most:
            raise django_forms.ValidationError(gettext("最多选 %(most)s 项。") % {"most": self.most})
        return chosen


def _code_field() -> django_forms.Field:
    return django_forms.CharField(
        label=_("投票密码"),
        help_text=_("纸条另一半上的 6 位数字。"),
        max_length=20,
        widget=django_forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("请写下 6 位数字的投票密码。")},
    )
