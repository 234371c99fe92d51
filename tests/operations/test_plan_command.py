"""`liancun plan` from an Excel table to a plan, a map, or a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from liancun.kernel.errors import Refusal
from liancun.project import planning

HEAD = [
    "村名",
    "乡镇",
    "东(公里)",
    "北(公里)",
    "集体收入",
    "可作中心村",
    "愿意加入",
    "产业:粮食",
    "产业:畜牧",
    "有:冷链",
    "需:冷链",
]


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    for number in range(16):
        across, up = number % 4, number // 4
        strong = "是" if (across, up) in {(0, 0), (1, 2), (3, 1)} else "否"
        willing = "否" if number == 15 else "是"
        sheet.append(
            [f"{number}村", "甲镇", across * 3, up * 3, 10 + number, strong, willing, 5, across, up, 1]
        )
    book.save(tmp_path / "villages.xlsx")
    return tmp_path / "villages.xlsx"


@pytest.mark.mission("TL1")
def test_a_table_becomes_a_plan_with_reasons_a_proof_and_a_map(
    villages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, drawn = tmp_path / "plan.xlsx", tmp_path / "plan.html"
    done = planning.plan_command(
        [str(villages), "--profile", "tieling", "--out", str(out), "--map", str(drawn), "--moves", "300"]
    )
    assert done == 0
    assert "任何方案的总分都不低于" in capsys.readouterr().out
    book = load_workbook(out)
    groups = list(book["分组"].iter_rows(min_row=2, values_only=True))
    placed = [name for row in groups for name in str(row[6]).split("、")]
    assert len(placed) == len(set(placed)) >= 9
    assert "15村" not in placed
    assert all(row[1] in {"0村", "9村", "7村"} for row in groups)
    reasons = {row[0]: row for row in book["各村"].iter_rows(min_row=2, values_only=True)}
    assert reasons["15村"][2] == "不愿加入"
    assert len(reasons) == 16
    assert drawn.read_text(encoding="utf-8").count("<circle") == 16


def test_a_word_in_a_column_of_figures_is_refused_with_its_place(villages: Path) -> None:
    book = load_workbook(villages)
    book.worksheets[0]["E3"] = "很多"
    book.save(villages)
    with pytest.raises(Refusal) as caught:
        planning.plan_command([str(villages)])
    assert "文件“villages.xlsx”第 3 行“集体收入”列" in str(caught.value)


def test_a_link_to_a_village_that_is_not_there_is_refused(villages: Path, tmp_path: Path) -> None:
    links = tmp_path / "roads.csv"
    links.write_text("村名,村名,分钟\n0村,1村,5\n0村,远村,5\n", encoding="utf-8")
    with pytest.raises(Exception, match="远村"):
        planning.plan_command([str(villages), "--links", str(links)])


def test_an_unknown_profile_is_refused(villages: Path) -> None:
    with pytest.raises(Refusal, match="没有叫“月亮”的方案"):
        planning.plan_command([str(villages), "--profile", "月亮"])


def outlines(folder: Path, many: int) -> Path:
    """A grid of areas a kilometre wide, each named as in the table."""
    features = []
    for number in range(many):
        west, south = 100.0 + 0.01 * (number % 4), 30.0 + 0.01 * (number // 4)
        corners = [(0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01), (0, 0)]
        ring = [[west + x, south + y] for x, y in corners]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"村名": f"{number}村"}, "geometry": shape})
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.mark.mission("TL1")
def test_areas_of_villages_make_the_neighbours_and_are_drawn(
    villages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = tmp_path / "plan.html"
    told = [str(villages), "--borders", str(outlines(tmp_path, 16)), "--map", str(drawn), "--no-proof"]
    assert planning.plan_command([*told, "--moves", "50"]) == 0
    # Along four rows of four: sides are shared 24 times, corners do not count.
    assert "16 个村，24 条相邻关系" in capsys.readouterr().out
    assert drawn.read_text(encoding="utf-8").count("<path") == 16


def test_a_village_without_an_area_is_named(villages: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        planning.plan_command([str(villages), "--borders", str(outlines(tmp_path, 15))])
    assert "村界文件里没有“15村”的面" in str(caught.value)
