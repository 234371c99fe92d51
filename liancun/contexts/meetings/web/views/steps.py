"""What comes next for a meeting, and what else may be done with it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.meetings.queries import MeetingRecord
from liancun.contexts.meetings.rules import State
from liancun.contexts.meetings.web.views import shapes
from liancun.framework.actors import Actor
from liancun.framework.permissions import may
from liancun.framework.web.parts import Link, NextStep, Related


def next_step(record: MeetingRecord, actor: Actor) -> NextStep | None:
    line, keeps = record.line, shapes.keeps(actor, record.line)
    if line.state in (State.CONFIRMED, State.CANCELLED):
        return None
    if line.state is State.HELD:
        return _minutes_step(record, actor)
    if not shapes.today_or_later(line):
        return _waiting_step(record, keeps)
    if not line.facts.present:
        return _step(record, _("请登记谁到了会。"), _("登记到会"), "attendance", keeps)
    return NextStep(
        sentence=_("到会 %(n)s 人，可以登记会议召开。") % {"n": line.facts.present},
        label=_("登记召开") if keeps else "",
        url=reverse("meetings:hold", args=[line.id]) if keeps else "",
        who=line.body_name,
        post=not line.kind_key,
    )


def _waiting_step(record: MeetingRecord, keeps: bool) -> NextStep:
    line = record.line
    if keeps and line.kind_key and line.facts.delivered < line.facts.entitled:
        told = {"n": line.facts.delivered, "all": line.facts.entitled}
        return NextStep(
            sentence=_("会议通知已发出，已通知到 %(n)s 人，应到 %(all)s 人。") % told,
            label=_("登记送达"),
            url=reverse("meetings:deliver", args=[line.id]),
            by=line.starts_at,
        )
    return NextStep(
        sentence=_("会议已通知，等待召开。"),
        label=_("打印会议通知"),
        url=reverse("meetings:paper", args=[line.id, "notice"]),
        by=line.starts_at,
    )


def _minutes_step(record: MeetingRecord, actor: Actor) -> NextStep:
    line, draft = record.line, record.draft
    is_chair = actor.person_id is not None and actor.person_id == record.chair_id
    keeps = shapes.keeps(actor, line, "meetings.confirm")
    if draft and draft.signed_by:
        second = may(actor, "meetings.countersign", line.body_id) and actor.person_id != draft.signer_id
        sentence = _("%(name)s已确认记录，请另一人复核确认。") % {"name": draft.signed_by}
        return _step(record, sentence, _("复核确认"), "minutes", second)
    if line.kind_key and not draft:
        return _step(record, _("请逐项记录发言和议定意见。"), _("逐项记录"), "draft", keeps)
    label = _("确认会议记录") if draft else _("写会议记录")
    return _step(record, _("请整理并确认会议记录。"), label, "minutes", keeps or is_chair)


def _step(record: MeetingRecord, sentence: str, label: str, name: str, allowed: bool) -> NextStep:
    return NextStep(
        sentence=sentence,
        label=label if allowed else "",
        url=reverse(f"meetings:{name}", args=[record.line.id]) if allowed else "",
        who=record.line.body_name,
    )


def related(record: MeetingRecord, actor: Actor) -> list[Related]:
    line = record.line
    papers = [("notice", _("会议通知")), ("sign-in", _("签到表")), ("minutes", _("会议记录"))]
    shown = papers if record.minutes or record.draft else papers[:2]
    links = [Link(words, reverse("meetings:paper", args=[line.id, paper])) for paper, words in shown]
    found = [Related(_("打印"), tuple(links))]
    others = other_steps(record, actor)
    return [Related(_("其他办理"), tuple(others)), *found] if others else found


def other_steps(record: MeetingRecord, actor: Actor) -> list[Link]:
    line = record.line
    if line.state in (State.CONFIRMED, State.CANCELLED) or not shapes.keeps(actor, line):
        return []
    names: list[tuple[str, str]] = []
    if line.state is State.PLANNED:
        names += [("deliver", _("登记送达")), ("papers", _("放出会议材料"))]
        names += [("change", _("改期或改地点")), ("cancel", _("取消会议"))]
    if line.terms.proxies in ("household", "written"):
        names.append(("proxy", _("登记委托书")))
    if shapes.today_or_later(line):
        names.append(("attendance", _("更正到会情况")))
    if line.state is State.HELD:
        names += [
            ("draft", _("逐项记录")),
            ("add_follow_up", _("交办事项")),
            ("correct", _("更正以前的记录")),
        ]
    return [Link(words, reverse(f"meetings:{name}", args=[line.id])) for name, words in names]
