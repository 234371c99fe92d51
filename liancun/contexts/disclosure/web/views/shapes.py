"""How notices are shown: states, facts, time lines, registers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.disclosure.models import Outcome
from liancun.contexts.disclosure.queries import (
    ComplaintLine,
    NoticeLine,
    NoticeRecord,
    ObjectionLine,
    PhotoLine,
)
from liancun.contexts.disclosure.rules.objection import Due
from liancun.contexts.disclosure.rules.window import Kind
from liancun.framework import clock
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import (
    Choice,
    Column,
    Entry,
    Fact,
    Filter,
    Link,
    NextStep,
    Register,
    Related,
    Row,
    State,
    Tone,
)


def state(line: NoticeLine) -> State:
    if line.window.withdrawn:
        return State(_("已撤回"), "refused")
    if line.window.closed and line.window.unanswered:
        return State(_("已期满，有意见待答复"), "waiting")
    return State(_("已期满"), "closed") if line.window.closed else State(_("公开中"), "running")


def register(lines: Sequence[NoticeLine], *, of: str, kind: str, search: str) -> Register:
    columns = (
        Column("title", _("标题")),
        Column("kind", _("种类")),
        Column("office", _("发布单位")),
        Column("published", _("发布日期"), "date"),
        Column("closes", _("期限至"), "date"),
        Column("objections", _("意见"), "number"),
        Column("state", _("状态"), "state"),
    )
    rows = tuple(
        Row(
            (
                line.title,
                _(line.kind.value),
                line.office,
                clock.local(line.published_at).date(),
                line.window.closes,
                line.window.objections,
                state(line),
            ),
            url=reverse("disclosure:notice", args=[line.id]),
        )
        for line in lines
    )
    whose = (Choice("mine", _("我办理范围内的")), Choice("all", _("全部")))
    kinds = (Choice("", _("全部")), *(Choice(kind.value, _(kind.value)) for kind in Kind))
    return Register(
        columns,
        rows,
        filters=(Filter("of", _("范围"), whose, of), Filter("kind", _("种类"), kinds, kind)),
        search=search,
        search_hint=_("标题"),
        empty=_("还没有公开内容。事项办到公开一步时，会在这里出现。"),
    )


def facts(record: NoticeRecord) -> list[Fact]:
    line, window = record.line, record.line.window
    unit = _("个工作日") if record.working_days else _("天")
    last = chinese_date(window.closes) + (_("（暂定，节假日公布后可能顺延）") if window.provisional else "")
    found = [
        Fact(_("种类"), _(line.kind.value)),
        Fact(_("发布单位"), line.office),
        Fact(_("公开期限"), _("%(days)s %(unit)s") % {"days": record.days, "unit": unit}),
        Fact(_("期限至"), last),
        Fact(
            _("意见"),
            _("收到 %(all)s 条，待答复 %(open)s 条") % {"all": window.objections, "open": window.unanswered},
        ),
    ]
    if record.reviewed_by:
        found.append(Fact(_("审查"), reviewed_words(record)))
    return found


def reviewed_words(record: NoticeRecord) -> str:
    """How the supervisors' review went, with their name."""
    words = {
        "agreed": _("%(who)s同意公开"),
        "silent": _("%(who)s到期没有提出意见"),
        "answered": _("%(who)s提出意见，已经答复"),
    }[record.review_outcome]
    return words % {"who": record.reviewed_by}


def next_step(
    record: NoticeRecord, waiting: Sequence[ObjectionLine], *, may_answer: bool, may_publish: bool
) -> NextStep | None:
    if waiting:
        return _answering(record, waiting[0], may_answer)
    if record.line.window.withdrawn:
        return None
    if record.line.window.closed:
        return _result_step(record) if may_publish else None
    return NextStep(
        sentence=_("正在公开，等待期满。"),
        label=_("打印张贴页"),
        url=reverse("disclosure:poster", args=[record.line.id]),
        by=record.line.window.closes,
    )


def _answering(record: NoticeRecord, first: ObjectionLine, may_answer: bool) -> NextStep:
    return NextStep(
        sentence=_("第 %(number)s 条意见等待答复。") % {"number": first.number},
        label=_("去答复") if may_answer else "",
        url=reverse("disclosure:answer", args=[first.id]) if may_answer else "",
        who=record.line.office,
        by=first.answer_due_on,
        late=first.answer_due_on < clock.today(),
    )


