"""A file from the county's own computer: marked where it is wrong, mended, taken once."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.models import Body
from liancun.demo.world import World
from liancun.framework.testing import as_system
from tests.conftest import Stage

pytestmark = pytest.mark.browser
AREAS = "/imports/bodies.areas/"
RED = "FFF4B6AE"


def _below_the_example(sheet: Worksheet) -> int:
    return next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "示例") + 1


def _template(page: Page, folder: Path, rows: list[list[str]]) -> Path:
    """The template as the page gives it, filled below its example."""
    page.goto(AREAS)
    with page.expect_download() as got:
        page.click("main a[href$='/template/']")
    path = folder / "填好的表.xlsx"
    got.value.save_as(path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    first = _below_the_example(sheet)
    for at, row in enumerate(rows):
        for column, value in enumerate(row, 2):
            sheet.cell(first + at, column, value)
    book.save(path)
    return path


def _upload(page: Page, path: Path) -> None:
    page.goto(AREAS)
    page.set_input_files("main input[type=file]", str(path))
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url("**/imports/files/**")


def _marked(page: Page, path: Path) -> list[tuple[int, str, str]]:
    """Downloads one's own file with its marks: row, letter and comment of every red cell."""
    with page.expect_download() as got:
        page.click("main a:has-text('下载标红的文件')")
    got.value.save_as(path)
    sheet = load_workbook(path).worksheets[0]
    return [
        (cell.row, cell.column_letter, cell.comment.text if cell.comment else "")
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell) and cell.fill.fgColor.rgb == RED
    ]


def _count() -> int:
    with as_system():
        return Body.objects.count()


def test_a_faulty_file_is_marked_mended_and_taken_once(
    stage: Stage, cloned_world: World, tmp_path: Path
) -> None:
    with as_system():
        county = bodies.get(cloned_world.county).code[:6]
    wide = county.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    rows = [
        [f"{wide}９９９０００", "示範鎮", "乡镇（街道）", "", "", "２０２０年１月１日"],
        [f"{county}999201", "東臺子村", "寨", "", "", "2020-01-01"],
        [f"{county}99920", "南台子村", "村", "", "", "2020-13-01"],
    ]
    before = _count()
    page = stage.person("xian")
    _upload(page, _template(page, tmp_path, rows))
    main = page.locator("main")
    expect(main).to_contain_text("有 2 行需要改正，没有写入任何数据")
    for place, why in (
        ("类别", "应从所列的词中选一个"),
        ("区划代码", "不是统计用区划代码"),
        ("启用日期", "应是一个日期"),
    ):
        line = main.locator("table tr", has_text=f"“{place}”").first
        expect(line).to_contain_text(why)
    repaired = main.locator("table").last
    for text in ("繁体改简体", "全角改半角", "示范镇", "东台子村", f"{county}999000"):
        expect(repaired).to_contain_text(text)
    stage.look(page, "import-faulty")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    mended = tmp_path / "标红.xlsx"
    red = _marked(page, mended)
    assert [letter for _row, letter, _words in red] == ["D", "B", "G"]
    assert all(words for _row, _letter, words in red)
    assert _count() == before
    book = load_workbook(mended)
    sheet = book.worksheets[0]
    for (row, letter, _words), right in zip(red, ("村", f"{county}999202", "2020-01-01"), strict=True):
        sheet[f"{letter}{row}"].value = right
    book.save(mended)

    _upload(page, mended)
    expect(main).to_contain_text("核对无误，可以写入 3 行")
    stage.look(page, "import-ready")
    page.click("main button:has-text('确认写入 3 行')")
    expect(main).to_contain_text("写入 3 行")
    assert _count() == before + 3
    with as_system():
        found = bodies.find(f"{county}999201")
    assert found is not None
    assert found.name == "东台子村"

    _upload(page, mended)
    expect(main).to_contain_text("同一份文件再传，不会再改动")
    assert main.locator("button:has-text('确认写入')").count() == 0
    assert _count() == before + 3

    phone = stage.person("xiangzhen", phone=True)
    assert phone.goto(page.url.replace(stage.address, "")).status == 404, "nobody else's file"  # type: ignore[union-attr]
