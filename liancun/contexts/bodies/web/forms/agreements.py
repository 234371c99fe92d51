from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies.rules.agreements import Draft, Terms
from liancun.framework import clock
from liancun.framework.web.forms import Form, PaperField


class DraftForm(Form):
    """The text of an agreement and who its parties are; their terms are written next."""

    title = forms.CharField(label=_("协议名称"), max_length=120)
    number = forms.CharField(label=_("编号"), max_length=40, required=False)
    purpose = forms.CharField(
        label=_("联建内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写明合办什么、怎样分工、怎样退出。"),
    )
    since = forms.DateField(label=_("从哪一天起执行"))
    until = forms.DateField(
        label=_("到哪一天为止"), required=False, help_text=_("这一天起不再执行；长期的可不填。")
    )
    parties = forms.MultipleChoiceField(label=_("协议各方"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, candidates: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].choices = [(str(id), name) for id, name in candidates]  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()

    def draft(self, known: Mapping[int, Terms]) -> Draft:
        """The draft with the terms already known of a party."""
        data = self.cleaned_data
        chosen = [int(id) for id in data["parties"]]
        terms = [known.get(id, Terms(id)) for id in chosen]
        return Draft(data["title"], data["purpose"], data["since"], data["until"], terms, data["number"])


class TermsForm(Form):
    """Position, duties and share of every party; fields are named by the party's number in the text."""

    def __init__(self, *args: Any, parties: Sequence[tuple[Terms, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = parties
        for terms, name in parties:
            id = terms.body_id
            self.fields[f"position{id}"] = forms.CharField(
                label=gettext("%(name)s：分村定位") % {"name": name},
                max_length=200,
                required=False,
                initial=terms.position,
            )
            self.fields[f"duties{id}"] = forms.CharField(
                label=gettext("%(name)s：职责") % {"name": name},
                max_length=2000,
                required=False,
                initial=terms.duties,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"share{id}"] = _share(name, terms)
            self.fields[f"words{id}"] = forms.CharField(
                label=gettext("%(name)s：份额说明") % {"name": name},
                max_length=200,
                required=False,
                initial=terms.share_terms,
            )
        self._settle()

    def terms(self) -> list[Terms]:
        data = self.cleaned_data
        return [
            Terms(
                one.body_id,
                data[f"position{one.body_id}"],
                data[f"duties{one.body_id}"],
                data[f"share{one.body_id}"],
                data[f"words{one.body_id}"],
            )
            for one, _name in self.parties
        ]


def _share(name: str, terms: Terms) -> forms.DecimalField:
    field = forms.DecimalField(
        label=gettext("%(name)s：份额") % {"name": name},
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=4,
        initial=None if terms.share is None else f"{terms.share.normalize():f}",
    )
    field.unit = "%"  # type: ignore[attr-defined]
    return field


class SignForm(Form):
    digest = forms.CharField(widget=forms.HiddenInput)
    agree = forms.BooleanField(label=_("我已看过全文，代表本方签署。签署后内容不能再改。"))


class PaperSignForm(Form):
    body = forms.ChoiceField(label=_("哪一方"))
    signer_name = forms.CharField(label=_("签署人"), max_length=60)
    signer_post = forms.CharField(label=_("职务"), max_length=60)
    signed_on = forms.DateField(label=_("签署日期"))
    papers = PaperField(label=_("原件扫描件"), most=5)

    def __init__(self, *args: Any, parties: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(parties)  # type: ignore[attr-defined]


class OriginalForm(Form):
    papers = PaperField(label=_("原件扫描件"), most=5)


class EndForm(Form):
    ended_on = forms.DateField(label=_("从哪一天起不再执行"))
    reason = forms.CharField(label=_("原因"), max_length=200)
    papers = PaperField(label=_("书面材料"), most=5, required=False)
