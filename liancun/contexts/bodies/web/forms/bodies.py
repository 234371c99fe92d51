from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies import playbook, queries
from liancun.framework import clock
from liancun.framework.web.forms import Form


class JoinForm(Form):
    member = forms.ChoiceField(label=_("加入的组织"))
    role = forms.ChoiceField(label=_("成员角色"))
    since = forms.DateField(label=_("从哪一天起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        joiners = [
            line for code, kind in playbook.kinds().items() if kind.joins for line in queries.of_kind(code)
        ]
        self.fields["member"].choices = [(line.id, line.name) for line in joiners]  # type: ignore[attr-defined]
        roles = [(code, role.name) for code, role in playbook.section().role.items()]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class LeaveForm(Form):
    until = forms.DateField(label=_("从哪一天起不再是成员"))
