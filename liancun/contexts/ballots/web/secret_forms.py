"""Halves of a key as typed, a wooden box as counted, a ballot declared void."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.ballots.rules import Kind, Question
from liancun.contexts.ballots.rules.sealing import LEAST_PASSPHRASE
from liancun.contexts.ballots.rules.urns import Lot
from liancun.framework.web import forms


def _row(number: int) -> django_forms.CharField:
    return django_forms.CharField(
        label=_("第一行")
        if number == 1
        else _("第二行")
        if number == 2
        else _("第三行")
        if number == 3
        else _("第四行"),
        max_length=40,
        widget=django_forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class RowsForm(forms.Form):
    """The four rows of a sheet. What was typed is shown again, so that one wrong sign does not cost all of it."""

    row1, row2, row3, row4 = (_row(number) for number in (1, 2, 3, 4))

    def rows(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data[f"row{number}"] for number in (1, 2, 3, 4))


class PassphraseForm(forms.Form):
    passphrase = django_forms.CharField(
        label=_("口令"),
        max_length=200,
        strip=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class NewPassphraseForm(PassphraseForm):
    again = django_forms.CharField(
        label=_("再输一遍"),
        max_length=200,
        strip=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passphrase"].help_text = _("至少 %(n)s 个字；只有您知道，忘记了谁也找不回来。") % {
            "n": LEAST_PASSPHRASE
        }

    def clean_again(self) -> str:
        said: str = self.cleaned_data["again"]
        if said != self.cleaned_data.get("passphrase", said):
            raise django_forms.ValidationError(_("两次输入的口令不一样。"))
        return said


class BoxForm(forms.Form):
    """`ballots`: papers in the box; for each word or option how many."""

    ballots = django_forms.IntegerField(label=_("票箱中的票数"), min_value=0)

    def __init__(self, *args: Any, asked: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = (_("同意"), _("反对")) if asked.kind is Kind.YES_NO else asked.options
        self._names = []
        for place, word in enumerate((*words, _("弃权"))):
            self._names.append(f"count{place}")
            self.fields[f"count{place}"] = django_forms.IntegerField(label=word, min_value=0)
        self.fields["invalid"] = django_forms.IntegerField(label=_("无效票"), min_value=0, initial=0)

    def lot(self) -> Lot:
        given = self.cleaned_data
        return Lot(tuple(given[name] for name in self._names), given["invalid"], given["ballots"])


class VoidForm(forms.Form):
    reason = django_forms.CharField(
        label=_("原因"), max_length=300, widget=django_forms.Textarea(attrs={"rows": 3})
    )
