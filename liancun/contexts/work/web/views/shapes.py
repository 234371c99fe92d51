"""Tasks as the page parts show them: words, states, next steps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.evidence.api import FileLine
from liancun.contexts.work.queries import TaskLine, TaskRecord
from liancun.contexts.work.rules import ReminderKind, Standing
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
    Upload,
)

_TONES: dict[Standing, Tone] = {
    Standing.OPEN: "running",
    Standing.SOON: "waiting",
    Standing.OVERDUE: "refused",
    Standing.DONE: "done",
    Standing.DONE_LATE: "done",
}


def word(standing: Standing) -> str:
    return {
        Standing.OPEN: _("办理中"),
        Standing.SOON: _("将到期"),
        Standing.OVERDUE: _("已过期"),
        Standing.DONE: _("已办结"),
        Standing.DONE_LATE: _("逾期办结"),
    }[standing]


def state(line: TaskLine) -> State:
    return State(word(line.standing), _TONES[line.standing])


def time_left(line: TaskLine) -> str:
    """How the due day lies to today, in words; empty once done."""
    if line.done_on is not None:
        return ""
    if line.days_left < 0:
        return _("已过期 %(days)s 天") % {"days": -line.days_left}
    if line.days_left == 0:
        return _("今天到期")
    return _("还有 %(days)s 天") % {"days": line.days_left}


def register(lines: Iterable[TaskLine], *, state: str, search: str) -> Register:
    rows = tuple(_row(line) for line in lines)
    return Register(
        columns=(
            Column("title", _("任务")),
            Column("body", _("村"), "name"),
            Column("due", _("期限"), "date"),
            Column("left", _("剩余")),
            Column("state", _("状态"), "state"),
        ),
        rows=rows,
        filters=(Filter("state", _("状态"), _choices(), state),),
        search=search,
        search_hint=_("任务、事项或村名"),
        empty=_("没有符合条件的任务。") if search or state not in ("", "open") else _("现在没有要办的任务。"),
        empty_step=_empty_step(state, search),
    )


def facts(record: TaskRecord) -> list[Fact]:
    line = record.line
    due = _("%(day)s（暂定）") if line.due_provisional else "%(day)s"
    return [
        Fact(_("承办村"), line.body_name),
        Fact(_("期限"), due % {"day": chinese_date(line.due_on)}),
        Fact(_("所属事项"), line.matter_title, _matter_url(line)),
    ]


def known(record: TaskRecord) -> list[Fact]:
    return [*facts(record), Fact(_("办结材料"), _evidence(record))]


def next_step(record: TaskRecord, *, may_finish: bool) -> NextStep | None:
    """One button for who may finish; for others, whose turn it is."""
    line = record.line
    if line.done_on is not None:
        return None
    late = line.standing is Standing.OVERDUE
    if not may_finish:
        who = _("%(village)s党组织书记或报账员") % {"village": line.body_name}
        return NextStep(_("等待承办村办结。"), who=who, by=line.due_on, late=late)
    sentence = (
        _("办完后写明结果，附上照片或纸质材料。") if record.evidence != "none" else _("办完后写明结果。")
    )
    url = reverse("work:finish", args=[line.id])
    return NextStep(sentence, label=_("办结任务"), url=url, by=line.due_on, late=late)


def timeline(record: TaskRecord) -> list[Entry]:
    """What happened, newest first; an open task begins with what is still to come."""
    opened = Entry(_("决议对本村生效，开立任务"), record.opened_at, url=_matter_url(record.line))
    reminded = [_reminded(r.kind, r.at) for r in record.reminders]
    done = []
    if record.finished_at is not None:
        done = [
            Entry(word(record.line.standing), record.finished_at, who=record.finished_by, note=record.note)
        ]
    return [*done, *reversed(reminded), opened]


def related(record: TaskRecord) -> list[Related]:
    link = Link(record.line.matter_title, _matter_url(record.line))
    return [Related(_("所属事项"), (link,))]


def uploads(files: Iterable[FileLine]) -> list[Upload]:
    return [Upload(name=file.name, size=file.size, url=file.url, digest=file.digest) for file in files]


def after(record: TaskRecord) -> str:
    return _("办理情况和材料已记入事项“%(matter)s”。") % {"matter": record.line.matter_title}


def todo_words(line: TaskLine) -> str:
    """The line of 待办; a near or passed limit leads."""
    if line.standing in (Standing.SOON, Standing.OVERDUE):
        return _("%(state)s：%(task)s（%(matter)s）") % {
            "state": word(line.standing),
            "task": line.title,
            "matter": line.matter_title,
        }
    return _("%(task)s（%(matter)s）") % {"task": line.title, "matter": line.matter_title}


def _row(line: TaskLine) -> Row:
    cells = (line.title, line.body_name, line.due_on, time_left(line), state(line))
    return Row(cells, url=reverse("work:task", args=[line.id]), note=line.matter_title)


def _choices() -> tuple[Choice, ...]:
    return (
        Choice("open", _("待办")),
        Choice("overdue", _("已过期")),
        Choice("done", _("已办结")),
        Choice("all", _("全部")),
    )


def _empty_step(state: str, search: str) -> Link | None:
    if search or state not in ("", "open"):
        return Link(_("看待办的任务"), reverse("work:tasks"))
    return Link(_("看办结的任务"), reverse("work:tasks") + "?state=done")


def _evidence(record: TaskRecord) -> str:
    return _("必须附照片或纸质材料") if record.evidence != "none" else _("不要求附件")


def _reminded(kind: ReminderKind, at: datetime) -> Entry:
    if kind is ReminderKind.OVERDUE:
        return Entry(_("期限已过，已提醒"), at, tone="refused")
    return Entry(_("将到期，已提醒"), at, tone="waiting")


def _matter_url(line: TaskLine) -> str:
    return reverse("affairs:matter", args=[line.matter_id])
