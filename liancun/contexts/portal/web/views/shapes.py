"""Published snapshots as the public templates draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.affairs import api as affairs
from liancun.contexts.disclosure.api import (
    ComplaintLine,
    Line,
    MaskedPerson,
    NoticeLine,
    NoticeRecord,
    Section,
    Snapshot,
    Table,
)
from liancun.contexts.portal.queries import Told
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Link, Published, State


@dataclass(frozen=True)
class ShownLine:
    label: str
    value: str
    article: str


@dataclass(frozen=True)
class ShownCell:
    """`label` is the column's name: a phone draws the row as a card."""

    label: str
    text: str


@dataclass(frozen=True)
class ShownTable:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[ShownCell, ...], ...]


@dataclass(frozen=True)
class ShownSection:
    heading: str
    lines: tuple[ShownLine, ...]
    tables: tuple[ShownTable, ...]


@dataclass(frozen=True)
class ShownNotice:
    """A notice told whole; `open_until` only while objections are received."""

    title: str
    office: str
    published_at: datetime
    open_until: date | None
    url: str
    sections: tuple[ShownSection, ...]


@dataclass(frozen=True)
class ShownStory:
    """A matter on a village's page. `whole_url`: its whole course, "" where it is no matter."""

    title: str
    whole_url: str
    notices: tuple[ShownNotice, ...]
    others: tuple[Link, ...]


def sections(snapshot: Snapshot) -> tuple[ShownSection, ...]:
    return tuple(_section(section) for section in snapshot.sections)


def story(told: Told) -> ShownStory:
    newest = told.notices[-1][0]
    return ShownStory(
        newest.title,
        whole_url(newest),
        tuple(_notice(line, snapshot) for line, snapshot in told.notices),
        tuple(link(line) for line in told.others),
    )


def _notice(line: NoticeLine, snapshot: Snapshot) -> ShownNotice:
    return ShownNotice(
        title=line.title,
        office=line.office,
        published_at=line.published_at,
        open_until=line.window.closes if takes_objections(line) else None,
        url=notice_url(line),
        sections=sections(snapshot),
    )


def now_link(line: NoticeLine) -> Link:
    """A notice that hangs out now, with its last day."""
    note = _("%(kind)s，%(office)s，到 %(day)s") % {
        "kind": _(line.kind.value),
        "office": line.office,
        "day": chinese_date(line.window.closes),
    }
    return Link(line.title, notice_url(line), note)


def link(line: NoticeLine) -> Link:
    day = chinese_date(line.published_at)
    note = _("%(office)s，%(day)s") % {"office": line.office, "day": day}
    return Link(line.title, notice_url(line), note)


def notice_url(line: NoticeLine) -> str:
    return reverse("portal:notice", args=[line.slug])


def whole_url(line: NoticeLine) -> str:
    """Where the whole course of its matter is told; "" for a notice on something else."""
    return reverse("portal:matter", args=[line.slug]) if line.subject == affairs.SUBJECT else ""


def takes_objections(line: NoticeLine) -> bool:
    return line.kind != "公告" and not line.window.closed and not line.window.withdrawn


def state(line: NoticeLine) -> State:
    if line.window.withdrawn:
        return State(_("已撤回"), "refused")
    if line.window.closed:
        return State(_("公开期已满"), "closed")
    return State(_("正在公开"), "running")


def published(line: NoticeLine) -> Published:
    return Published(
        office=line.office,
        at=line.published_at,
        fingerprint=line.fingerprint,
        url=line.url,
        until=line.window.closes,
        contact=_("%(office)s，或村务监督委员会") % {"office": line.office},
    )


def ended_words(line: NoticeLine, reason: str) -> str:
    """Why no objection is received any more; empty while one is."""
    if takes_objections(line):
        return ""
    if line.window.withdrawn:
        return _("这份公开已经撤回：%(reason)s。") % {"reason": reason.rstrip("。")}
    if line.kind == "公告":
        return _("公告只作告知。有问题请向%(office)s反映。") % {"office": line.office}
    day = chinese_date(line.window.closes)
    return _("意见期已于%(day)s结束。仍有意见，请向村务监督委员会或乡镇人民政府反映。") % {"day": day}


@dataclass(frozen=True)
class ShownComplaint:
    heading: str
    sentence: str
    text: str


def complaint(line: ComplaintLine) -> ShownComplaint:
    """A complaint as all may know of it: number, office, day or decision."""
    heading = _("编号 %(number)s：对第 %(n)s 条意见的办理") % {
        "number": line.number,
        "n": line.objection_number,
    }
    if line.decided_at is None:
        words = _("%(office)s正在处理，最迟 %(day)s。")
        return ShownComplaint(heading, words % {"office": line.office, "day": chinese_date(line.due_on)}, "")
    outcome = {"upheld": _("支持"), "partly": _("部分支持"), "dismissed": _("不予支持")}[line.outcome]
    words = _("%(office)s %(day)s处理：%(outcome)s。")
    day = chinese_date(line.decided_at)
    return ShownComplaint(
        heading, words % {"office": line.office, "day": day, "outcome": outcome}, line.decision
    )


def told(found: NoticeRecord) -> list[str]:
    """What stands beside a notice: its review, the photos of the board, its result."""
    sentences = []
    if found.reviewed_by:
        words = {
            "agreed": _("发布前经%(who)s审查同意。"),
            "silent": _("发布前送%(who)s审查，到期没有提出意见。"),
            "answered": _("发布前%(who)s提过意见，村里已经答复。"),
        }[found.review_outcome]
        sentences.append(words % {"who": found.reviewed_by})
    if found.photos:
        day = chinese_date(found.photos[0].taken_on)
        sentences.append(
            _("已在公开栏张贴，%(day)s拍照存档（共 %(count)s 张）。")
            % {"day": day, "count": len(found.photos)}
        )
    return sentences


def _section(section: Section) -> ShownSection:
    return ShownSection(
        section.heading,
        tuple(_line(line) for line in section.lines),
        tuple(_table(table) for table in section.tables),
    )


def _line(line: Line) -> ShownLine:
    return ShownLine(line.label, _word(line.value), line.article)


def _table(table: Table) -> ShownTable:
    rows = tuple(
        tuple(ShownCell(label, _word(value)) for label, value in zip(table.columns, row, strict=True))
        for row in table.rows
    )
    return ShownTable(table.caption, table.columns, rows)


def _word(value: str | MaskedPerson) -> str:
    return value.shown if isinstance(value, MaskedPerson) else value
