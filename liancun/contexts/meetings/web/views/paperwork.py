"""What the papers of a meeting tell: notice, sign-in sheet, minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from liancun.contexts.meetings import queries
from liancun.contexts.meetings.queries import records
from liancun.contexts.meetings.rules import COUNTED, Presence, State, speeches
from liancun.contexts.meetings.web.views import shapes
from liancun.contexts.meetings.web.views.following import state
from liancun.framework.web.formats import chinese_date, chinese_moment

Told = dict[str, Any]


def notice(record: queries.MeetingRecord) -> Told:
    line, ways = record.line, shapes.ways_of(record)
    changed = [one for one in record.notices if one.number and one.number == line.notice]
    return {
        "title": f"关于召开{line.kind}的通知",
        "to": "各位应到会人员",
        "starts": chinese_moment(line.starts_at),
        "place": line.place,
        "kind": f"“{line.title}”",
        "agenda": [
            {"number": number, "title": item.title, "presenter": item.presenter}
            for number, item in enumerate(record.agenda, start=1)
        ],
        "entitled": line.facts.entitled,
        "rule": f"至少 {line.needed} 人到会方可开会：{line.rule}。" if line.needed else "",
        "remarks": [
            *(f"因{one.reason}重新通知，以前的通知以本通知为准。" for one in changed),
            *([f"{ways}。"] if ways else []),
            "不能到会的，请提前请假。",
        ],
        "papers": [one.name or one.file.name for one in records.papers(line.id)],
        "office": line.body_name,
        "day": chinese_date(changed[-1].noticed_at if changed else line.facts.noticed_at),
    }


def sign_in(record: queries.MeetingRecord) -> Told:
    line = record.line
    return {
        "title": f"{line.title}签到表",
        "starts": chinese_moment(line.starts_at),
        "place": line.place,
        "people": [
            {"number": number, "name": person.name, "mark": ""}
            for number, person in enumerate(record.attendance, start=1)
        ],
        "entitled": line.facts.entitled,
        "rule": f"至少 {line.needed} 人到会：{line.rule}。" if line.needed else "",
    }


def minutes(record: queries.MeetingRecord) -> Told:
    line, facts = record.line, record.line.facts
    text = record.minutes if record.digest else (record.draft.text if record.draft else "")
    return {
        "title": f"{line.title}记录" if record.digest else f"{line.title}记录（草稿，尚未确认）",
        "kind": line.kind,
        "office": line.body_name,
        "starts": chinese_moment(line.starts_at),
        "place": line.place,
        "chair": record.chair_name,
        "recorder": record.draft.signed_by if record.draft else "",
        "entitled": facts.entitled,
        "present": facts.present,
        "presence": _presence(facts.online, facts.proxies),
        "away": _away(record),
        "agenda": [_item(number, item.title, record) for number, item in enumerate(record.agenda, start=1)],
        "text": text,
        "follow_ups": [
            {
                "text": one.text,
                "owner": one.owner_name,
                "due": chinese_date(one.due),
                "state": state(one).word,
            }
            for one in queries.of_meeting(line.id)
        ],
        "confirmed": _confirmed(record),
        "digest": record.digest,
    }


def _item(number: int, title: str, record: queries.MeetingRecord) -> Told:
    said = record.items.get(number)
    spoken = speeches(said.words.notes) if said else ()
    return {
        "number": number,
        "title": title,
        "speakers": [{"name": one.speaker, "text": one.text} for one in spoken],
        "resolution": said.words.decision if said else "",
    }


def _presence(online: int, proxies: int) -> str:
    said = [f"线上 {online} 人"] if online else []
    said += [f"书面委托 {proxies} 人"] if proxies else []
    return f"（其中{'、'.join(said)}）" if said else ""


def _away(record: queries.MeetingRecord) -> str:
    if record.line.state is State.PLANNED:
        return ""
    leave = [person.name for person in record.attendance if person.presence is Presence.LEAVE]
    absent = [
        person.name
        for person in record.attendance
        if person.presence is not Presence.LEAVE and person.presence not in COUNTED
    ]
    said = [f"请假 {len(leave)} 人：{'、'.join(leave)}"] if leave else []
    said += [f"缺席 {len(absent)} 人：{'、'.join(absent)}"] if absent else []
    return "；".join(said) or "无"


def _confirmed(record: queries.MeetingRecord) -> str:
    if not record.digest:
        return ""
    who = "、".join(filter(None, (record.confirmed_by, record.countersigned_by)))
    return f"{who}于{chinese_date(record.confirmed_at)}确认。"


FORMS: Mapping[str, tuple[str, Callable[[queries.MeetingRecord], Told]]] = {
    "notice": ("meeting-notice", notice),
    "sign-in": ("sign-in", sign_in),
    "minutes": ("minutes", minutes),
}
