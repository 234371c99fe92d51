"""The files of a platform as sheets: read, their columns found or asked for."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO

from liancun.contexts.ledger.rules import platforms
from liancun.framework.sheets import reading
from liancun.kernel.errors import Place, Refusal, mark

MOST_ROWS = 200_000
MOST_BYTES = 32 * 1024 * 1024
# Headings stand among these rows, with some values below them.
PEEKED = 60
_EVERY = 2_000
Tick = Callable[[int, int], None]


def quietly(done: int, total: int) -> None:
    """For work that nobody watches."""


class UnknownColumns(Refusal):
    """Nobody has said yet which column is which. `found`: what the headings say by themselves, where anything."""

    def __init__(self, sheet: str, file: str, rows: platforms.Rows, found: platforms.Found | None) -> None:
        super().__init__(
            "ledger.mirror_columns",
            mark("“{file}”的列还没有人核对过。"),
            {"file": file},
            Place("field", field=sheet),
            mark("请核对下面每一列是什么；以后这个平台的文件会照此识别。"),
            422,
        )
        self.sheet, self.rows, self.found = sheet, rows, found


@dataclass(frozen=True)
class GivenFile:
    """A file of the platform: its name and its content."""

    name: str
    content: IO[bytes]

    @property
    def digest(self) -> str:
        self.content.seek(0)
        told = hashlib.sha256(self.content.read()).hexdigest()
        self.content.seek(0)
        return told

    @property
    def size(self) -> int:
        return self.content.seek(0, io.SEEK_END)

    def rows(self, tick: Tick = quietly, most: int | None = None) -> platforms.Rows:
        """The first worksheet with anything in it, or its first rows (`most`); `tick` gets rows read and rows there.

        Refusals: those of reading, ledger.mirror_rows, ledger.mirror_empty.
        """
        for table in reading.tables(self.name, self.content):
            found = []
            for line in table.lines:
                found.append((line.number, line.cells))
                if len(found) == most:
                    break
                if len(found) % _EVERY == 0:
                    tick(len(found), max(table.about, len(found)))
                if len(found) > MOST_ROWS:
                    raise _fault("rows", mark("文件超过 {most} 行。"), mark("请只导出一个账套一个月的凭证。"))
            if found:
                return found
        raise _fault("empty", mark("文件是空的。"), mark("请重新选择平台导出的文件。"))


def _fault(code: str, sentence: str, remedy: str) -> Refusal:
    return Refusal(
        f"ledger.mirror_{code}", sentence, {"most": MOST_ROWS}, Place("field", field="file"), remedy, 422
    )


def read(
    sheet: str,
    given: GivenFile,
    remembered: Iterable[platforms.Shape],
    *,
    guess: bool,
    tick: Tick = quietly,
    most: int | None = None,
) -> platforms.Sheet:
    """The sheet with its columns known. `guess`: what the headings say by themselves is enough where it is whole.

    `most`: only so many rows are read, to know the columns. Refusals: UnknownColumns, ledger.mirror_shape.
    """
    rows = given.rows(tick, most)
    found = platforms.find(sheet, rows, remembered)
    if found is None or not (found.sure or (guess and not found.shape.fault)):
        raise UnknownColumns(sheet, given.name, rows, found)
    if found.shape.fault:
        raise Refusal("ledger.mirror_shape", found.shape.fault, place=Place("field", field=sheet), status=422)
    return platforms.Sheet(given.name, rows, found)
