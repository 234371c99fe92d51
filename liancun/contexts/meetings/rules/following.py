"""What is recorded for each item of an agenda, and what follows from a meeting. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from liancun.kernel.errors import Conflict, Place, Refusal, mark

MOST_NOTES = 8_000
MOST_DECISION = 2_000
_SPEAKER = re.compile(r"^\s*([^：:\s]{2,20})\s*[：:]\s*(\S.*)$")


class Result(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    NOTED = "noted"


class Step(StrEnum):
    """What may happen to something to be done."""

    PROGRESS = "progress"
    MOVED = "moved"
    DONE = "done"
    DROPPED = "dropped"


CLOSING = frozenset({Step.DONE, Step.DROPPED})


@dataclass(frozen=True)
class Speech:
    """One person's words; `speaker` empty when the line names nobody."""

    speaker: str
    text: str


@dataclass(frozen=True)
class ItemWords:
    """What was said and decided on one item of the agenda (`order` counts from 1)."""

    order: int
    notes: str = ""
    decision: str = ""
    result: str = ""


def speeches(notes: str) -> tuple[Speech, ...]:
    """One speech a line, "张三：同意。"; a line that names nobody goes on with the one before."""
    found: list[Speech] = []
    for line in notes.splitlines():
        text = line.strip()
        match = _SPEAKER.match(text)
        if match:
            found.append(Speech(match[1], match[2]))
        elif text and found and found[-1].speaker:
            found[-1] = Speech(found[-1].speaker, f"{found[-1].text}\n{text}")
        elif text:
            found.append(Speech("", text))
    return tuple(found)


def composed(titles: Sequence[str], items: Mapping[int, ItemWords], words: Mapping[str, str]) -> str:
    """The draft of the minutes in the order of the agenda; `words` names the results."""
    parts = []
    for order, title in enumerate(titles, start=1):
        item = items.get(order)
        lines = [f"{order}. {title}"]
        if item and item.notes.strip():
            lines.append(item.notes.strip())
        if item and item.decision.strip():
            result = words.get(item.result, "")
            lines.append(f"议定：{item.decision.strip()}" + (f"（{result}）" if result else ""))
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def refuse_item(item: ItemWords, count: int) -> None:
    """Refusals: meetings.unknown_item, meetings.notes_long."""
    if not 1 <= item.order <= count:
        raise Refusal(
            "meetings.unknown_item",
            mark("会议没有第 {order} 项议题。"),
            {"order": item.order},
            remedy=mark("请按会议通知上的议题记录。"),
        )
    if len(item.notes) > MOST_NOTES or len(item.decision) > MOST_DECISION:
        raise Refusal(
            "meetings.notes_long",
            mark("第 {order} 项议题的记录太长。"),
            {"order": item.order},
            remedy=mark("请只记要点，附件另行存档。"),
        )


def refuse_follow_up(text: str, due: date, today: date) -> None:
    """Refusals: meetings.no_task, meetings.due_past."""
    if not 2 <= len(text.strip()) <= 200:
        raise Refusal(
            "meetings.no_task",
            mark("议定事项应为 2 至 200 字。"),
            place=Place("field", field="text"),
            remedy=mark("请写明办什么事、办到什么程度。"),
        )
    refuse_past(due, today)


def refuse_past(due: date, today: date) -> None:
    if due < today:
        raise Refusal(
            "meetings.due_past",
            mark("办结期限不能早于今天。"),
            place=Place("field", field="due"),
            remedy=mark("请改为今天或者以后的日期。"),
        )


def refuse_step(is_closed: bool, step: Step, note: str) -> None:
    """Refusals: meetings.follow_up_closed, meetings.no_note."""
    if is_closed:
        raise Conflict(
            "meetings.follow_up_closed",
            mark("这一事项已经办结。"),
            remedy=mark("需要再办的，请在下次会议上另行议定。"),
        )
    if not note.strip():
        raise Refusal(
            "meetings.no_note",
            mark("没有写明办理情况。"),
            place=Place("field", field="note"),
            remedy=mark("请用一两句话写明办了什么，或者为什么要改。"),
        )
