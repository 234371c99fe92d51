"""Repairs of a cell's text that a person would make too; each is told, so that it can be shown.

What cannot be repaired safely is left as it is and refused later with a reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import opencc

from liancun.framework.sheets.columns import Column
from liancun.kernel.errors import mark

ENCODING = "encoding"
WIDTH = "width"
SPACES = "spaces"
TRADITIONAL = "traditional"
# Codes of repairs and how they are said.
WORDS = {
    ENCODING: mark("乱码已还原"),
    WIDTH: mark("全角改半角"),
    SPACES: mark("去掉多余空格"),
    TRADITIONAL: mark("繁体改简体"),
}
BROKEN = "\ufffd"

_PLAIN = re.compile(r"[一-鿿0-9A-Za-z（）()、，。：；·\-./]*")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACE = re.compile(r"[\s\u00a0\u3000]+")
# Between two Chinese characters no space has a meaning ("张 三" is how clerks align names).
_BETWEEN = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])")
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_LAST_COMMON = 0xFFFF
_CHINESE = re.compile(r"[一-鿿]")


@dataclass(frozen=True)
class Repaired:
    text: str
    repairs: tuple[str, ...] = ()


def repair(column: Column, text: str) -> Repaired:
    if text.isascii() and " " not in text and text.isprintable():
        return Repaired(text)
    return _repair(text, column.is_code or column.kind in ("integer", "amount", "date"), column.place)


@lru_cache(maxsize=20_000)
def _repair(text: str, code: bool, place: bool) -> Repaired:
    if _is_common(text):
        return Repaired(text)
    done: list[str] = []
    text = _step(done, ENCODING, text, _decoded(text))
    text = _step(done, WIDTH, text, unicodedata.normalize("NFKC", text) if code else text.translate(_WIDE))
    text = _step(done, SPACES, text, _spaced(text, code))
    if place:
        text = _step(done, TRADITIONAL, text, _simplified(text))
    return Repaired(text, tuple(done))


def _step(done: list[str], what: str, before: str, after: str) -> str:
    if before != after:
        done.append(what)
    return after


def _is_common(text: str) -> bool:
    """Characters of the common set GB 2312 without signs that might need a repair: nearly every cell."""
    if _PLAIN.fullmatch(text) is None:
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _spaced(text: str, code: bool) -> str:
    tidy = _SPACE.sub("" if code else " ", _HIDDEN.sub("", text)).strip()
    return _BETWEEN.sub("", tidy)


def _decoded(text: str) -> str:
    """UTF-8 that was read as GBK or as Western letters, GBK read as Western letters, or either twice over."""
    if text.isascii():
        return text
    for wrong, right in _WAYS:
        once = _undone(text, wrong, right)
        found = (
            once
            if _makes_sense(once)
            else next((twice for way in _WAYS if _makes_sense(twice := _undone(once, *way))), "")
        )
        if found and not _is_common(text):
            return found
    return text


_WAYS = (("gb18030", "utf-8"), ("western", "utf-8"), ("western", "gb18030"))


def _undone(text: str, wrong: str, right: str) -> str:
    """The text as it was before it was read in the wrong encoding; "" when it cannot have been."""
    try:
        octets = _western(text) if wrong == "western" else text.encode(wrong)
        found = octets.decode(right)
    except UnicodeError:
        return ""
    return found if len(found) < len(text) else ""


def _western(text: str) -> bytes:
    """Windows-1252 with its gaps filled as Latin-1, as programs read it."""
    return b"".join(sign.encode("latin-1" if ord(sign) < 256 else "cp1252") for sign in text)


def _makes_sense(text: str) -> bool:
    """Common Chinese: what a lost name is likely to have been."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return _CHINESE.search(text) is not None


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    """Signs that few fonts have stay as people write them: 鴜鹭树镇 is on the map, 𪉈鹭树镇 nowhere."""
    found = str(_converter().convert(text))
    if len(found) != len(text):
        return found
    return "".join(old if ord(new) > _LAST_COMMON else new for old, new in zip(text, found, strict=True))


def is_broken(text: str) -> bool:
    """Whether signs were lost for good when the text was read in a wrong encoding."""
    return BROKEN in text or "锟斤拷" in text
