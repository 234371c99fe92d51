from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.audit.queries import Filters
from liancun.framework.web.forms import Form


class LogForm(Form):
    """What the auditor looks for; a value that cannot be read is left out and said."""

    first = forms.DateField(label=_("从"), required=False)
    last = forms.DateField(label=_("到"), required=False)
    q = forms.CharField(label=_("姓名或操作"), required=False, max_length=80)
    result = forms.ChoiceField(
        label=_("结果"),
        required=False,
        choices=[("", _("全部")), ("done", _("已办理")), ("refused", _("被拒绝"))],
    )

    def filters(self) -> Filters:
        self.is_valid()
        data = self.cleaned_data
        wanted = {"done": False, "refused": True}.get(data.get("result") or "")
        return Filters(
            search=data.get("q") or "", refused=wanted, first=data.get("first"), last=data.get("last")
        )
