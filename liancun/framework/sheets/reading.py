"""Rows of an uploaded file as text, one after the other: .xlsx, .csv and GeoJSON; tables in bounded memory.

The content decides what a file is, never its name. A file that would unfold too far is refused unopened.
"""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from liancun.framework.sheets import features
from liancun.framework.sheets.columns import ROUNDED
from liancun.kernel.errors import Place, Refusal, mark

MOST_UNFOLDED = 1024**3
MOST_ENTRIES = 500
MOST_RATIO = 200
MOST_COLUMNS = 120
# Formatting alone makes a spreadsheet a million rows long: so many empty ones in a row are the end.
_EMPTY_END = 2_000
_EXACT = 10**15
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SAMPLE = 64 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    struct.error,
    KeyError,
    ValueError,
    OSError,
    SyntaxError,
    EOFError,
    NotImplementedError,
    TypeError,
    AttributeError,
)


@dataclass(frozen=True)
class Line:
    """A row of the file: its number as people see it, and its cells as text without outer spaces."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One worksheet. `about`: how many rows it says it has, 0 when it does not."""

    name: str
    lines: Iterator[Line]
    about: int = 0


def fault(code: str, sentence: str, remedy: str, name: str, **params: object) -> Refusal:
    return Refusal(f"sheets.{code}", sentence, {"file": name, **params}, Place("file", file=name), remedy)


def tables(name: str, content: IO[bytes]) -> Iterator[Table]:
    """The worksheets in order; a text file is one. The file stays open while they are read.

    Refusals: sheets.empty, sheets.old_excel, sheets.broken, sheets.bomb, sheets.macros, sheets.encoding, sheets.geojson.
    """
    content.seek(0)
    head = content.read(8)
    content.seek(0)
    if not head.strip():
        raise fault("empty", mark("文件是空的。"), mark("请重新选择填好的文件。"), name)
    if head.startswith(_OLD_EXCEL):
        raise fault(
            "old_excel",
            mark("这是旧的 .xls 格式，或加了密码的文件。"),
            mark("请去掉密码，另存为 .xlsx 后再上传。"),
            name,
        )
    if head.startswith(b"PK"):
        yield from _worksheets(name, content)
    elif features.is_geojson(head):
        yield Table("", _features(name, content))
    else:
        yield Table("", _text_lines(name, content))


def _features(name: str, content: IO[bytes]) -> Iterator[Line]:
    try:
        found = features.rows(content)
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise fault(
            "geojson",
            mark("这不是 GeoJSON 要素集（FeatureCollection）。"),
            mark("请用地图软件另存为 GeoJSON，一个组织一个要素，属性名与模板的表头一致。"),
            name,
        ) from error
    yield from _guarded(name, found)


def _worksheets(name: str, content: IO[bytes]) -> Iterator[Table]:
    # What reads workbooks is large and is loaded when there is one.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    from liancun.framework.sheets.cells import rows as rows_of

    try:
        refuse_bomb(name, content)
        book = load_workbook(content, read_only=True, data_only=True, keep_links=False)
    except (*_BROKEN, InvalidFileException) as error:
        raise broken(name) from error
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                about = int(sheet.max_row or 0)
                # What a file says of its own size is not always true, and cells outside would be left out.
                sheet.reset_dimensions()
                yield Table(sheet.title, _guarded(name, rows_of(sheet)), about)
    finally:
        with suppress(Exception):
            book.close()


def broken(name: str) -> Refusal:
    return fault(
        "broken",
        mark("文件已损坏，打不开，或不是表格文件。"),
        mark("请用表格软件打开，另存为 .xlsx 或 .csv 后再上传。"),
        name,
    )


def refuse_bomb(name: str, content: IO[bytes]) -> None:
    """Refusals: sheets.bomb, sheets.macros. Looks at the directory of the archive only."""
    content.seek(0, io.SEEK_END)
    packed = content.tell()
    content.seek(0)
    with zipfile.ZipFile(content) as archive:
        entries = archive.infolist()
    content.seek(0)
    unfolded = sum(entry.file_size for entry in entries)
    sound = all(not entry.flag_bits & 1 for entry in entries)
    within = len(entries) <= MOST_ENTRIES and unfolded <= min(MOST_UNFOLDED, MOST_RATIO * packed + _SAMPLE)
    if not sound or not within:
        raise fault(
            "bomb",
            mark("文件加了密，或解开后过大。"),
            mark("请去掉密码和多余的工作表、图片，另存后再上传。"),
            name,
        )
    if any("vbaproject" in entry.filename.lower() for entry in entries):
        raise fault("macros", mark("文件含有宏。"), mark("请另存为不含宏的 .xlsx 后再上传。"), name)


def unfolded(content: IO[bytes]) -> int:
    """Bytes an archive says it unfolds to; 0 for what is no archive."""
    content.seek(0)
    if not zipfile.is_zipfile(content):
        return 0
    with zipfile.ZipFile(content) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _guarded(name: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Line]:
    try:
        yield from _numbered(tuple(map(plain, row[:MOST_COLUMNS])) for row in rows)
    except _BROKEN as error:
        raise broken(name) from error


def _numbered(rows: Iterable[tuple[str, ...]]) -> Iterator[Line]:
    empty = 0
    for number, cells in enumerate(rows, 1):
        if any(cells):
            empty = 0
            yield Line(number, cells)
        elif (empty := empty + 1) > _EMPTY_END:
            return


def plain(value: Any) -> str:
    """A cell as text: dates as 2024-05-30, whole numbers without a point; see ROUNDED."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _number(value: int | float) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.10f}".rstrip("0")
    whole = int(value)
    return f"{ROUNDED}{whole}" if abs(whole) >= _EXACT else str(whole)


def _text_lines(name: str, content: IO[bytes]) -> Iterator[Line]:
    encoding = _encoding(name, content)
    content.seek(0)
    text = io.TextIOWrapper(content, encoding=encoding, errors="replace", newline="")
    try:
        sample = text.read(_SAMPLE)
        text.seek(0)
        reader = csv.reader(text, delimiter=_delimiter(sample))
        yield from _numbered(tuple(_cell(cell) for cell in row[:MOST_COLUMNS]) for row in reader)
    except (csv.Error, OSError) as error:
        raise broken(name) from error
    finally:
        text.detach()


def _cell(text: str) -> str:
    """`="0123"` and a leading apostrophe are how clerks keep the zeros of a number in a text file."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        return text[2:-1]
    return text[1:] if text.startswith("'") else text


def _delimiter(sample: str) -> str:
    first = next((line for line in sample.splitlines() if line.strip()), "")
    return max(",\t;，", key=first.count) if any(sign in first for sign in "\t;，") else ","


def _encoding(name: str, content: IO[bytes]) -> str:
    """UTF-8 or GB 18030 (or UTF-16 when it says so), found by reading it all."""
    head = content.read(4)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        content.seek(0)
        if _reads_as(content, encoding):
            return encoding
    raise fault(
        "encoding",
        mark("文件的编码认不出来。"),
        mark("请用表格软件打开，另存为 .xlsx，或“CSV UTF-8”后再上传。"),
        name,
    )


def _reads_as(content: IO[bytes], encoding: str) -> bool:
    decoder = io.TextIOWrapper(content, encoding=encoding, newline="")
    try:
        while part := decoder.read(_SAMPLE):
            if "\x00" in part:
                return False
    except UnicodeDecodeError:
        return False
    finally:
        decoder.detach()
    return True
