"""How meetings are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.meetings.actions.ground import verb
from liancun.contexts.meetings.models import Outcome
from liancun.contexts.meetings.queries import MeetingLine, MeetingRecord
from liancun.contexts.meetings.queries.records import CorrectionLine
from liancun.contexts.meetings.rules import COUNTED, State, speeches
from liancun.contexts.meetings.web.forms import WORDS
from liancun.framework import clock
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web import parts
from liancun.framework.web.formats import chinese_moment
from liancun.framework.web.parts import Choice, Column, Entry, Fact, Filter, Link, Quorum, Register, Row


def keeps(actor: Actor, line: MeetingLine, act: str = "meetings.attend") -> bool:
    return may(actor, verb(act, supervisors=line.terms.supervisors), line.body_id)


def crumbs(line: MeetingLine | None = None) -> list[Link]:
    found = [Link(_("会议"), reverse("meetings:meetings"))]
    return [*found, Link(line.title, reverse("meetings:meeting", args=[line.id]))] if line else found


def state(line: MeetingLine) -> parts.State:
    if line.state is State.CANCELLED:
        return parts.State(_("已取消"), "closed")
    if line.state is State.CONFIRMED:
        return parts.State(_("记录已确认"), "done")
    if line.state is State.HELD:
        return parts.State(_("已召开，记录待确认"), "waiting")
    return parts.State(_("已通知"), "running")


def register(
    lines: Sequence[MeetingLine],
    *,
    chosen: str,
    search: str,
    kinds: Sequence[str],
    kind: str,
    months: Sequence[str],
    month: str,
) -> Register:
    columns = (
        Column("title", _("会议")),
        Column("body", _("召开单位")),
        Column("kind", _("种类")),
        Column("starts", _("时间"), "date"),
        Column("present", _("到会"), "number"),
        Column("entitled", _("应到"), "number"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                line.title,
                line.body_name,
                line.kind,
                line.starts_at,
                line.facts.present,
                line.facts.entitled,
                state(line),
            ),
            url=reverse("meetings:meeting", args=[line.id]),
            note=line.place,
        )
        for line in lines
    )
    return Register(
        columns,
        rows,
        filters=_filters(chosen, kinds, kind, months, month),
        search=search,
        search_hint=_("会议名称"),
        empty=_("没有这样的会议。") if chosen or search or kind or month else _("还没有会议。"),
    )


def _filters(
    chosen: str, kinds: Sequence[str], kind: str, months: Sequence[str], month: str
) -> tuple[Filter, ...]:
    states = (
        Choice("", _("全部")),
        Choice(State.PLANNED.value, _("已通知")),
        Choice(State.HELD.value, _("已召开，记录待确认")),
        Choice(State.CONFIRMED.value, _("记录已确认")),
        Choice(State.CANCELLED.value, _("已取消")),
    )
    words = (Choice("", _("全部")), *(Choice(one, one) for one in kinds))
    dates = (Choice("", _("全部")), *(Choice(one, one) for one in months))
    return (
        Filter("state", _("状态"), states, chosen),
        Filter("kind", _("种类"), words, kind),
        Filter("month", _("月份"), dates, month),
    )


def facts(record: MeetingRecord) -> list[Fact]:
    line = record.line
    found = [
        Fact(_("召开单位"), line.body_name, reverse("bodies:record", args=[line.body_id])),
        Fact(_("会议种类"), line.kind),
        Fact(_("时间"), chinese_moment(line.starts_at)),
        Fact(_("地点"), line.place),
        Fact(_("通知"), _notice_words(record)),
        Fact(_("主持人"), record.chair_name or "—"),
    ]
    ways = ways_of(record)
    return [*found, Fact(_("参加方式"), ways)] if ways else found


def _notice_words(record: MeetingRecord) -> str:
    told = {"at": chinese_moment(record.line.facts.noticed_at), "days": record.notice_days}
    if record.line.terms.working_days:
        return _("%(at)s，提前 %(days)s 个工作日") % told
    return _("%(at)s，提前 %(days)s 天") % told


def ways_of(record: MeetingRecord) -> str:
    """How one may take part, in words; "" where nobody said."""
    terms = record.line.terms
    if not terms.proxies:
        return ""
    proxies = {
        "none": _("须本人参加，不能委托"),
        "household": _("可以书面委托本户内具有完全民事行为能力的其他成员"),
        "written": _("可以书面委托其他应到会人员"),
    }
    said = [_("可以线上参加")] if terms.online else []
    said.append(proxies[terms.proxies])
    if terms.proxy_most:
        said.append(_("一人最多受托 %(n)s 份") % {"n": terms.proxy_most})
    return "；".join(said)


def quorum(line: MeetingLine) -> Quorum | None:
    """Once the day has come: before it nobody is missing yet."""
    if not line.needed or not (line.facts.present or today_or_later(line)):
        return None
    return Quorum(line.facts.entitled, line.facts.present, line.needed, rule=line.rule)


def roll(record: MeetingRecord) -> list[dict[str, Any]]:
    """Number, name, word, whether counted, who carries the proxy."""
    begun = record.line.state is not State.PLANNED or record.line.facts.present
    return [
        {
            "number": number,
            "name": person.name,
            "word": WORDS[person.presence] if begun or person.carrier_id else "—",
            "counted": person.presence in COUNTED,
            "more": _("由%(name)s代") % {"name": person.carrier} if person.carrier else person.reason,
        }
        for number, person in enumerate(record.attendance, start=1)
    ]


def agenda(record: MeetingRecord) -> list[dict[str, Any]]:
    """Each item with what was said and decided on it."""
    words = {one.value: one.label for one in Outcome}
    found = []
    for order, line in enumerate(record.agenda, start=1):
        said = record.items.get(order)
        found.append(
            {
                "line": line,
                "speeches": speeches(said.words.notes) if said else (),
                "decision": said.words.decision if said else "",
                "result": words.get(said.words.result, "") if said else "",
            }
        )
    return found


def timeline(record: MeetingRecord, corrections: Sequence[CorrectionLine]) -> list[Entry]:
    line = record.line
    found = [_notice_entry(record, one.number) for one in record.notices]
    if record.cancelled_at:
        found.append(
            Entry(
                _("取消会议"),
                record.cancelled_at,
                who=record.cancelled_by,
                note=record.cancelled_why,
                tone="closed",
            )
        )
        return found
    came = _("到会 %(n)s 人，应到 %(all)s 人") % {"n": line.facts.present, "all": line.facts.entitled}
    if line.facts.held_at:
        found.append(Entry(_("召开"), line.facts.held_at, who=record.chair_name, note=came))
    else:
        found.append(Entry(_("召开（%(at)s）") % {"at": chinese_moment(line.starts_at)}, tone="waiting"))
    return [*found, *_minutes_entries(record), *_correction_entries(line, corrections)]


def _notice_entry(record: MeetingRecord, number: int) -> Entry:
    one = record.notices[number]
    when = _("%(at)s，%(place)s") % {"at": chinese_moment(one.starts_at), "place": one.place}
    if not number:
        return Entry(_("发出会议通知"), one.noticed_at, who=one.by, note=when)
    what = _("重新通知：%(why)s") % {"why": one.reason}
    return Entry(what, one.noticed_at, who=one.by, note=when)


def _minutes_entries(record: MeetingRecord) -> list[Entry]:
    draft, found = record.draft, []
    if draft and not record.confirmed_at:
        what = _("会议记录第 %(n)s 稿") % {"n": draft.number}
        found.append(Entry(what, draft.saved_at, who=draft.saved_by, tone="draft"))
    if draft and draft.signed_at:
        found.append(Entry(_("主持人确认会议记录"), draft.signed_at, who=draft.signed_by))
    if record.confirmed_at:
        who = record.countersigned_by or record.confirmed_by
        found.append(Entry(_("确认会议记录"), record.confirmed_at, who=who))
    return found


def _correction_entries(line: MeetingLine, corrections: Sequence[CorrectionLine]) -> list[Entry]:
    found = []
    for one in corrections:
        later = one.meeting_id != line.id
        other = one.meeting_id if later else one.corrected_id
        what = _("后来的会议更正了这次的记录") if later else _("更正了以前的记录")
        title = one.meeting_title if later else one.corrected_title
        link = Link(title, reverse("meetings:meeting", args=[other]))
        found.append(Entry(what, one.made_at, who=one.made_by, note=one.text, links=(link,)))
    return found


def today_or_later(line: MeetingLine) -> bool:
    """The day of the meeting has come."""
    return clock.today() >= line.starts_on
