"""Which heading of another program's file stands for which column of ours: told once, remembered for one's office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.models import SheetShape
from liancun.framework.sheets import reading
from liancun.framework.sheets.layouts import Layout
from liancun.framework.sheets.understanding import HEADING_WITHIN, tidy
from liancun.kernel.errors import Place, Refusal, mark

_SAMPLED = 10
# No file has such a heading: a column nobody mapped is not read.
_NONE = "\x00"


@dataclass(frozen=True)
class Headed:
    """The line of a file that looks most like headings, a value below each, and what they say by themselves."""

    heads: tuple[str, ...]
    samples: Mapping[str, str]
    guessed: Mapping[str, str]


def headed(layout: Layout, name: str, content: IO[bytes]) -> Headed | None:
    """None for a file that holds nothing. Refusals: those of reading."""
    found: list[tuple[int, int, Headed]] = []
    for table in reading.tables(name, content):
        lines = [line.cells for line in islice(table.lines, HEADING_WITHIN + _SAMPLED)]
        for at, cells in enumerate(lines[:HEADING_WITHIN]):
            one = _read(layout, cells, lines[at + 1 : at + 1 + _SAMPLED])
            if one.heads:
                found.append((len(one.guessed), len(one.heads), one))
    # The first of those that say the most.
    return max(found, key=lambda one: one[:2])[2] if found else None


def _read(layout: Layout, cells: Sequence[str], below: Sequence[Sequence[str]]) -> Headed:
    heads = tuple(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
    at = {cell.strip(): place for place, cell in reversed(list(enumerate(cells))) if cell.strip()}
    samples = {
        head: next((line[place][:20] for line in below if place < len(line) and line[place]), "")
        for head, place in at.items()
    }
    return Headed(heads, samples, dict(_guessed(layout, heads)))


def _guessed(layout: Layout, heads: Sequence[str]) -> Iterator[tuple[str, str]]:
    known = {tidy(head): head for head in reversed(heads)}
    for column in layout.columns:
        words = (column.heading, *column.also)
        head = next((known[tidy(word)] for word in words if tidy(word) in known), None)
        if head is not None:
            yield column.key, head


def remembered(layout: Layout, actor: Actor, name: str, content: IO[bytes]) -> dict[str, str]:
    """Column → heading, as somebody of the same office told for a file with these headings; empty where nobody did."""
    if not layout.mapped:
        return {}
    shapes = SheetShape.objects.filter(layout=layout.key, body_id=actor.body_id).order_by("-id")[:50]
    told = [{str(key): str(head) for key, head in shape.heads.items()} for shape in shapes]
    if not told:
        return {}
    try:
        lines = [
            {tidy(cell) for cell in line.cells}
            for table in reading.tables(name, content)
            for line in islice(table.lines, HEADING_WITHIN)
        ]
    except Refusal:
        return {}  # reading the file says what is wrong with it
    return next((heads for heads in told if _stands(heads, lines)), {})


def _stands(heads: Mapping[str, str], lines: Sequence[set[str]]) -> bool:
    wanted = {tidy(head) for head in heads.values()}
    return any(wanted <= line for line in lines)


def remember(actor: Actor, layout: Layout, heads: Mapping[str, str]) -> None:
    """Keeps which heading is which. Refusals: sheets.column_twice, sheets.column_needed."""
    known = {column.key: heads[column.key] for column in layout.columns if heads.get(column.key)}
    chosen = [tidy(head) for head in known.values()]
    if len(set(chosen)) < len(chosen):
        raise _wrong("column_twice", mark("同一列不能指明两次。"))
    for column in layout.columns:
        if column.required and column.key not in known:
            raise _wrong("column_needed", mark("要指明“{column}”是哪一列。"), column.key, column.heading)
    SheetShape.objects.create(
        layout=layout.key,
        body_id=actor.body_id,
        heads=known,
        made_by=actor.person_id,
        made_at=clock.now(),
    )


def _wrong(code: str, sentence: str, field: str = "", column: str = "") -> Refusal:
    place = Place("field", field=field) if field else None
    return Refusal(f"sheets.{code}", sentence, {"column": column}, place, status=422)


def shaped(layout: Layout, heads: Mapping[str, str]) -> Layout:
    """The layout as the file is headed; the columns nobody named are not there."""
    if not heads:
        return layout
    columns = tuple(
        replace(column, heading=heads.get(column.key) or _NONE + column.key, also=())
        for column in layout.columns
    )
    return replace(layout, columns=columns)
