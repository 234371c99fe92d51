"""A form field with its label, help, control and fault tied together for every reader."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _

from liancun.framework.web.parts import Problem

_GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def described(bound: BoundField) -> dict[str, Any]:
    """What the field's template needs: the drawn control with its classes and its ARIA references."""
    widget = bound.field.widget
    kind = _kind(widget)
    choices = list(bound.subwidgets) if kind == "choices" else []
    return {
        "field": bound,
        "kind": kind,
        "control": "" if kind == "choices" else bound.as_widget(attrs=_attributes(bound, kind)),
        "choices": choices,
        "groups": _groups(bound, choices),
        "help_id": _help_id(bound),
        "fault_id": _fault_id(bound),
        "unit": getattr(bound.field, "unit", ""),
        "limits": getattr(bound.field, "limits_text", ""),
        "max_bytes": getattr(bound.field, "max_bytes", 0),
        "describedby": _references(bound),
    }


@dataclass(frozen=True)
class Group:
    """Choices under a common name, folded away unless one of them is chosen."""

    name: str
    choices: list[BoundWidget]
    open: bool


def _groups(bound: BoundField, choices: list[BoundWidget]) -> list[Group]:
    """The choices by the names the form groups them under; none when it does not."""
    if not choices or not all(isinstance(one[1], (list, tuple)) for one in bound.field.choices):  # type: ignore[attr-defined]
        return []
    left = iter(choices)
    made = [(str(name), list(islice(left, len(inside)))) for name, inside in bound.field.choices]  # type: ignore[attr-defined]
    return [Group(name, own, any(one.data["selected"] for one in own)) for name, own in made]


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, _GROUPED):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "control"


def _attributes(bound: BoundField, kind: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    if kind == "control":
        css = f"form-control {bound.field.widget.attrs.get('class', '')} {getattr(bound.field, 'css', '')}"
        attributes["class"] = " ".join(dict.fromkeys(css.split()))
    if references := _references(bound):
        attributes["aria-describedby"] = references
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _references(bound: BoundField) -> str:
    return " ".join(filter(None, (_help_id(bound), _fault_id(bound))))


def _help_id(bound: BoundField) -> str:
    told = bound.help_text or getattr(bound.field, "limits_text", "")
    return f"{bound.auto_id}_help" if told else ""


def _fault_id(bound: BoundField) -> str:
    return f"{bound.auto_id}_fault" if bound.errors else ""


def faults(form: forms.BaseForm) -> list[Problem]:
    """Every fault of a form in the order of its fields, each with the id it leads to."""
    general = [Problem(str(error)) for error in form.non_field_errors()]
    return general + [problem for bound in form for problem in _of(bound)]


def _of(bound: BoundField) -> list[Problem]:
    if bound.is_hidden:
        return [Problem(f"{bound.label or bound.name}：{error}") for error in bound.errors]
    anchor = _anchor(bound)
    return [
        Problem(_("%(label)s：%(fault)s") % {"label": bound.label, "fault": error}, anchor)
        for error in bound.errors
    ]


def _anchor(bound: BoundField) -> str:
    if isinstance(bound.field.widget, _GROUPED):
        return next((one.id_for_label for one in bound.subwidgets), bound.auto_id)
    return bound.id_for_label or bound.auto_id
