from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.posts import playbook
from liancun.contexts.posts.queries.offices import Known
from liancun.contexts.posts.queries.rotas import SlotLine
from liancun.contexts.posts.web.forms.offices import choices_of
from liancun.contexts.posts.web.forms.selections import words
from liancun.framework import clock
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.forms import Form


class RotaForm(Form):
    kind = forms.ChoiceField(label=_("轮值种类"))
    since = forms.DateField(label=_("从哪一天起"))
    until = forms.DateField(label=_("到哪一天止"), help_text=_("这一天不再轮值。"))
    days = forms.IntegerField(
        label=_("每轮几天"), required=False, min_value=1, max_value=400, help_text=_("不填则按制度。")
    )
    persons = forms.TypedMultipleChoiceField(
        label=_("轮值人员"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, known: Sequence[Known], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices_of(playbook.section().rota)  # type: ignore[attr-defined]
        listed = [(one.id, f"{one.name}（{one.note}）" if one.note else one.name) for one in known]
        self.fields["persons"].choices = listed  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class AbsenceForm(Form):
    reason = forms.CharField(label=_("请假原因"), max_length=200)


class SwapForm(Form):
    theirs = forms.TypedChoiceField(label=_("与谁的哪一轮对调"), coerce=int)

    def __init__(self, *args: Any, slots: Sequence[SlotLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theirs"].choices = [  # type: ignore[attr-defined]
            (one.id, f"{one.person_name}　{chinese_date(one.since)} — {chinese_date(one.until)}")
            for one in slots
        ]


class AnswerForm(Form):
    agree = forms.ChoiceField(
        label=_("答复"), choices=(("yes", _("同意对调")), ("no", _("不同意"))), widget=forms.RadioSelect
    )


class HandOverForm(Form):
    to_name = forms.CharField(label=_("交给谁"), max_length=60)
    note = words(_("交接事项"), most=2000, help_text=_("正在办的事、要紧的事、钥匙和材料。"))
