"""Sounds of Chinese words. The tables behind them are large (some 60 MB) and are read when first asked."""

from __future__ import annotations


def syllables(text: str) -> list[str]:
    """One sound for each sign, without tones; other words stay as they are."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


def initials(text: str) -> list[str]:
    """The first letter of each sound."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.FIRST_LETTER)
