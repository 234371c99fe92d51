"""The three stages of an upload: read the file, judge its rows, write them. Each is one transaction's work.

A stage that dies leaves nothing; begun again it starts from the end of the stage before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction

from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.models import SheetUpload
from liancun.framework.sheets import keeping, mapping
from liancun.framework.sheets.columns import parse, written
from liancun.framework.sheets.layouts import Desk, Differing, Judgement, Layout, Settling, Values
from liancun.framework.sheets.understanding import Remark, Row, open_file, rows
from liancun.kernel.errors import Refusal, Refusals

Tick = Callable[[int, int], None]
BATCH = 1_000
MOST_FAULTS = 2_000
MOST_REPAIRS = 300


def quietly(done: int, total: int) -> None:
    """For work that nobody watches."""


@dataclass
class Findings:
    """Counts of everything; of the remarks only the first are kept."""

    rows: int = 0
    faulty: int = 0
    repaired: int = 0
    faults: list[Remark] = field(default_factory=list)
    repairs: list[Remark] = field(default_factory=list)

    def note(self, row: Row) -> None:
        self.rows += 1
        self.repaired += len(row.repaired)
        self.repairs += row.repaired[: MOST_REPAIRS - len(self.repairs)]
        if row.faults:
            self.blame(row.faults)

    def blame(self, faults: Sequence[Remark]) -> None:
        self.faulty += 1
        self.faults += faults[: max(0, MOST_FAULTS - len(self.faults))]


def read(
    upload: SheetUpload, layout: Layout, tick: Tick = quietly, heads: Mapping[str, str] | None = None
) -> None:
    """received → read, or refused when the file as a whole cannot be used.

    `heads`: which heading of the file is which column, where somebody explained them.
    """
    *_told, before = keeping.remarks(upload)
    keeping.forget(upload, "rows")
    layout = mapping.shaped(layout.resolved(), heads or {})
    found = Findings()
    notes: dict[str, object] = {name: before[name] for name in ("settled",) if name in before}
    if heads:
        notes["heads"] = dict(heads)
    try:
        with transaction.atomic(), keeping.open_kept(upload) as content:
            opened = open_file(layout, upload.name, content)
            notes["unknown"] = list(opened.unknown)
            coming = rows(layout, opened, upload.name)
            for number, batch in enumerate(_batches(coming, layout.together)):
                _keep(upload, layout, number, batch, found)
                tick(found.rows, max(opened.about, found.rows))
            if not found.rows:
                raise _nothing(upload.name)
        upload.state = "read"
    except (Refusal, Refusals) as error:
        upload.state = "refused"
        found = Findings(faults=[Remark.of(0, one) for one in _several(error)])
    upload.rows, upload.faulty, upload.repaired = found.rows, found.faulty, found.repaired
    keeping.keep_remarks(upload, found.faults, found.repairs, notes)
    upload.save()


def _nothing(name: str) -> Refusal:
    from liancun.framework.sheets.reading import fault
    from liancun.kernel.errors import mark

    return fault("no_rows", mark("表头下面没有数据。"), mark("请从示例行的下一行开始填写。"), name)


def _several(error: Refusal | Refusals) -> tuple[Refusal, ...]:
    return error.refusals if isinstance(error, Refusals) else (error,)


def _batches(coming: Iterator[Row], together: tuple[str, ...]) -> Iterator[list[Row]]:
    """Batches that do not part rows which belong together (within reason)."""
    batch: list[Row] = []
    for row in coming:
        if len(batch) >= BATCH and (len(batch) >= 2 * BATCH or not _belong(batch[-1], row, together)):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _belong(before: Row, after: Row, together: tuple[str, ...]) -> bool:
    keys = [[row.values.get(key) for key in together] for row in (before, after)]
    return bool(together) and all(keys[1]) and keys[0] == keys[1]


def _keep(upload: SheetUpload, layout: Layout, number: int, batch: list[Row], found: Findings) -> None:
    for row in batch:
        found.note(row)
    keys = [column.key for column in layout.columns]
    sound = ((row.number, [written(row.values[key]) for key in keys]) for row in batch if not row.faults)
    keeping.keep_rows(upload, number, sound)


def judge(upload: SheetUpload, layout: Layout, actor: Actor, tick: Tick = quietly) -> None:
    """read → ready, or faulty with every row the register would refuse."""
    faults, repaired, notes = keeping.remarks(upload)
    found = Findings(faulty=upload.faulty, faults=faults)
    desk, counts, seen = layout.desk(actor), {"new": 0, "known": 0}, 0
    settled, differing = Settled.of(notes), dict[str, bool]()
    for batch in _kept(upload, layout):
        for (number, values), judged in zip(batch, _judged(desk, batch), strict=True):
            outcome = settled.outcome(number, judged)
            if isinstance(outcome, str):
                counts["known" if outcome == "known" else "new"] += 1
                continue
            found.blame(_blamed(number, values, outcome))
            if isinstance(outcome, Differing) and len(differing) < MOST_FAULTS:
                differing[str(number)] = outcome.takeable
        seen += len(batch)
        tick(seen, upload.rows)
    upload.fresh, upload.known, upload.faulty = counts["new"], counts["known"], found.faulty
    upload.state = "faulty" if found.faulty else "ready"
    notes["differing"] = differing
    keeping.keep_remarks(upload, sorted(found.faults, key=lambda one: one.row), repaired, notes)
    upload.save()


def _blamed(number: int, values: Values, faults: Sequence[Refusal]) -> list[Remark]:
    """The register's refusals of a row, each with what stands in the cell it names."""
    fields = [(one, one.place.field or "" if one.place else "") for one in faults]
    return [Remark.of(number, one, written(values.get(field))) for one, field in fields]


