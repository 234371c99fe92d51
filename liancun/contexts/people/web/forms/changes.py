"""Asking for a change and refusing one."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people.models import CapacityKind, Sex
from liancun.contexts.people.rules import WITH_PAPER
from liancun.contexts.people.web.forms.persons import ethnicities
from liancun.framework import clock
from liancun.framework.web import forms

CAUSES = (
    ("moved", _("迁出")),
    ("left", _("退出")),
    ("dead", _("死亡")),
    ("mistake", _("误登")),
)


class AskForm(forms.Form):
    """What every request says; `choices` fills the fields of its kind."""

    effective_on = django_forms.DateField(label=_("从哪天起生效"))
    reason = django_forms.CharField(label=_("理由"), max_length=300)
    papers = forms.PaperField(
        label=_("依据"), required=False, most=5, help_text=_("会议决定、证明或申请书的扫描件或照片。")
    )

    def __init__(
        self, *args: Any, kind: str, choices: dict[str, list[tuple[Any, str]]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault("effective_on", clock.today())
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined]
        self.fields["papers"].required = kind in WITH_PAPER
        self.order_fields([name for name in self.fields if name not in ("effective_on", "reason", "papers")])

    def change(self) -> dict[str, Any]:
        """The arguments of the action, but for the papers."""
        told = self.cleaned_data
        body, _bar, roll = told.get("roll", "").partition("|")
        payload = {name: told[name] for name in ("cause", "capacity", "households") if told.get(name)}
        words = {name: str(told[name]) for name in WORDS if told.get(name)}
        return {
            "effective_on": told["effective_on"],
            "reason": told["reason"],
            "roll": roll,
            **({"body_id": int(body)} if body else {}),
            "other_id": told.get("other"),
            "other_person_id": told.get("other_person"),
            "payload": payload,
            "words": words,
        }


WORDS = ("name", "identity_number", "phone", "sex", "birth_date", "ethnicity")


class OfRollForm(AskForm):
    roll = django_forms.ChoiceField(label=_("名册"))


class StrikeForm(OfRollForm):
    cause = django_forms.ChoiceField(label=_("原因"), choices=CAUSES)


class TransferForm(OfRollForm):
    other = django_forms.TypedChoiceField(label=_("转入哪个组织"), coerce=int)


class RepresentForm(OfRollForm):
    households = django_forms.TypedMultipleChoiceField(
        label=_("联系的农户"), coerce=int, widget=django_forms.CheckboxSelectMultiple
    )


class GuardianForm(AskForm):
    other_person = django_forms.TypedChoiceField(label=_("监护人"), coerce=int)
    capacity = django_forms.ChoiceField(
        label=_("监护的原因"),
        choices=[(kind.value, kind.label) for kind in (CapacityKind.MINOR, CapacityKind.LIMITED)],
    )


class MergeRecordsForm(AskForm):
    other_person = django_forms.TypedChoiceField(label=_("保留哪一份记录"), coerce=int)


class CorrectPersonForm(AskForm):
    name = django_forms.CharField(label=_("姓名"), max_length=60, required=False)
    identity_number = django_forms.CharField(
        label=_("身份证号"),
        max_length=24,
        required=False,
        help_text=_("只填要更正的内容，其余留空。"),
        widget=django_forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = django_forms.CharField(
        label=_("电话"),
        max_length=20,
        required=False,
        widget=django_forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sex = django_forms.ChoiceField(label=_("性别"), required=False, choices=[("", "—"), *Sex.choices])
    birth_date = django_forms.DateField(label=_("出生日期"), required=False)
    ethnicity = django_forms.ChoiceField(label=_("民族"), required=False, choices=ethnicities)


class RefuseForm(forms.Form):
    answer = django_forms.CharField(
        label=_("不同意的理由"),
        max_length=300,
        help_text=_("提出人会看到。"),
        error_messages={"required": _("请用一句话写明为什么不同意。")},
    )


FORMS: dict[str, type[AskForm]] = {
    "add": OfRollForm,
    "strike": StrikeForm,
    "death": AskForm,
    "correct": CorrectPersonForm,
    "transfer": TransferForm,
    "guardian": GuardianForm,
    "own_living": AskForm,
    "represent": RepresentForm,
    "merge": MergeRecordsForm,
}
