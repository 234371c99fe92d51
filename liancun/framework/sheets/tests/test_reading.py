"""From template to file and back: what is filled in is what is read; what was lost on the way is repaired or refused."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from liancun.framework.sheets import Column, Layout
from liancun.framework.sheets.repairs import repair
from liancun.framework.sheets.template import template
from liancun.framework.sheets.understanding import Row, open_file, rows

NAME = "新台子村"
WORDS = {"male": "男", "female": "女"}
LAYOUT = Layout(
    key="tests.people",
    name="人员",
    verb="tests.none",
    columns=(
        Column("village", "村", required=True, place=True, group="住处", example=NAME),
        Column("name", "姓名", required=True, group="本人"),
        Column("code", "号码", "code", group="本人"),
        Column("sex", "性别", "choice", choices=lambda: WORDS, group="本人"),
        Column("born", "出生日期", "date", group="本人"),
        Column("count", "人数", "integer"),
        Column("money", "金额", "amount"),
        Column("poor", "是否脱贫", "yes_no"),
    ),
    desk=lambda actor: None,  # type: ignore[arg-type, return-value]
)
SIMPLE = st.text(st.sampled_from("张王李赵新台子村河东西一二三"), min_size=1, max_size=8)
ROWS = st.fixed_dictionaries(
    {
        "village": SIMPLE,
        "name": SIMPLE,
        "code": st.one_of(st.none(), st.text(st.sampled_from("0123456789X"), min_size=1, max_size=18)),
        "sex": st.one_of(st.none(), st.sampled_from(list(WORDS))),
        "born": st.one_of(st.none(), st.dates(date(1900, 3, 1), date(2099, 12, 31))),
        "count": st.one_of(st.none(), st.integers(-(10**9), 10**9)),
        "money": st.one_of(st.none(), st.decimals(Decimal("-1e9"), Decimal("1e9"), places=2)),
        "poor": st.one_of(st.none(), st.booleans()),
    }
)


def read(content: bytes, name: str = "表.xlsx") -> list[Row]:
    file = io.BytesIO(content)
    return list(rows(LAYOUT, open_file(LAYOUT, name, file), name))


def shown(row: dict[str, Any]) -> list[Any]:
    """As a clerk would fill it in, in the order of the columns."""
    return [_said(column.key, row[column.key]) for column in LAYOUT.columns]


def _said(key: str, value: Any) -> Any:
    if key == "sex":
        return WORDS.get(value)
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else value


def _is_ordinary(text: str) -> bool:
    """Signs of the common set throughout: nobody could tell that they were read wrongly."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _is_western(text: str) -> bool:
    """Accented letters alone, like àà: sooner a Chinese sign read wrongly than a word."""
    return not text.isascii() and max(text) < "\u0100"


@settings(max_examples=25, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_what_is_filled_in_is_what_is_read(filled: list[dict[str, Any]]) -> None:
    book = load_workbook(io.BytesIO(template(LAYOUT)))
    sheet = book.worksheets[0]
    for at, row in enumerate(filled, 6):
        for column, value in enumerate(shown(row), 2):
            sheet.cell(at, column, value)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert [row.faults for row in found] == [()] * len(filled)
    assert [row.values for row in found] == filled


@settings(max_examples=25, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_text_files_read_the_same_in_every_encoding(filled: list[dict[str, Any]], encoding: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.heading for column in LAYOUT.columns])
    writer.writerows(shown(row) for row in filled)
    found = read(out.getvalue().encode(encoding), "表.csv")
    assert [row.values for row in found] == filled


@given(SIMPLE.filter(lambda text: len(text) % 2 == 0))
@pytest.mark.parametrize("wrong", ["gb18030", "latin-1", "twice"])
def test_a_wrong_encoding_is_undone(wrong: str, text: str) -> None:
    broken = text.encode().decode("latin-1" if wrong == "twice" else wrong, errors="replace")
    if wrong == "twice":
        broken = broken.encode().decode("latin-1")
    if "\ufffd" not in broken and not _is_ordinary(broken):
        assert repair(LAYOUT.columns[0], broken).text == text


@given(st.text(st.characters(codec="gb2312", categories=["L", "N"]), min_size=1, max_size=12))
def test_common_text_is_left_alone(text: str) -> None:
    wide = any("\uff10" <= sign <= "\uff5a" for sign in text)
    if not wide and not _is_western(text):
        assert repair(LAYOUT.columns[1], text).text == text


@pytest.mark.parametrize(
    ("given_text", "fixed"),
    [("臺子村", "台子村"), ("１２３　村", "123 村"), ("新 台 子 村", NAME), ("新台子村\u200b", NAME)],
)
def test_names_of_places_are_repaired(given_text: str, fixed: str) -> None:
    assert repair(LAYOUT.columns[0], given_text).text == fixed


def test_names_of_persons_keep_their_characters() -> None:
    assert repair(LAYOUT.columns[1], "張臺").text == "張臺"


def test_the_example_of_the_template_is_no_row() -> None:
    from liancun.kernel.errors import Refusal

    assert read(template(LAYOUT)) == []
    with pytest.raises(Refusal):
        read(b"")


def test_the_template_is_ready_to_fill_and_to_print() -> None:
    sheet = load_workbook(io.BytesIO(template(LAYOUT))).worksheets[0]
    assert [cell.value for cell in sheet[4]][:3] == ["序号", "* 村", "* 姓名"]
    assert {str(one) for one in sheet.merged_cells.ranges} >= {"A1:I1", "C3:F3"}
    assert sheet.freeze_panes == "B5"
    assert sheet.page_setup.paperSize == 9
    assert len(sheet.data_validations.dataValidation) == 2


def test_lost_digits_are_never_guessed() -> None:
    book = load_workbook(io.BytesIO(template(LAYOUT)))
    sheet = book.worksheets[0]
    values: list[Any] = [NAME, "张三", 211221199001011234]
    for column, value in enumerate(values, 2):
        sheet.cell(6, column, value)
    out = io.BytesIO()
    book.save(out)
    (row,) = read(out.getvalue())
    assert [(one.row, one.column, one.code) for one in row.faults] == [(6, "code", "sheets.rounded")]


@pytest.mark.parametrize("columns", [2, 3, 8])
@pytest.mark.parametrize("count", [1, 14, 15, 40])
def test_no_row_is_lost_however_few_columns_there_are(columns: int, count: int) -> None:
    heads = [column.heading for column in LAYOUT.columns[:columns]]
    lines = ["人员登记表", ",".join(heads)]
    lines += [",".join([f"村{at}", f"张{at}", *([""] * (columns - 2))]) for at in range(count)]
    found = read("\n".join(lines).encode(), "表.csv")
    assert [row.values["name"] for row in found] == [f"张{at}" for at in range(count)]
    assert [row.number for row in found] == list(range(3, count + 3))