@dataclass(frozen=True)
class Settled:
    """What a person said of rows that differ from the register: row → the file is taken, or the register kept."""

    taken: Mapping[int, bool] = field(default_factory=dict)
    reason: str = ""

    @classmethod
    def of(cls, notes: Mapping[str, Any]) -> Settled:
        told = notes.get("settled") or {}
        return cls(
            {int(row): bool(take) for row, take in told.get("rows", {}).items()}, told.get("reason", "")
        )

    def outcome(self, number: int, judged: Judgement) -> Literal["taken"] | Judgement:
        if not isinstance(judged, Differing) or number not in self.taken:
            return judged
        if not self.taken[number]:
            return "known"
        return "taken" if judged.takeable else judged


@dataclass
class Sorted:
    """Rows by what is to be done with them; `faults` of those nothing can be done with."""

    new: list[Values] = field(default_factory=list)
    known: int = 0
    taken: list[tuple[int, Values]] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)


def sort_out(desk: Desk, rows: list[tuple[int, Values]], settled: Settled) -> Sorted:
    found = Sorted()
    for (number, values), judged in zip(rows, _judged(desk, rows), strict=True):
        outcome = settled.outcome(number, judged)
        if isinstance(outcome, tuple):
            found.faults += _blamed(number, values, outcome)
        elif outcome == "new":
            found.new.append(values)
        elif outcome == "known":
            found.known += 1
        else:
            found.taken.append((number, values))
    return found


def judged_rows(desk: Desk, rows: list[tuple[int, Values]]) -> tuple[list[Values], int, list[Remark]]:
    """New rows, how many are known, and the faults of the rest."""
    found = sort_out(desk, rows, Settled())
    return found.new, found.known, found.faults


def _judged(desk: Desk, batch: list[tuple[int, Values]]) -> Sequence[Judgement]:
    return desk.judge([values for _number, values in batch])


def _kept(upload: SheetUpload, layout: Layout) -> Iterator[list[tuple[int, Values]]]:
    """The understood rows again, batch by batch, or all at once where the layout wants it."""
    layout = layout.resolved()
    batches = (
        [(number, _values(layout, texts)) for number, texts in batch] for batch in keeping.kept_rows(upload)
    )
    if layout.whole:
        yield [row for batch in batches for row in batch]
    else:
        yield from batches


def _values(layout: Layout, texts: list[str]) -> Values:
    # A column that must be filled was judged when it was read.
    return {
        column.key: parse(column, text) if text else None
        for column, text in zip(layout.columns, texts, strict=True)
    }


def write(upload: SheetUpload, layout: Layout, actor: Actor, tick: Tick = quietly) -> None:
    """ready → done, all rows or none; what has come to stand there meanwhile is left alone."""
    if upload.state == "done":
        return
    try:
        with transaction.atomic():
            upload.fresh, upload.known = _write_all(upload, layout, actor, tick)
        upload.state, upload.done_at = "done", clock.now()
        keeping.forget(upload, "rows", "file")
    except _Faulty as error:
        _, repaired, notes = keeping.remarks(upload)
        upload.state, upload.faulty = "faulty", len({one.row for one in error.remarks})
        keeping.keep_remarks(upload, error.remarks, repaired, notes)
    upload.save()


def _take_over(desk: Desk, rows: Sequence[tuple[int, Values]], reason: str) -> None:
    """The file's words for the register's, row by row; a row the register refuses stops all of them."""
    faults: list[Remark] = []
    for number, values in rows:
        try:
            if isinstance(desk, Settling):
                desk.take_over(values, reason)
        except (Refusal, Refusals) as error:
            faults += [Remark.of(number, one) for one in _several(error)]
    if faults:
        raise _Faulty(faults)


class _Faulty(Exception):
    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(len(remarks))
        self.remarks = remarks


def _write_all(upload: SheetUpload, layout: Layout, actor: Actor, tick: Tick) -> tuple[int, int]:
    desk, fresh, known = layout.desk(actor), 0, 0
    settled = Settled.of(keeping.remarks(upload)[2])
    for batch in _kept(upload, layout):
        found = sort_out(desk, batch, settled)
        if found.faults:
            raise _Faulty(found.faults)
        try:
            if found.new:
                desk.write(found.new)
        except (Refusal, Refusals) as error:
            raise _Faulty([Remark.of(0, one) for one in _several(error)]) from error
        _take_over(desk, found.taken, settled.reason)
        fresh, known = fresh + len(found.new) + len(found.taken), known + found.known
        tick(fresh + known, upload.rows)
    return fresh, known
