"""Every kind of page drawn once: complete, escaped, and free of what the content policy forbids."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms as django_forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from liancun.framework.todo import TodoItem
from liancun.framework.web import forms, parts
from liancun.kernel.errors import Refusal

HOSTILE = "<b onclick=x>村</b>"


class Raise(forms.Form):
    title = django_forms.CharField(label="事项名称")
    amount = forms.MoneyField(label="金额")
    papers = forms.PaperField(label="附件", required=False)


def _register() -> parts.Register:
    columns = (
        parts.Column("name", "事项", sortable=True),
        parts.Column("amount", "金额", "money"),
        parts.Column("day", "日期", "date"),
        parts.Column("state", "状态", "state"),
    )
    row = parts.Row(
        (HOSTILE, Decimal("-5.00"), date(2024, 5, 30), parts.State("待表决", "waiting")), "/matters/1/"
    )
    return parts.Register(columns, (row,), sort="-name")


def _sheet() -> parts.Sheet:
    line = parts.Line(
        "货币资金", (parts.Amount(Decimal("186000.00"), "/books/1/"), parts.Amount(None)), code="1"
    )
    heading = parts.Line("流动资产", (), heading=True)
    return parts.Sheet("资产负债表", HOSTILE, "2024年6月", ("期末", "年初"), (heading, line))


def _areas() -> parts.AreaSet:
    return parts.AreaSet("联村党委", "件数", "件", (parts.Area("1", HOSTILE, 3.0, 0, 0),))


_NEXT = parts.NextStep("核对后记账", "记账", "/post/", post=True, consequence="不能撤销。")
_TIMELINE = (parts.Entry(HOSTILE, date(2024, 5, 30), "张三"),)
PAGES: dict[str, dict[str, Any]] = {
    "pages/home.html": {
        "todos": [TodoItem(HOSTILE, "甲村", date(2024, 6, 1), "/t/", "审核")],
        "figures": [parts.Figure("凭证", "3", "张", (1.0, 3.0))],
    },
    "pages/register.html": {"register": _register(), "pager": parts.Pager(2, 3, 60)},
    "pages/record.html": {"next": _NEXT, "timeline": _TIMELINE, "facts": [parts.Fact("村", HOSTILE)]},
    "pages/step.html": {"form": Raise({"title": HOSTILE, "amount": "x"})},
    "pages/statement.html": {"sheet": _sheet(), "unit": "wan"},
    "pages/map.html": {"areas": _areas()},
    "pages/public.html": {
        "timeline": _TIMELINE,
        "published": parts.Published(HOSTILE, date(2024, 6, 1), "ab" * 16, "/p/x"),
    },
    "layout/print.html": {"office": HOSTILE, "seal": True, "signatures": ["书记"]},
    "pages/progress.html": {"progress": parts.Progress(HOSTILE, 1, 2, "/jobs/1/", left=90)},
    "errors/stale.html": {"fields": [("title", HOSTILE)], "action": "/matters/new/"},
    "errors/refused.html": {"refusal": Refusal("x.y", "不能办。", remedy="请等一等。")},
    "errors/404.html": {},
    "errors/500.html": {},
}
_FORBIDDEN = re.compile(
    r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*(\bsrc=|application/json))|https?://(?!www\.w3\.org/2000/svg)"""
)


def _drawn(template: str) -> str:
    request = RequestFactory().get("/x/?page=2")
    with translation.override("zh-hans"):
        return render_to_string(template, {"title": "标题", "request": request, **PAGES[template]})


@pytest.mark.parametrize("template", PAGES)
def test_it_draws_within_the_content_policy(template: str) -> None:
    drawn = _drawn(template)
    assert HOSTILE not in drawn
    assert _FORBIDDEN.search(drawn) is None


@pytest.mark.parametrize("template", PAGES)
def test_it_has_one_heading_and_one_main_landmark(template: str) -> None:
    drawn = _drawn(template)
    assert drawn.count("<h1") == 1
    assert drawn.count("<main") == 1


def test_a_statement_in_ten_thousands_says_so() -> None:
    drawn = _drawn("pages/statement.html")
    assert "单位：万元" in drawn
    assert ">18.60</a>" in drawn


def test_an_act_that_cannot_be_undone_asks_once_and_names_the_consequence() -> None:
    drawn = _drawn("pages/record.html")
    assert "不能撤销。" in drawn
    assert "确认记账" in drawn


def test_a_stale_form_keeps_what_was_typed() -> None:
    drawn = _drawn("errors/stale.html")
    assert 'name="title" value="&lt;b onclick=x&gt;村&lt;/b&gt;"' in drawn
    assert 'action="/matters/new/"' in drawn


def test_a_schematic_map_is_marked_as_no_boundary() -> None:
    assert "示意图，不作划界依据" in _drawn("pages/map.html")
