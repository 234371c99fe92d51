"""A list chosen from by a few letters: the first letters of the pinyin, the pinyin itself, or part of the words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from liancun.kernel.pinyin import initials, syllables


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """What may be typed for a text: 支付工资 gives "zfgz zhifugongzi"."""
    first = "".join(initials(text)).lower()
    whole = "".join(syllables(text)).lower()
    tidy = ("".join(sign for sign in part if sign.isalnum()) for part in (first, whole))
    return " ".join(dict.fromkeys(tidy))


class LettersSelect(forms.Select):
    """A select that `choose.js` turns into a line to type letters into; without a script it is a select."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, hint: Any = "") -> None:
        super().__init__({"data-choose": "", "data-hint": hint, **(attrs or {})})

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Written here where it can be: Django renders a template for each option, and there may be hundreds."""
        if any(isinstance(label, list | tuple) for _, label in self.choices):
            return super().render(name, value, attrs, renderer)
        chosen = {str(one) for one in self.format_value(value)}
        options = format_html_join(
            "\n",
            '<option value="{}"{}{}>{}</option>',
            (
                (
                    "" if told is None else told,
                    format_html(' data-letters="{}"', letters(str(label))) if told else "",
                    SafeString(" selected") if str("" if told is None else told) in chosen else "",
                    label,
                )
                for told, label in self.choices
            ),
        )
        given = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", given, options)

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        made: dict[str, Any] = super().create_option(name, value, label, *args, **kwargs)
        if value:
            made["attrs"]["data-letters"] = letters(str(label))
        return made
