"""What a task is, when it is late, and when someone is reminded. True on paper; no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

EvidenceNeeded = Literal["photo_or_paper", "none"]


class Standing(StrEnum):
    """Where a task stands on a day. Only the finish is stored; the rest follows from the clock."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


class ReminderKind(StrEnum):
    SOON = "soon"
    OVERDUE = "overdue"


class FinishFault(StrEnum):
    ALREADY_DONE = "already_done"
    NO_EVIDENCE = "no_evidence"
    NO_NOTE = "no_note"


@dataclass(frozen=True)
class CatalogueTask:
    """One kind of task of the playbook: opens for the named subjects when a resolution binds a village."""

    key: str
    name: str
    subjects: tuple[str, ...]
    days: int
    working_days: bool
    evidence: EvidenceNeeded
    instructions: str
    order: int = 0


@dataclass(frozen=True)
class PlannedTask:
    body_id: int
    task: CatalogueTask


def standing(due_on: date, done_on: date | None, today: date, *, soon_days: int) -> Standing:
    """The due day itself is still in time; a task done after it stays visible as late."""
    if done_on is not None:
        return Standing.DONE_LATE if done_on > due_on else Standing.DONE
    if today > due_on:
        return Standing.OVERDUE
    if today >= due_on - timedelta(days=soon_days):
        return Standing.SOON
    return Standing.OPEN


def reminder(
    due_on: date, today: date, already: Collection[ReminderKind], *, soon_days: int
) -> ReminderKind | None:
    """The reminder to record today, or None.

    When a worker was away past the due day only the passed limit is recorded: a warning
    that something will fall due would no longer be true.
    """
    state = standing(due_on, None, today, soon_days=soon_days)
    wanted = {Standing.SOON: ReminderKind.SOON, Standing.OVERDUE: ReminderKind.OVERDUE}.get(state)
    if wanted is None or wanted in already or ReminderKind.OVERDUE in already:
        return None
    return wanted


def days_left(due_on: date, today: date) -> int:
    """Negative when the day has passed."""
    return (due_on - today).days


def finish_fault(*, needed: EvidenceNeeded, files: int, note: str, done: bool) -> FinishFault | None:
    if done:
        return FinishFault.ALREADY_DONE
    if not note.strip():
        return FinishFault.NO_NOTE
    if needed == "photo_or_paper" and files == 0:
        return FinishFault.NO_EVIDENCE
    return None


def plan(
    catalogue: Iterable[CatalogueTask],
    *,
    subject: str,
    villages: Iterable[int],
    standing_tasks: Mapping[int, Collection[str]],
) -> tuple[PlannedTask, ...]:
    """Tasks to open for the bound villages: each kind once a village, those already open left out."""
    wanted = sorted((t for t in catalogue if subject in t.subjects), key=lambda t: (t.order, t.key))
    return tuple(
        PlannedTask(village, task)
        for village in dict.fromkeys(villages)
        for task in wanted
        if task.key not in standing_tasks.get(village, ())
    )
