"""What an officer writes in plain lines becomes a snapshot: 标题行、“名称：内容”、表格行。"""

from __future__ import annotations

import re
from collections.abc import Sequence

from liancun.contexts.disclosure.rules.snapshot import (
    Line,
    MaskedPerson,
    Section,
    Snapshot,
    Table,
    Value,
)
from liancun.kernel.errors import Place, Refusal, mark

MOST_LABEL = 20
WORDS = "说明"
_CELL = re.compile(r"\t|\s*[|｜]\s*")


def composed(text: str, heading: str) -> Snapshot:
    """Lines that begin with # head a section, “名称：内容” is a fact, tab or | separates the cells of a table.

    The first line of cells names the columns. Refusals: disclosure.nothing_written, disclosure.ragged_table.
    """
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    sections: list[Section] = []
    for name, part in _parts(lines, heading):
        facts, tables = _facts(part), _tables(part)
        if facts or tables:
            sections.append(Section(name, facts, tables))
    if not sections:
        raise Refusal(
            "disclosure.nothing_written",
            mark("还没有写公开的内容。"),
            place=Place("field", field="content"),
            remedy=mark("每行写一项，如“金额：62000 元”。"),
        )
    return Snapshot(tuple(sections))


def _parts(lines: Sequence[str], heading: str) -> list[tuple[str, list[str]]]:
    parts: list[tuple[str, list[str]]] = [(heading, [])]
    for line in lines:
        if line.startswith(("#", "＃")):
            parts.append((line.lstrip("#＃ ").strip() or heading, []))
        else:
            parts[-1][1].append(line)
    return parts


def _facts(lines: Sequence[str]) -> tuple[Line, ...]:
    return tuple(_fact(line) for line in lines if line and not _is_row(line))


def _fact(line: str) -> Line:
    label, colon, value = line.replace("：", ":", 1).partition(":")
    if colon and value.strip() and len(label.strip()) <= MOST_LABEL:
        return Line(label.strip(), value.strip())
    return Line(WORDS, line)


def _tables(lines: Sequence[str]) -> tuple[Table, ...]:
    """Neighbouring lines of cells are one table."""
    tables: list[Table] = []
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if _is_row(line):
            rows.append(tuple(cell.strip() for cell in _CELL.split(line.strip("|｜ "))))
        elif rows:
            tables.append(_table(rows))
            rows = []
    return tuple(tables)


def _table(rows: Sequence[tuple[str, ...]]) -> Table:
    columns, *others = rows
    for number, row in enumerate(others, 2):
        if len(row) != len(columns):
            raise Refusal(
                "disclosure.ragged_table",
                mark("表格第 {row} 行有 {found} 格，表头有 {wanted} 格。"),
                {"row": number, "found": len(row), "wanted": len(columns)},
                place=Place("field", field="content"),
                remedy=mark("请补齐或删去多余的格，空格也要留分隔号。"),
            )
    return Table(columns, tuple(others))


def _is_row(line: str) -> bool:
    return bool(_CELL.search(line.strip("|｜ ")))


def written(snapshot: Snapshot, heading: str) -> str:
    """The lines that `composed` reads back, for changing what was planned."""
    lines: list[str] = []
    for section in snapshot.sections:
        if section.heading != heading or lines:
            lines.append(f"# {section.heading}")
        lines += [
            _word(fact.value) if fact.label == WORDS else f"{fact.label}：{_word(fact.value)}"
            for fact in section.lines
        ]
        for table in section.tables:
            lines += [" | ".join(map(_word, row)) for row in (table.columns, *table.rows)]
            lines.append("")
    return "\n".join(lines).strip()


def _word(value: Value) -> str:
    return value.shown if isinstance(value, MaskedPerson) else value
