"""Registers handed in as sheets: template, faults at the right cell, mending, commit whole or not, once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from liancun.contexts.bodies import api as bodies
from liancun.contexts.bodies.models import Body
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.kernel.divisions import DivisionCode

AREAS, JOINTS, UNDER = "/imports/bodies.areas/", "/imports/bodies.joints/", "/imports/bodies.under/"


def filled(client: Client, url: str, rows: list[list[Any]]) -> bytes:
    """The template as it is offered, with these rows under its example."""
    answer = client.get(f"{url}template/")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    first = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value == "示例") + 1
    for at, row in enumerate(rows):
        for column, value in enumerate(row, 2):
            sheet.cell(first + at, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(client: Client, url: str, content: bytes, name: str = "表.xlsx") -> str:
    answer = client.post(url, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def shown(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def count() -> int:
    with as_system():
        return Body.objects.count()


@pytest.fixture
def county(world: World) -> str:
    with as_system():
        return bodies.get(world.county).code


def village(county: str, number: int) -> str:
    return f"{county[:6]}999{number:03d}"


def rows(county: str) -> list[list[Any]]:
    town = f"{county[:6]}999000"
    return [
        [village(county, 201), "東臺子村", "村", "", "", "2020-01-01"],
        [town, "示范镇", "乡镇（街道）", None, None, "2020年1月1日"],
        [village(county, 1), "新 河 社区", "社区", None, None, "2020-01-01"],
    ]


def test_areas_come_in_by_their_codes_whatever_their_order(world: World, county: str) -> None:
    client = signed_in("xian")
    before = count()
    page = sent(client, AREAS, filled(client, AREAS, rows(county)))
    text = shown(client, page)
    assert "可以写入 3 行" in text
    assert "繁体改简体" in text
    assert "东台子村" in text
    assert count() == before, "nothing is written before it is confirmed"
    assert client.post(f"{page}commit/").status_code == 302
    assert count() == before + 3
    with as_system():
        found = bodies.find(village(county, 201))
        assert found is not None
        assert found.name == "东台子村"
        assert DivisionCode(bodies.get(found.parent_id or 0).code).prefix.endswith("999")
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from audit_auditrow where verb = 'bodies.add_bodies'")
            assert cursor.fetchone()[0] > 0


def test_the_same_file_twice_changes_nothing(world: World, county: str) -> None:
    client = signed_in("xian")
    content = filled(client, AREAS, rows(county))
    page = sent(client, AREAS, content)
    client.post(f"{page}commit/")
    before = count()
    assert sent(client, AREAS, content) == page, "the same file is found again"
    assert client.post(f"{page}commit/").status_code == 302
    other = sent(client, AREAS, filled(client, AREAS, rows(county)[::-1]), "同样的行.xlsx")
    assert "没有可以写入的新内容" in shown(client, other)
    assert client.post(f"{other}commit/").status_code == 302
    assert count() == before


def test_every_faulty_cell_is_named_and_nothing_is_written(world: World, county: str) -> None:
    client = signed_in("xian")
    bad = [
        *rows(county),
        ["2112219", "短码村", "村", "", "", ""],
        [village(county, 202), None, "寨", "", "", "2020-13-01"],
        [village(county, 201), "重复村", "村", "", "", ""],
        ["999999001201", "远方村", "村", "", "", ""],
    ]
    before = count()
    content = filled(client, AREAS, bad)
    page = sent(client, AREAS, content)
    text = shown(client, page)
    assert "有 4 行需要改正" in text
    first = 6 if "第 9 行“区划代码”" in text else 5
    for place in (
        (3, "区划代码"),
        (4, "名称"),
        (4, "类别"),
        (4, "启用日期"),
        (5, "区划代码"),
        (6, "上级代码"),
    ):
        assert f"第 {first + place[0]} 行“{place[1]}”" in text, place
    assert client.post(f"{page}commit/").status_code == 409
    assert count() == before
    red = _red(client.get(f"{page}marked/"))
    assert red == {
        (first + 3, "B"): "不是统计用区划代码",
        (first + 4, "C"): "必须填写",
        (first + 4, "D"): "所列的词",
        (first + 4, "G"): "应是一个日期",
        (first + 5, "B"): "前面已经有这一行",
        (first + 6, "F"): "上级行政区划没有登记",
    }


def _red(answer: Any) -> dict[tuple[int, str], str]:
    """Red cells with the words of their comment, cut to what the test expects."""
    sheet = load_workbook(io.BytesIO(b"".join(answer))).worksheets[0]
    said = (
        "不是统计用区划代码",
        "必须填写",
        "所列的词",
        "应是一个日期",
        "前面已经有这一行",
        "上级行政区划没有登记",
    )
    found: dict[tuple[int, str], str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.fill.fgColor.rgb == "FFF4B6AE":
                comment = cell.comment.text if cell.comment else ""
                found[cell.row, cell.column_letter] = next(words for words in said if words in comment)
    return found


def test_the_marked_file_mended_comes_in(world: World, county: str) -> None:
    client = signed_in("xian")
    bad = [*rows(county), [village(county, 202), "南台子村", "寨", "", "", ""]]
    page = sent(client, AREAS, filled(client, AREAS, bad))
    marked = b"".join(client.get(f"{page}marked/"))
    book = load_workbook(io.BytesIO(marked))
    sheet = book.worksheets[0]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.comment is not None)
    cell.value = "村"
    out = io.BytesIO()
    book.save(out)
    page = sent(client, AREAS, out.getvalue())
    assert "可以写入 4 行" in shown(client, page)
    assert client.post(f"{page}commit/").status_code == 302
    with as_system():
        assert bodies.find(village(county, 202)) is not None


def test_a_text_file_of_an_old_program_comes_in(world: World, county: str) -> None:
    client = signed_in("xian")
    lines = [
        "区划代码,名称,类别",
        f"{county[:6]}９９９０００,示范镇,乡镇（街道）",
        f'="{village(county, 201)}",西台子村,村',
    ]
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        page = sent(client, AREAS, "\r\n".join(lines).encode(encoding), f"{encoding}.csv")
        assert "可以写入 2 行" in shown(client, page), encoding


def test_own_bodies_need_a_right_code_of_their_kind(world: World) -> None:
    client = signed_in("xian")
    with as_system():
        seat = bodies.get(world.a.village)
        town = bodies.get(seat.parent_id or 0)
    place = f"{town.name}{seat.name.removeprefix(town.name)}"
    cooperative = [place, "农民专业合作社", "示范种植合作社", "93211221MA0000015N", "2021-03-01"]
    wrong = [place, "农民专业合作社", "写错的合作社", "93211221MA0000015M", ""]
    kind = [place, "企业", "代码不对的企业", "93211221MA0000015N", ""]
    page = sent(client, UNDER, filled(client, UNDER, [cooperative, wrong, kind]))
    text = shown(client, page)
    assert "有 2 行需要改正" in text
    assert "校验位不符" in text
    assert "这类组织的代码应以" in text
    page = sent(client, UNDER, filled(client, UNDER, [cooperative]))
    client.post(f"{page}commit/")
    with as_system():
        assert Body.objects.filter(kind="cooperative", parent=seat.id, name="示范种植合作社").exists()


def test_a_joint_body_is_founded_with_its_members(world: World, county: str) -> None:
    client = signed_in("xian")
    areas = sent(client, AREAS, filled(client, AREAS, rows(county)))
    client.post(f"{areas}commit/")
    with as_system():
        place, kind = bodies.get(world.county).name, bodies.kind_name("joint_committee")
    names = ["示范镇东台子村", village(county, 1)]
    table: list[list[str | None]] = [["示范联合党委", kind, place, "2024-05-30", names[0], "", ""]]
    table += [[None, None, None, None, name, "", "2024-06-01"] for name in names[1:]]
    page = sent(client, JOINTS, filled(client, JOINTS, table))
    assert f"可以写入 {len(table)} 行" in shown(client, page), shown(client, page)
    assert client.post(f"{page}commit/").status_code == 302
    assert "已于" in shown(client, page), " ".join(shown(client, page).split())[-3000:-600]
    with as_system():
        (joint,) = Body.objects.filter(name="示范联合党委")
        assert len(bodies.members_of(joint.pk, clock.today())) == len(table)


@pytest.mark.parametrize("name", ["zhishu-a", "xiangzhen", "kuaiji", "audit"])
def test_others_may_not_hand_it_in(world: World, name: str) -> None:
    client = signed_in(name)
    assert client.get(AREAS).status_code == 403
    assert client.get(f"{AREAS}template/").status_code == 403
    assert client.post(AREAS, {"file": SimpleUploadedFile("x.csv", b"x")}).status_code == 403


def test_what_somebody_handed_in_is_nobody_elses(world: World, county: str) -> None:
    client = signed_in("xian")
    page = sent(client, AREAS, filled(client, AREAS, rows(county)))
    other = signed_in("xiangzhen")
    for url in (page, f"{page}marked/"):
        assert other.get(url).status_code == 404
    for verb in ("commit", "discard"):
        assert other.post(f"{page}{verb}/").status_code == 404
    assert client.post(f"{page}discard/").status_code == 302
    assert client.get(page).status_code == 404


def test_a_file_that_is_none_is_refused_with_what_to_do(world: World) -> None:
    client = signed_in("xian")
    bomb = io.BytesIO()
    import zipfile

    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    empty = io.BytesIO()
    Workbook().save(empty)
    for content, said in (
        (b"PK\x03\x04rubbish", "打不开"),
        (bomb.getvalue(), "解开后过大"),
        (b"\xd0\xcf\x11\xe0old", "旧的 .xls 格式"),
        (empty.getvalue(), "没有找到"),
        ("甲,乙\n1,2\n".encode(), "没有找到"),
    ):
        page = sent(client, AREAS, content, "坏.xlsx")
        assert said in shown(client, page)
