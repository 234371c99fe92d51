"""Founding a household, and every change of it: one decision a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.people.models import Cause, Relation
from liancun.framework import clock
from liancun.framework.web import forms

Choices = Sequence[tuple[int, str]]
_COMING = (Cause.BORN, Cause.MARRIED, Cause.MOVED, Cause.CORRECTED)
_LEAVING = (Cause.MOVED, Cause.MARRIED, Cause.CORRECTED)


def _causes(causes: Sequence[Cause]) -> list[tuple[str, str]]:
    return [(str(cause.value), str(cause.label)) for cause in causes]


def others() -> list[tuple[str, str]]:
    """Relations of those who are not the head."""
    return [(str(one.value), str(one.label)) for one in Relation if one is not Relation.HEAD]


class _Dated(forms.Form):
    """A form about some persons; the day is today unless told otherwise."""

    people_field = "person"
    day_field = "on"

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault(self.day_field, clock.today())
        super().__init__(*args, **kwargs)
        field = self.fields[self.people_field]
        assert isinstance(field, django_forms.TypedChoiceField | django_forms.TypedMultipleChoiceField)
        field.choices = list(people)


class HouseholdForm(_Dated):
    people_field = "head"
    day_field = "since"

    number = django_forms.CharField(
        label=_("户编号"), max_length=20, help_text=_("本村内不重复，例如户口簿上的户号。")
    )
    address = django_forms.CharField(label=_("住址"), max_length=120, required=False)
    head = django_forms.TypedChoiceField(label=_("户主"), coerce=int)
    since = django_forms.DateField(label=_("立户日期"))


class JoinForm(_Dated):
    day_field = "since"

    person = django_forms.TypedChoiceField(label=_("加入的人"), coerce=int)
    relation = django_forms.ChoiceField(label=_("与户主关系"), choices=others)
    cause = django_forms.ChoiceField(label=_("原因"), choices=lambda: _causes(_COMING))
    since = django_forms.DateField(label=_("从哪天起"))


class LeaveForm(_Dated):
    day_field = "until"

    person = django_forms.TypedChoiceField(label=_("离开的人"), coerce=int)
    cause = django_forms.ChoiceField(
        label=_("原因"), choices=lambda: _causes(_LEAVING), help_text=_("死亡请在人员页面提出登记申请。")
    )
    until = django_forms.DateField(label=_("从哪天起不在本户"))
    new_head = django_forms.TypedChoiceField(
        label=_("新的户主"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("离开的是户主时才要选择。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_head"].choices = [("", "—"), *kwargs["people"]]  # type: ignore[attr-defined]


class HeadForm(_Dated):
    day_field = "since"

    person = django_forms.TypedChoiceField(label=_("新的户主"), coerce=int)
    relation_of_old_head = django_forms.ChoiceField(label=_("原户主与新户主的关系"), choices=others)
    since = django_forms.DateField(label=_("从哪天起"))


class SplitForm(_Dated):
    people_field = "members"

    members = django_forms.TypedMultipleChoiceField(
        label=_("分出的成员"), coerce=int, widget=django_forms.CheckboxSelectMultiple
    )
    head = django_forms.TypedChoiceField(label=_("新户的户主"), coerce=int)
    number = django_forms.CharField(label=_("新户的编号"), max_length=20)
    address = django_forms.CharField(label=_("住址"), max_length=120, required=False)
    on = django_forms.DateField(label=_("分户日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"].choices = list(kwargs["people"])  # type: ignore[attr-defined]


class MergeForm(_Dated):
    people_field = "into"

    into = django_forms.TypedChoiceField(label=_("并入哪一户"), coerce=int)
    on = django_forms.DateField(label=_("并户日期"))


class CorrectForm(forms.Form):
    number = django_forms.CharField(label=_("户编号"), max_length=20)
    address = django_forms.CharField(label=_("住址"), max_length=120, required=False)
