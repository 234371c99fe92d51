"""When a meeting may start, who is present, and what its minutes are made of. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from liancun.kernel import chain
from liancun.kernel.errors import Conflict, Place, Refusal, mark

MOST_MINUTES = 50_000


class State(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Presence(StrEnum):
    PRESENT = "present"
    ONLINE = "online"
    PROXY = "proxy"
    LEAVE = "leave"
    ABSENT = "absent"


COUNTED = frozenset({Presence.PRESENT, Presence.ONLINE, Presence.PROXY})
"""A written proxy takes part for the person who gave it; whether a proxy is lawful is the procedure's rule."""


@dataclass(frozen=True)
class AgendaLine:
    """One matter to be dealt with; `subject`, `subject_id` point to it without knowing what it is."""

    title: str
    subject: str = ""
    subject_id: int | None = None
    presenter: str = ""


@dataclass(frozen=True)
class Attendant:
    """`carrier`: who carries the written proxy; `reason` of leave."""

    person_id: int
    name: str
    presence: Presence
    carrier_id: int | None = None
    carrier: str = ""
    paper_id: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class MeetingFacts:
    """What a rule of decision asks of a meeting. `present` counts `online` and `proxies`; `held_at` None until held.

    `delivered`: how many of those called were reached by the notice that counts.
    """

    entitled: int
    present: int
    noticed_at: datetime
    starts_at: datetime
    held_at: datetime | None
    state: State
    online: int = 0
    proxies: int = 0
    delivered: int = 0

    @property
    def share(self) -> Fraction:
        return Fraction(self.present, self.entitled)


def refuse_call(entitled: Sequence[int], agenda: Sequence[AgendaLine]) -> None:
    """Refusals: meetings.no_one_entitled, meetings.called_twice, meetings.no_agenda."""
    if not entitled:
        raise Refusal(
            "meetings.no_one_entitled",
            mark("没有应到会人员，不能召集会议。"),
            place=Place("field", field="entitled"),
            remedy=mark("请先核对名册，再召集会议。"),
        )
    if len(set(entitled)) != len(entitled):
        raise Refusal(
            "meetings.called_twice",
            mark("应到会人员中有人重复。"),
            place=Place("field", field="entitled"),
            remedy=mark("请核对名册，每人只列一次。"),
        )
    if not agenda or not all(item.title.strip() for item in agenda):
        raise Refusal(
            "meetings.no_agenda",
            mark("会议没有议题，或者有一项议题没有写明。"),
            place=Place("field", field="agenda"),
            remedy=mark("请逐项写明要议的事。"),
        )


def refuse_start(starts_on: date, earliest: date, notice_days: int) -> None:
    """Refusal: meetings.too_soon, naming the earliest lawful day."""
    if starts_on < earliest:
        raise Refusal(
            "meetings.too_soon",
            mark("会议须提前 {days} 天通知，最早可在 {earliest} 召开。"),
            {"days": notice_days, "earliest": _words(earliest)},
            place=Place("field", field="starts_at"),
            remedy=mark("请把会议改到这一天或者以后。"),
        )


def refuse_attendance(
    state: State, present: Collection[int], entitled: Collection[int], *, today: date, starts_on: date
) -> None:
    """Refusals: meetings.confirmed, meetings.not_yet, meetings.not_entitled."""
    refuse_settled(state)
    refuse_early(today, starts_on)
    if set(present) - set(entitled):
        raise Refusal(
            "meetings.not_entitled",
            mark("有 {count} 人不在这次会议的应到名单上。"),
            {"count": len(set(present) - set(entitled))},
            remedy=mark("应到名单在发出通知时已经固定；列席人员请写入会议记录，不计入到会人数。"),
        )


