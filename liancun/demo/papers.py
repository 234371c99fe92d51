"""Papers a demonstration attaches: typeset when needed, marked as invented."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

_PAGE = """#set page(paper: "a5", margin: 18mm)
#set text(font: "Noto Sans SC", size: 11pt, lang: "zh")
#align(center, text(size: 16pt)[{title}])
#v(6mm)
#table(columns: (1fr, 2fr), inset: 7pt, {cells})
#v(8mm)
#text(size: 9pt, fill: gray)[示范数据，内容虚构。]
"""


def paper(title: str, lines: Sequence[tuple[str, str]]) -> bytes:
    """A small PDF: a title and a table of two columns."""
    cells = ", ".join(f"[{_plain(part)}]" for line in lines for part in line)
    source = _PAGE.format(title=_plain(title), cells=cells)
    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.compile(source.encode(), font_paths=typst.Fonts(font_paths=[fonts]))


@cache
def _fonts() -> typst.Fonts:
    """Looked for once: finding them takes longer than setting a page."""
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def _plain(text: str) -> str:
    return "".join(f"\\{char}" if char in "#$*_`<>@[]\\~=-+/" else char for char in text)
