"""Forms that look and speak right everywhere: kind faults, helpful limits, one way of drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from liancun.framework.web import formats

_MEGABYTE = 1024 * 1024

_FAULTS: dict[str, Any] = {
    "required": _("这一项必须填写。"),
    "invalid_choice": _("请从所列的选项中选择。"),
    "invalid_pk_value": _("请从所列的选项中选择。"),
    "invalid_date": _("请写成一个日期，例如 2024-05-30。"),
    "invalid_number": _("请写一个数字，不带单位。"),
    "invalid_file": _("文件没有传上来，请重新选择。"),
}


def _faults_of(field: forms.Field) -> dict[str, Any]:
    faults = {name: _FAULTS[name] for name in ("required", "invalid_choice", "invalid_pk_value")}
    if isinstance(field, (forms.DateField, forms.DateTimeField)):
        faults["invalid"] = _FAULTS["invalid_date"]
    elif isinstance(field, (forms.IntegerField, forms.DecimalField, forms.FloatField)):
        faults["invalid"] = _FAULTS["invalid_number"]
    elif isinstance(field, forms.FileField):
        faults["invalid"] = faults["missing"] = _FAULTS["invalid_file"]
    return faults


def _own_words(field: forms.Field) -> dict[str, Any]:
    """The faults a field was given by its writer or its own class: those stay."""
    own: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        if not cls.__module__.startswith("django."):
            own.update(getattr(cls, "default_error_messages", {}))
    return own


class _Manner:
    """What plain and model forms share."""

    fields: dict[str, forms.Field]
    required_css_class = "required"
    error_css_class = "field-wrong"
    use_required_attribute = False

    def _settle(self) -> None:
        for field in self.fields.values():
            _settle(field)


def _settle(field: forms.Field) -> None:
    given = {
        name: words for name, words in field.error_messages.items() if words != _django_words(field).get(name)
    }
    field.error_messages.update({**_faults_of(field), **_own_words(field), **given})
    if isinstance(field.widget, forms.DateInput) and not isinstance(field.widget, DayInput):
        field.widget = DayInput(attrs=field.widget.attrs)
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        field.widget.attrs.setdefault("inputmode", "decimal")
    if isinstance(field, forms.IntegerField) and not getattr(field, "css", ""):
        field.css = "short"  # type: ignore[attr-defined]


def _django_words(field: forms.Field) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        words.update(getattr(cls, "default_error_messages", {}))
    return words


class Form(_Manner, forms.Form):
    """Derive every plain form from this."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._settle()


class ModelForm(_Manner, forms.ModelForm):  # type: ignore[type-arg]
    """Derive every form of a model from this."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._settle()


class DayInput(forms.DateInput):
    """The browser's own date control; without one it is a plain line for 2024-05-30."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "short", **(attrs or {})}, format="%Y-%m-%d")


class MoneyField(forms.DecimalField):
    """An amount in yuan to the fen; gives a Decimal. Commas and a yuan sign are understood."""

    unit = _("元")
    css = "money"
    default_error_messages = {
        "invalid": _("请写金额，例如 62000.00，不带单位。"),
        "max_decimal_places": _("金额最多到分，即小数点后两位。"),
        "min_value": _("金额不能小于 %(limit_value)s 元。"),
        "max_value": _("金额不能大于 %(limit_value)s 元。"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_digits=18, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = (
                value.strip().replace(",", "").replace("，", "").removeprefix("¥").removesuffix("元").strip()
            )
        return super().to_python(value)


def _limits(max_bytes: int, kinds: Sequence[str]) -> str:
    limits = gettext("每个文件不超过 %(size)s。") % {"size": formats.size(max_bytes)}
    if kinds:
        limits = gettext("可用 %(kinds)s。") % {"kinds": formats.listed(kinds)} + limits
    return limits


_lazy_limits = lazy(_limits, str)


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class PaperField(forms.FileField):
    """Papers or photographs to file: says its limits before the mistake, gives a list of files.

    `kinds` are the file name endings offered (without a dot); content is checked where files are kept.
    """

    default_error_messages = {
        "too_large": _("“%(name)s”有 %(size)s，超过了 %(limit)s。请缩小或分开后再传。"),
        "wrong_kind": _("“%(name)s”不是可用的文件。可用 %(kinds)s。"),
        "too_many": _("一次最多 %(limit)d 个文件，现在有 %(count)d 个。"),
        "empty": _("“%(name)s”是空的，请重新选择。"),
    }

    def __init__(
        self,
        *,
        max_bytes: int = 20 * _MEGABYTE,
        kinds: Sequence[str] = ("jpg", "jpeg", "png", "pdf", "docx", "xlsx"),
        most: int = 1,
        **kwargs: Any,
    ) -> None:
        self.max_bytes, self.kinds, self.most = max_bytes, tuple(kinds), most
        widget = SeveralFilesInput() if most > 1 else forms.FileInput()
        widget.attrs["accept"] = ",".join(f".{kind}" for kind in kinds)
        kwargs.setdefault("widget", widget)
        super().__init__(**kwargs)
        self.limits_text = _lazy_limits(max_bytes, self.kinds)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not files:
            super().clean(None, initial)
            return []
        if len(files) > self.most:
            raise self._fault("too_many", limit=self.most, count=len(files))
        for one in files:
            self._check(one)
        return files

    def _check(self, one: UploadedFile[Any]) -> None:
        name, octets = str(one.name), int(one.size or 0)
        if not octets:
            raise self._fault("empty", name=name)
        if octets > self.max_bytes:
            limit = formats.size(self.max_bytes)
            raise self._fault("too_large", name=name, size=formats.size(octets), limit=limit)
        if self.kinds and name.rsplit(".", 1)[-1].lower() not in self.kinds:
            raise self._fault("wrong_kind", name=name, kinds=formats.listed(self.kinds))

    def _fault(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)
