from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liancun.contexts.bodies.models import Audience, Crs
from liancun.contexts.bodies.playbook import FactKind, facts_section
from liancun.contexts.bodies.queries.facts import FactLine
from liancun.contexts.bodies.rules.geometry import MOST_BYTES
from liancun.framework import clock
from liancun.framework.web.forms import Form
from liancun.kernel.errors import mark

YES, NO = mark("是"), mark("否")


def shown(kind: FactKind, line: FactLine | None) -> str:
    """A value as it is written: 3,210.55, 是, 三级; empty when there is none."""
    if line is None:
        return ""
    if line.quantity is None:
        return line.wording
    if kind.kind == "flag":
        return gettext(YES) if line.quantity else gettext(NO)
    return f"{line.quantity:,.{kind.places}f}"


class FactsForm(Form):
    """Every fact of the body's kind; what is there already is filled in, last year's value stands beside."""

    source = forms.CharField(
        label=_("数据来源"), max_length=120, help_text=_("例如：2025 年农村经营管理统计年报。")
    )
    reason = forms.CharField(
        label=_("更正原因"),
        max_length=200,
        required=False,
        help_text=_("改动已登记的数时填写；原来的数会保留。"),
    )

    def __init__(
        self,
        *args: Any,
        kinds: Mapping[str, FactKind],
        held: Mapping[str, FactLine],
        last: Mapping[str, FactLine],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds, self.held = kinds, held
        for code, kind in kinds.items():
            if kind.typed:
                self.fields[code] = _field(kind, held.get(code), last.get(code))
        self._settle()
        if not held:
            del self.fields["reason"]

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of the facts under the names of their groups."""
        groups = {code: one.said for code, one in facts_section().group.items()}
        found: dict[str, list[forms.BoundField]] = {}
        for code, kind in self.kinds.items():
            if code in self.fields:
                found.setdefault(groups[kind.group], []).append(self[code])
        return list(found.items())

    def changed(self) -> list[tuple[str, str]]:
        """Code and value of what was filled in; an empty line says nothing."""
        found = ((code, self.cleaned_data.get(code, "")) for code in self.kinds)
        return [(code, str(value)) for code, value in found if value not in ("", None)]


def _field(kind: FactKind, held: FactLine | None, last: FactLine | None) -> forms.Field:
    note = gettext("上一年：%(value)s") % {"value": shown(kind, last)} if last else ""
    if kind.kind == "flag" or kind.choices:
        words = kind.choices or (YES, NO)
        choices = [("", "—"), *((word, gettext(word)) for word in words)]
        value = "" if held is None else (held.wording or (YES if held.quantity else NO))
        return forms.ChoiceField(
            label=kind.said, choices=choices, required=False, initial=value, help_text=note
        )
    initial = "" if held is None else (held.wording or _plain(held.quantity, kind.places))
    field = forms.CharField(label=kind.said, required=False, initial=initial, max_length=200, help_text=note)
    if kind.kind != "text":
        field.widget.attrs["inputmode"] = "decimal"
        field.css = "short"  # type: ignore[attr-defined]
    field.unit = gettext(kind.unit) if kind.unit else ""  # type: ignore[attr-defined]
    return field


def _plain(quantity: Decimal | None, places: int) -> str:
    return "" if quantity is None else f"{quantity:.{places}f}"


class FlagForm(Form):
    code = forms.ChoiceField(label=_("标记"))
    basis = forms.CharField(label=_("认定依据"), max_length=200, help_text=_("文件、会议或统计口径。"))
    since = forms.DateField(label=_("从哪一天起"))

    def __init__(self, *args: Any, flags: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = list(flags)  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class LiftForm(Form):
    until = forms.DateField(label=_("从哪一天起撤销"))


class PlaceForm(Form):
    geometry = forms.CharField(
        label=_("GeoJSON 图形"),
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("一个点（Point）或一个面（Polygon、MultiPolygon），最多 256 KB；属性不会保存。"),
    )
    crs = forms.ChoiceField(label=_("坐标系"), choices=Crs.choices)
    source = forms.CharField(label=_("来源"), max_length=120)
    approval = forms.CharField(
        label=_("审图号"),
        max_length=40,
        required=False,
        help_text=_("没有审图号的图形只能内部使用，永不公开。"),
    )
    audience = forms.ChoiceField(label=_("使用范围"), choices=Audience.choices)
    read = forms.BooleanField(
        label=_("我已阅读上面的提示，确认这份图形不是涉密测绘成果，来源可以说明。"), required=False
    )
