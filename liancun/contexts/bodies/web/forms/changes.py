"""Forms for what a body is called, coded and placed under, and for its end. What is known stands in them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies import playbook, queries
from liancun.contexts.bodies.queries import BodyLine
from liancun.framework import clock
from liancun.framework.web.forms import Form

_BASIS = _("写明文件名称和文号，例如：县委组织部批复〔2026〕12号。")


class DatedForm(Form):
    """A change from a day on, resting on a paper."""

    since = forms.DateField(label=_("从哪一天起"))
    basis = forms.CharField(label=_("依据的文件"), max_length=200, help_text=_BASIS)

    def __init__(self, *args: Any, body: BodyLine, **kwargs: Any) -> None:
        self.body = body
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = clock.today()


class RenameForm(DatedForm):
    name = forms.CharField(label=_("全称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40)
    field_order = ("name", "short_name", "since", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial, self.fields["short_name"].initial = self.body.name, self.body.short_name


class RecodeForm(DatedForm):
    code = forms.CharField(
        label=_("新的区划代码"), max_length=12, help_text=_("12 位数字，按民政或统计部门公布的代码。")
    )
    field_order = ("code", "since", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].initial = self.body.code


class MoveForm(DatedForm):
    parent = forms.ChoiceField(label=_("调到哪一级之下"))
    field_order = ("parent", "since", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        uppers = [
            line
            for code in playbook.kind_of(self.body.kind).under
            if code
            for line in queries.of_kind(code)
            if line.form == "area"
            and line.id != self.body.parent_id
            and not line.path.startswith(self.body.path)
        ]
        self.fields["parent"].choices = [(line.id, line.name) for line in uppers]  # type: ignore[attr-defined]


class EndForm(DatedForm):
    """Merged into another body of its level, or abolished when none is named."""

    into = forms.ChoiceField(
        label=_("并入哪个组织"), required=False, help_text=_("没有承接的组织时选“不并入，直接撤销”。")
    )
    field_order = ("into", "since", "basis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        beside = [line for line in queries.of_kind(self.body.kind) if line.id != self.body.id]
        beside.sort(key=lambda line: line.parent_id != self.body.parent_id)
        choices = [("", _("不并入，直接撤销")), *((line.id, line.name) for line in beside)]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]


class RegistrationForm(Form):
    registration_code = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=30,
        help_text=_("18 位，照登记证书填写；空格和小写会自动整理。"),
    )


class AddForm(Form):
    """A body to register under another one."""

    kind = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("全称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    since = forms.DateField(label=_("从哪一天起"))
    code = forms.CharField(
        label=_("区划代码"),
        max_length=12,
        required=False,
        help_text=_("行政区划和村（社区）填写，12 位数字。"),
    )
    registration_code = forms.CharField(label=_("统一社会信用代码"), max_length=30, required=False)
    basis = forms.CharField(label=_("依据的文件"), max_length=200, required=False)

    def __init__(self, *args: Any, body: BodyLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [
            (code, playbook.kind_name(code))
            for code, kind in sorted(playbook.kinds().items(), key=lambda one: one[1].rank)
            if body.kind in kind.under and kind.form != "joint"
        ]
        self.fields["kind"].choices = found  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()
