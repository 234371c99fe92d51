"""How meetings are shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.meetings.queries import MeetingLine, MeetingRecord
from liancun.contexts.meetings.rules import COUNTED, Presence, State
from liancun.contexts.meetings.rules import State as Standing
from liancun.framework import clock
from liancun.framework.web import parts
from liancun.framework.web.formats import chinese_moment
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Quorum,
    Register,
    Related,
    Row,
)


def state(line: MeetingLine) -> parts.State:
    if line.state is Standing.CONFIRMED:
        return parts.State(_("记录已确认"), "done")
    if line.state is Standing.HELD:
        return parts.State(_("已召开，记录待确认"), "waiting")
    return parts.State(_("已通知"), "running")


def register(lines: Sequence[MeetingLine], *, chosen: str, search: str) -> Register:
    columns = (
        Column("title", _("会议")),
        Column("body", _("召开单位")),
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
                line.starts_at,
                line.facts.present,
                line.facts.entitled,
                state(line),
            ),
            url=reverse("meetings:meeting", args=[line.id]),
            note=line.kind,
        )
        for line in lines
    )
    states = (
        Choice("", _("全部")),
        Choice(State.PLANNED.value, _("已通知")),
        Choice(State.HELD.value, _("已召开，记录待确认")),
        Choice(State.CONFIRMED.value, _("记录已确认")),
    )
    return Register(
        columns,
        rows,
        filters=(Filter("state", _("状态"), states, chosen),),
        search=search,
        search_hint=_("会议名称"),
        empty=_("还没有会议。会议从事项的办理步骤中召集。"),
    )


def facts(record: MeetingRecord) -> list[Fact]:
    line = record.line
    return [
        Fact(_("召开单位"), line.body_name),
        Fact(_("会议种类"), line.kind),
        Fact(_("时间"), chinese_moment(line.starts_at)),
        Fact(_("地点"), line.place),
        Fact(
            _("通知"),
            _("%(at)s，提前 %(days)s 天")
            % {"at": chinese_moment(line.facts.noticed_at), "days": record.notice_days},
        ),
        Fact(_("主持人"), record.chair_name or "—"),
    ]


def quorum(line: MeetingLine) -> Quorum | None:
    if not line.needed:
        return None
    return Quorum(line.facts.entitled, line.facts.present, line.needed, rule=line.rule)


def next_step(record: MeetingRecord, *, may_keep: bool) -> NextStep | None:
    line = record.line
    if line.state is Standing.CONFIRMED:
        return None
    if clock.today() < clock.local(line.starts_at).date():
        return NextStep(
            sentence=_("会议已通知，等待召开。"),
            label=_("打印会议通知"),
            url=reverse("meetings:paper", args=[line.id, "notice"]),
            by=line.starts_at,
        )
    if line.state is Standing.HELD:
        return _step(line, _("请整理并确认会议记录。"), _("写会议记录"), "minutes", may_keep)
    if not line.facts.present:
        return _step(line, _("请登记谁到了会。"), _("登记到会"), "attendance", may_keep)
    return NextStep(
        sentence=_("到会 %(n)s 人，可以登记会议召开。") % {"n": line.facts.present},
        label=_("登记召开") if may_keep else "",
        url=reverse("meetings:hold", args=[line.id]) if may_keep else "",
        who=line.body_name,
        post=True,
    )


def _step(line: MeetingLine, sentence: str, label: str, name: str, may_keep: bool) -> NextStep:
    return NextStep(
        sentence=sentence,
        label=label if may_keep else "",
        url=reverse(f"meetings:{name}", args=[line.id]) if may_keep else "",
        who=line.body_name,
    )


def timeline(record: MeetingRecord) -> list[Entry]:
    line = record.line
    came = _("到会 %(n)s 人，应到 %(all)s 人") % {"n": line.facts.present, "all": line.facts.entitled}
    found = [Entry(_("发出会议通知"), line.facts.noticed_at, who=record.convened_by)]
    if line.facts.held_at:
        found.append(Entry(_("召开"), line.facts.held_at, who=record.chair_name, note=came))
    else:
        found.append(Entry(_("召开（%(at)s）") % {"at": chinese_moment(line.starts_at)}, tone="waiting"))
    if record.confirmed_at:
        found.append(Entry(_("确认会议记录"), record.confirmed_at, who=record.confirmed_by))
    return found


def related(record: MeetingRecord, *, may_keep: bool) -> list[Related]:
    line, papers = (
        record.line,
        [("notice", _("会议通知")), ("sign-in", _("签到表")), ("minutes", _("会议记录"))],
    )
    shown = papers if record.minutes else papers[:2]
    links = [Link(words, reverse("meetings:paper", args=[line.id, paper])) for paper, words in shown]
    found = [Related(_("打印"), tuple(links))]
    if (
        may_keep
        and line.state is not Standing.CONFIRMED
        and clock.today() >= clock.local(line.starts_at).date()
    ):
        found.append(
            Related(_("更正"), (Link(_("更正到会情况"), reverse("meetings:attendance", args=[line.id])),))
        )
    return found


def roll(record: MeetingRecord) -> list[tuple[int, str, str, bool]]:
    """Number, name, word, whether counted."""
    words = {
        Presence.PRESENT: _("到会"),
        Presence.PROXY: _("委托"),
        Presence.LEAVE: _("请假"),
        Presence.ABSENT: _("缺席"),
    }
    return [
        (number, person.name, words[person.presence], person.presence in COUNTED)
        for number, person in enumerate(record.attendance, start=1)
    ]
