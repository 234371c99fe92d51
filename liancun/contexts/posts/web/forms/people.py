"""Choosing a person: by a search above the form, from those the asker may know."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from liancun.contexts.posts.queries.offices import Known


class PersonField(forms.TypedChoiceField):
    """Gives a person's id; each choice shows the posts the person holds."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("label", _("人员"))
        super().__init__(coerce=int, **kwargs)  # type: ignore[arg-type]

    def offer(self, known: Sequence[Known]) -> None:
        listed = [(one.id, f"{one.name}（{one.note}）" if one.note else one.name) for one in known]
        self.choices = [("", say("请选择")), *listed]
