"""Rows of a sheet that come as JSON: understood, judged and written by the same code as a file."""

from __future__ import annotations

from collections.abc import Sequence

from liancun.framework.actors import Actor
from liancun.framework.sheets import Layout
from liancun.framework.sheets.marking import words
from liancun.framework.sheets.repairs import WORDS
from liancun.framework.sheets.stages import judged_rows
from liancun.framework.sheets.understanding import Remark, from_keys
from liancun.framework.web.imports import hidden
from liancun.project.api.errors import said
from liancun.project.api.shapes import FaultOut, ImportOut, RowsIn


def hand_in(actor: Actor, layout: Layout, sent: RowsIn) -> ImportOut:
    """All rows or none; a row that stands there already changes nothing."""
    fixed = layout.resolved()
    understood = [from_keys(fixed, number, row) for number, row in enumerate(sent.rows, 1)]
    repaired = [one for row in understood for one in row.repaired]
    faults = [one for row in understood for one in row.faults]
    sound = [(row.number, row.values) for row in understood if not row.faults]
    desk = layout.desk(actor)
    new, known, refused = judged_rows(desk, sound)
    faults += refused
    written = sent.commit and not faults
    if written and new:
        desk.write(new)
    return ImportOut(
        rows=len(understood),
        new=len(new),
        known=known,
        written=written,
        faults=_faults(faults),
        repaired=[_repair(layout, one) for one in repaired],
    )


def _faults(faults: Sequence[Remark]) -> list[FaultOut]:
    ordered = sorted(faults, key=lambda one: (one.row, one.column))
    return [
        FaultOut(row=one.row, column=one.column, code=one.code, sentence=words(one), remedy="")
        for one in ordered
    ]


def _repair(layout: Layout, one: Remark) -> FaultOut:
    column = layout.column(one.column)
    after = hidden(column, one.fixed) if column else one.fixed
    return FaultOut(
        row=one.row, column=one.column, code=one.code, sentence=said(WORDS[one.code]), remedy=after
    )
