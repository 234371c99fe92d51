"""What the papers of publication tell: the notice whole, the answer to an objection."""

from __future__ import annotations

from typing import Any

import segno

from liancun.contexts.disclosure import queries
from liancun.contexts.disclosure.rules.snapshot import MaskedPerson, Section, Table, Value
from liancun.contexts.disclosure.rules.window import Kind
from liancun.framework.web.formats import chinese_date

Told = dict[str, Any]


def notice(record: queries.NoticeRecord) -> Told:
    line, window = record.line, record.line.window
    length = f"{record.days} 个工作日" if record.working_days else f"{record.days} 日"
    return {
        "title": line.title,
        "sections": [_section(one) for one in record.snapshot.sections],
        "window": f"{line.kind}期：{chinese_date(window.opens)}至{chinese_date(window.closes)}（{length}，含当日）。",
        "objecting": ""
        if line.kind is Kind.ANNOUNCEMENT
        else "有不同意见的，可以扫描二维码，或者到发布单位、村务监督委员会当面提出。",
        "office": line.office,
        "day": chinese_date(line.published_at),
        "qr": segno.make(line.url, error="m").svg_inline(border=2),
        "fingerprint": line.fingerprint,
    }


def answer(line: queries.ObjectionLine, office: str) -> Told:
    return {
        "number": line.number,
        "received": chinese_date(line.received_at),
        "notice": line.notice_title,
        "answer": line.answer,
        "appeal": "对答复不满意的，可以凭收据上的号码向乡镇人民政府反映。反映不影响已经生效的决定。",
        "office": office,
        "day": chinese_date(line.answered_at),
    }


def _section(section: Section) -> Told:
    return {
        "heading": section.heading,
        "lines": [
            {"label": one.label, "value": _words(one.value), "article": one.article} for one in section.lines
        ],
        "tables": [_table(one) for one in section.tables],
    }


def _table(table: Table) -> Told:
    rows = [[_words(cell) for cell in row] for row in table.rows]
    return {"caption": table.caption, "columns": list(table.columns), "rows": rows}


def _words(value: Value) -> str:
    return value.shown if isinstance(value, MaskedPerson) else value