def _result_step(record: NoticeRecord) -> NextStep | None:
    """A proposal that hung out asks for its result to be told."""
    if record.result or record.line.kind is not Kind.PROPOSAL:
        return None
    return NextStep(
        sentence=_("公示期已满，意见都已答复，可以公布结果。"),
        label=_("公布结果"),
        url=reverse("disclosure:result", args=[record.line.id]),
        who=record.line.office,
    )


def timeline(
    record: NoticeRecord,
    objections: Sequence[ObjectionLine],
    reminders: Sequence[tuple[int, str, datetime]] = (),
) -> list[Entry]:
    line = record.line
    found = [Entry(_("发布"), line.published_at, who=record.published_by, note=line.title)]
    for objection in objections:
        found.append(_received(objection))
        if objection.answered_at:
            found.append(
                Entry(
                    _("答复第 %(n)s 条意见") % {"n": objection.number},
                    objection.answered_at,
                    note=objection.answer,
                )
            )
    found += [_reminded(*one) for one in reminders]
    for one in record.complaints:
        found += _complained(one)
    found += [_photographed(one) for one in record.photos]
    if record.ended_at:
        ended = _("撤回") if line.window.withdrawn else _("期满")
        found.append(Entry(ended, record.ended_at, note=record.ending_reason, tone="closed"))
    found.sort(key=lambda entry: _when(entry.at))
    if not line.window.closed and not line.window.withdrawn:
        found.append(Entry(_("期满（%(day)s）") % {"day": chinese_date(line.window.closes)}, tone="waiting"))
    return found


def _when(at: datetime | date | None) -> datetime:
    """A day without an hour comes after what has one on it."""
    if isinstance(at, datetime):
        return at
    return datetime.combine(at or date.max, time.max, clock.ZONE)


def _complained(line: ComplaintLine) -> list[Entry]:
    what = _("第 %(n)s 条意见向%(office)s反映，编号 %(number)s") % {
        "n": line.objection_number,
        "office": line.office,
        "number": line.number,
    }
    tone: Tone = "done" if line.decided_at else "waiting"
    found = [Entry(what, line.received_at, tone=tone)]
    if line.decided_at:
        decided = _("反映 %(number)s 的处理：%(outcome)s") % {
            "number": line.number,
            "outcome": Outcome(line.outcome).label,
        }
        found.append(Entry(decided, line.decided_at, who=line.office, note=line.decision))
    return found


def _photographed(line: PhotoLine) -> Entry:
    return Entry(
        _("公开栏照片存档"),
        line.taken_on,
        who=line.by_name,
        url=reverse("evidence:download", args=[line.file_id]),
    )


def _reminded(number: int, kind: str, at: datetime) -> Entry:
    if kind == Due.OVERDUE:
        return Entry(_("第 %(n)s 条意见的答复期限已过，已提醒") % {"n": number}, at, tone="refused")
    return Entry(_("第 %(n)s 条意见的答复将到期，已提醒") % {"n": number}, at, tone="waiting")


def _received(objection: ObjectionLine) -> Entry:
    return Entry(
        _("收到第 %(n)s 条意见") % {"n": objection.number},
        objection.received_at,
        note=objection.text or _("内容只有发布单位可以查看。"),
        url=reverse("disclosure:answer", args=[objection.id]) if objection.text else "",
        tone="done" if objection.answered_at else "waiting",
    )


def related(
    record: NoticeRecord, *, may_withdraw: bool, may_photograph: bool, decides: Collection[int]
) -> list[Related]:
    line = record.line
    links = [
        Link(_("公开网页"), line.url),
        Link(_("张贴页（A4）"), reverse("disclosure:poster", args=[line.id])),
        Link(_("村民群图片（PNG）"), reverse("disclosure:picture", args=[line.id])),
    ]
    if may_photograph:
        links.append(Link(_("存公开栏照片"), reverse("disclosure:photo", args=[line.id])))
    if may_withdraw and not line.window.withdrawn and not line.window.closed:
        links.append(Link(_("撤回"), reverse("disclosure:withdraw", args=[line.id])))
    groups = [Related(_("打印和网址"), tuple(links))]
    waiting = [one for one in record.complaints if not one.outcome]
    if waiting:
        groups.append(Related(_("向上级反映"), tuple(_complaint_link(one, decides) for one in waiting)))
    return groups


def _complaint_link(line: ComplaintLine, decides: Collection[int]) -> Link:
    url = reverse("disclosure:complaint", args=[line.id]) if line.id in decides else ""
    note = _("%(office)s，%(day)s前处理") % {"office": line.office, "day": chinese_date(line.due_on)}
    return Link(line.number, url, note)
