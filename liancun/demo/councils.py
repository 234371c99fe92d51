"""Meetings of a joint body without a matter: what was said, what was assigned, and what came of it.

Two that were held and one that is called, so that the list, the assignments and the next notice all have something.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from liancun.contexts.meetings import api as meetings
from liancun.demo.thread import Thread
from liancun.framework import clock, playbook
from liancun.framework.actors import Actor


@dataclass(frozen=True)
class Council:
    """A kind of the county's playbook and what it treats: on each item who says what, and what is decided."""

    kind: str
    title: str
    topics: tuple[tuple[str, str, str], ...]


COUNCILS = {
    "tieling": Council(
        "dispatch",
        "定期调度会",
        (
            ("玉米种子到货验收", "到货数量与合同一致，各村按户登记领取。", "三日内完成分发并公开。"),
            ("植保无人机统防统治", "两个村地块相连，可以合并作业。", "先行试飞，费用按面积分担。"),
        ),
    ),
    "nierong": Council(
        "joint_meeting",
        "联席会议",
        (
            ("牲畜冬季饲草储备", "三个村合计缺草，联合采购运费可以省下来。", "按各村决议数量统一下单。"),
            ("草场轮牧衔接", "转场时间要错开，路上要有人照应。", "由驻点干部排出转场次序。"),
        ),
    ),
    "xiqing": Council(
        "joint_meeting",
        "联盟联席会议",
        (
            ("沙窝萝卜统一包装", "样箱已经看过，箱子要印产地和追溯码。", "定下两种规格，统一印制。"),
            ("周末停车疏导", "采摘季车辆多，三个村的空地可以共用。", "各出两人，按周轮值。"),
        ),
    ),
    "songtao": Council(
        "democratic_council",
        "民主议事会",
        (
            ("食用菌菌棒供应", "菌棒要统一来源，坏棒由供方更换。", "选定一家供方，签订质量条款。"),
            ("产业路管护", "雨季塌方多，要有人巡路。", "按路段分到村，每月巡查一次。"),
        ),
    ),
    "jiaxian": Council(
        "joint_meeting",
        "联席会议",
        (
            ("红枣烘干房共用", "旺季排队，要定使用次序。", "按交枣登记先后使用，电费各村自付。"),
            ("医疗保障政策宣讲", "有的户不清楚报销比例。", "请县医保局到村讲一次。"),
        ),
    ),
}


def play(thread: Thread) -> None:
    """The secretary of the joint body calls, holds and minutes them, each on its day."""
    council, body = COUNCILS[playbook.current().head.key], thread.offices.joint
    first, second = council.topics
    _hold(thread, council, body, days_ago=41, topics=[first], done=True)
    _hold(thread, council, body, days_ago=9, topics=[second], done=False)
    with _at(0), thread.acting(thread.offices.secretary, body) as secretary:
        _call(secretary, council, body, clock.now() + timedelta(days=6), [first[0]])


def _hold(
    thread: Thread,
    council: Council,
    body: int,
    *,
    days_ago: int,
    topics: Sequence[tuple[str, str, str]],
    done: bool,
) -> None:
    with _at(days_ago + 6), thread.acting(thread.offices.secretary, body) as secretary:
        starts = clock.now() + timedelta(days=6)
        line = _call(secretary, council, body, starts, [title for title, _said, _decided in topics])
    with _at(days_ago), thread.acting(thread.offices.secretary, body) as secretary:
        there = _attend(secretary, line.id)
        given = _minute(secretary, line.id, there, topics)
    if done:
        with _at(days_ago - 12), thread.acting(thread.offices.secretary, body) as secretary:
            meetings.take_follow_up_step(
                secretary, follow_up_id=given, kind="done", note="已按议定意见办结，结果在村务公开栏公开。"
            )


def _at(days_ago: int) -> AbstractContextManager[clock.FixedClock]:
    return clock.fixed(datetime.combine(clock.today() - timedelta(days=days_ago), time(9, 30), clock.ZONE))


def _call(
    secretary: Actor, council: Council, body: int, starts: datetime, topics: Sequence[str]
) -> meetings.MeetingLine:
    line = meetings.convene_kind(
        secretary,
        body_id=body,
        kind=council.kind,
        title=f"{starts.month}月{council.title}",
        starts_at=starts,
        place="联合党组织会议室",
        agenda=[meetings.AgendaLine(topic, presenter="书记") for topic in topics],
    )
    called = [one.person_id for one in meetings.attendees(line.id)]
    meetings.delivered(secretary, meeting_id=line.id, persons=called[: len(called) - 1], way="phone")
    return line


def _attend(secretary: Actor, meeting_id: int) -> list[meetings.Attendant]:
    called = meetings.attendees(meeting_id)
    there = list(called[: max(2, len(called) - 1)])
    away = {one.person_id: "外出培训" for one in called[len(there) :]}
    meetings.record_attendance(
        secretary,
        meeting_id=meeting_id,
        present=[one.person_id for one in there],
        leave=away,
        observers=[("包片干部", "乡镇政府")],
    )
    meetings.hold(secretary, meeting_id=meeting_id)
    return there


def _minute(
    secretary: Actor,
    meeting_id: int,
    there: Sequence[meetings.Attendant],
    topics: Sequence[tuple[str, str, str]],
) -> int:
    """Notes on the last items of the agenda, one thing assigned to each, confirmed by the chair."""
    record = meetings.record(meeting_id)
    first = len(record.agenda) - len(topics) + 1
    said = [
        meetings.Said(order, f"{there[0].name}：{notes}\n{there[-1].name}：同意。", decided, "adopted")
        for order, (_title, notes, decided) in enumerate(topics, start=first)
    ]
    meetings.draft_minutes(secretary, meeting_id=meeting_id, items=said)
    given = 0
    for title, _notes, decided in topics:
        given = meetings.add_follow_up(
            secretary,
            meeting_id=meeting_id,
            text=f"{title}：{decided}",
            owner=there[-1].person_id,
            due=clock.today() + timedelta(days=15),
        ).id
    draft = meetings.record(meeting_id).draft
    assert draft is not None
    meetings.confirm(secretary, meeting_id=meeting_id, minutes=draft.text)
    return given
