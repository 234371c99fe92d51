from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies import api as bodies
from liancun.contexts.people import api as people
from liancun.contexts.posts import playbook
from liancun.framework import clock
from liancun.framework.web.forms import Form


class AppointForm(Form):
    kind = forms.ChoiceField(label=_("职务"))
    person = forms.ChoiceField(label=_("人员"))
    since = forms.DateField(label=_("任职日期"))
    how = forms.CharField(
        label=_("产生方式"), max_length=120, required=False, help_text=_("例如：选举、任命、聘用。")
    )
    portfolio = forms.CharField(label=_("分工"), max_length=120, required=False)

    def __init__(self, *args: Any, body: bodies.BodyLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(code, kind.name) for code, kind in playbook.kinds().items() if body.kind in kind.bodies]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        known = people.at_homes(body.above)
        choices = [(line.id, line.name) for line in known]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class RelieveForm(Form):
    until = forms.DateField(label=_("从哪一天起不再任职"))
