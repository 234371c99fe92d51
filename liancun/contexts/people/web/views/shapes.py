"""How persons, households and requests look in lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from liancun.contexts.people import playbook, queries, rules
from liancun.framework.web.formats import chinese_date
from liancun.framework.web.parts import Column, Row, State, Tone


def standing_state(standing: rules.Standing) -> State:
    words: dict[rules.Standing, tuple[str, Tone]] = {
        "full": (_("可以自己表决"), "done"),
        "minor": (_("未成年"), "waiting"),
        "limited": (_("由监护人代理"), "waiting"),
        "dead": (_("已故"), "closed"),
        "unknown": (_("未登记出生日期"), "draft"),
    }
    return State(*words[standing])


def since(day: date) -> str:
    return _("自 %(day)s") % {"day": chinese_date(day)}


def period(begun: date, until: date | None) -> str:
    if until is None:
        return since(begun)
    return _("%(since)s 至 %(until)s") % {"since": chinese_date(begun), "until": chinese_date(until)}


def household_name(line: queries.HouseholdLine) -> str:
    if line.head_name:
        return _("%(number)s 号 %(head)s户") % {"number": line.number, "head": line.head_name}
    return _("%(number)s 号") % {"number": line.number}


def change_columns() -> tuple[Column, ...]:
    return (
        Column("kind", _("申请")),
        Column("person", _("人员"), "name"),
        Column("asked_by", _("提出人"), "name"),
        Column("asked_at", _("提出日期"), "date"),
        Column("state", _("状态"), "state"),
    )


def change_row(line: queries.ChangeLine) -> Row:
    cells = (line.kind_label, line.person_name, line.asked_by_name, line.asked_at.date(), change_state(line))
    note = playbook.roll_name(line.roll) if line.roll else ""
    return Row(cells, url=reverse("people:change", args=[line.id]), note=note)


def change_state(line: queries.ChangeLine) -> State:
    tones: dict[str, Tone] = {
        "waiting": "waiting",
        "approved": "done",
        "refused": "refused",
        "withdrawn": "closed",
    }
    return State(line.state_label, tones[line.state])


def ask_labels(record: queries.PersonRecord) -> Iterator[tuple[str, str]]:
    """What may be asked of this person, in the order of how often it is needed."""
    yield "add", _("列入名册")
    yield "strike", _("移出名册")
    yield "correct", _("更正姓名或号码")
    yield "transfer", _("转到另一个村")
    yield "represent", _("确定代表联系的农户")
    yield "guardian", _("登记监护人")
    yield "own_living", _("登记以自己的劳动收入为主要生活来源")
    if record.died_on is None:
        yield "death", _("登记死亡")
    yield "merge", _("合并两份人员记录")
