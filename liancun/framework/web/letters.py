"""A list chosen from by a few letters: the first letters of the pinyin, the pinyin itself, or part of the words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms

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

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        made: dict[str, Any] = super().create_option(name, value, label, *args, **kwargs)
        if value:
            made["attrs"]["data-letters"] = letters(str(label))
        return made
