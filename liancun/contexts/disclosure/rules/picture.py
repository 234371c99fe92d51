"""The picture for a village's chat group: who published what, until when, and the code that opens it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import segno
from PIL import Image, ImageDraw, ImageFont

WIDTH = 1080
MARGIN = 72
_CODE = 520
_INK, _QUIET, _PINE, _RULE, _PAPER = "#1d2521", "#56605b", "#1f5a45", "#d5dbd7", "#ffffff"
_FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"
# A line does not begin with these.
_NEVER_FIRST = "，。、；：！？）》」』”’】%"


@dataclass(frozen=True)
class Poster:
    """`rows` are shown as they are, under the title; `address` is the short one, for typing."""

    kind: str
    title: str
    office: str
    rows: tuple[str, ...]
    scan: str
    address: str
    url: str
    fingerprint: str


def drawn(poster: Poster) -> bytes:
    """A PNG 1080 pixels wide, as high as its words need."""
    title = wrapped(poster.title, 68, WIDTH - 2 * MARGIN)[:6]
    rows = [line for row in poster.rows for line in wrapped(row, 38, WIDTH - 2 * MARGIN)]
    height = 300 + len(title) * 96 + len(rows) * 62 + _CODE + 380
    sheet = Image.new("RGB", (WIDTH, height), _PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, WIDTH, 150), fill=_PINE)
    pen.text((MARGIN, 75), poster.kind, font=_font(60), fill=_PAPER, anchor="lm")
    pen.text((WIDTH - MARGIN, 75), "联村", font=_font(44), fill=_PAPER, anchor="rm")
    down = _column(pen, 210, title, 68, 96, _INK)
    down = _column(pen, down + 12, wrapped(poster.office, 44, WIDTH - 2 * MARGIN), 44, 66, _QUIET)
    pen.line((MARGIN, down + 16, WIDTH - MARGIN, down + 16), fill=_RULE, width=3)
    down = _column(pen, down + 40, rows, 38, 60, _INK)
    down += 28
    sheet.paste(_code(poster.url), ((WIDTH - _CODE) // 2, down))
    down += _CODE + 28
    pen.text((WIDTH // 2, down), poster.scan, font=_font(40), fill=_INK, anchor="ma")
    pen.text(
        (WIDTH // 2, down + 66), poster.address, font=_fitting(poster.address, 38), fill=_PINE, anchor="ma"
    )
    pen.text((WIDTH // 2, down + 132), poster.fingerprint, font=_font(26), fill=_QUIET, anchor="ma")
    out = io.BytesIO()
    sheet.crop((0, 0, WIDTH, min(height, down + 210))).quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def wrapped(text: str, size: int, width: int) -> list[str]:
    """The text in lines that fit, broken between signs as Chinese is; no line begins with a closing mark."""
    lines: list[str] = []
    line = ""
    for sign in " ".join(text.split()):
        if line and _font(size).getlength(line + sign) > width and sign not in _NEVER_FIRST:
            lines.append(line)
            line = sign.strip()
        else:
            line += sign
    return [*lines, line] if line else lines


def _column(pen: ImageDraw.ImageDraw, top: int, lines: list[str], size: int, step: int, colour: str) -> int:
    for line in lines:
        pen.text((MARGIN, top), line, font=_font(size), fill=colour)
        top += step
    return top


def _code(url: str) -> Image.Image:
    """Black on white with a quiet zone of four modules, every module the same number of pixels."""
    code = segno.make(url, error="m", micro=False)
    scale = max(1, _CODE // code.symbol_size(border=4)[0])
    out = io.BytesIO()
    code.save(out, kind="png", scale=scale, border=4)
    drawing = Image.open(out).convert("RGB")
    sheet = Image.new("RGB", (_CODE, _CODE), _PAPER)
    sheet.paste(drawing, ((_CODE - drawing.width) // 2, (_CODE - drawing.height) // 2))
    return sheet


def _fitting(text: str, size: int) -> ImageFont.FreeTypeFont:
    while size > 20 and _font(size).getlength(text) > WIDTH - 2 * MARGIN:
        size -= 2
    return _font(size)


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size)