def refuse_holding(state: State, present: int, *, today: date, starts_on: date) -> None:
    """Refusals: meetings.confirmed, meetings.held_already, meetings.not_yet, meetings.no_one_present."""
    refuse_settled(state)
    if state is State.HELD:
        raise Conflict(
            "meetings.held_already",
            mark("这次会议已经登记召开。"),
            remedy=mark("请核对到会情况，整理并确认会议记录。"),
        )
    refuse_early(today, starts_on)
    if not present:
        raise Refusal(
            "meetings.no_one_present",
            mark("还没有登记到会人员。"),
            remedy=mark("请先登记谁到了会。"),
        )


def refuse_confirming(state: State, minutes: str) -> None:
    """Refusals: meetings.confirmed, meetings.not_held, meetings.no_minutes, meetings.minutes_long."""
    refuse_settled(state)
    if state is State.PLANNED:
        raise Conflict(
            "meetings.not_held",
            mark("会议还没有召开，不能确认会议记录。"),
            remedy=mark("请先登记到会情况和召开时间。"),
        )
    if not minutes.strip():
        raise Refusal(
            "meetings.no_minutes",
            mark("会议记录是空的。"),
            place=Place("field", field="minutes"),
            remedy=mark("请写明议了什么、各人的意见和结果。"),
        )
    if len(minutes) > MOST_MINUTES:
        raise Refusal(
            "meetings.minutes_long",
            mark("会议记录超过 {most} 字。"),
            {"most": MOST_MINUTES},
            place=Place("field", field="minutes"),
            remedy=mark("请把附件另行存档，这里只写要点。"),
        )


def state_of(*, held: bool, confirmed: bool, cancelled: bool = False) -> State:
    if cancelled:
        return State.CANCELLED
    if confirmed:
        return State.CONFIRMED
    return State.HELD if held else State.PLANNED


def minutes_digest(
    facts: Mapping[str, object],
    agenda: Sequence[AgendaLine],
    attendance: Sequence[Attendant],
    text: str,
    more: Mapping[str, object] | None = None,
) -> str:
    """SHA-256 over notice, agenda, attendance (ids, not names, so that a name may be erased), text, and `more`."""
    content = {
        **facts,
        **(more or {}),
        "agenda": [item.title for item in agenda],
        "attendance": [_taken(person) for person in attendance],
        "text": text,
    }
    return chain.digest(chain.canonical(content))


def _taken(person: Attendant) -> list[object]:
    line: list[object] = [person.person_id, person.presence.value]
    return [*line, person.carrier_id] if person.carrier_id else line


def refuse_settled(state: State) -> None:
    """Refusals: meetings.cancelled, meetings.confirmed."""
    if state is State.CANCELLED:
        raise Conflict(
            "meetings.cancelled",
            mark("这次会议已经取消。"),
            remedy=mark("需要开会的，请重新召集。"),
        )
    if state is State.CONFIRMED:
        raise Conflict(
            "meetings.confirmed",
            mark("会议记录已经确认，不能再改。"),
            remedy=mark("记录有误的，请在下次会议上更正，并写入那次会议的记录。"),
        )


def refuse_early(today: date, starts_on: date) -> None:
    if today < starts_on:
        raise Conflict(
            "meetings.not_yet",
            mark("会议定于 {day} 召开，现在还不能登记到会情况。"),
            {"day": _words(starts_on)},
            remedy=mark("请在会议当天或者会后登记。"),
        )


def refuse_change(state: State) -> None:
    """A notice changes, or a meeting is cancelled, only before it is held. Refusal: meetings.held_already."""
    refuse_settled(state)
    if state is State.HELD:
        raise Conflict(
            "meetings.held_already",
            mark("这次会议已经召开，通知不能再改。"),
            remedy=mark("请整理并确认会议记录。"),
        )


def refuse_reason(reason: str) -> None:
    if not 2 <= len(reason.strip()) <= 200:
        raise Refusal(
            "meetings.no_reason",
            mark("没有写明原因。"),
            place=Place("field", field="reason"),
            remedy=mark("请用一句话写明原因，应到会人员都会看到。"),
        )


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
