"""A list as a file: what the page shows, whole, filtered, masked, harmless, and logged."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from liancun.contexts.audit.models import AuditRow
from liancun.contexts.people import api as people
from liancun.demo.small import signed_in
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.framework.web import exports


def take(client: Client, of: str, form: str = "xlsx") -> Any:
    return client.post("/exports/", {"of": of, "as": form})


def rows(answer: Any) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_list_leaves_whole_though_its_page_holds_less(world: World) -> None:
    client = signed_in("xian")
    with as_system():
        total = people.roll_size(world.a.collective, "collective_member", clock.today())
    roll = f"/people/{world.a.collective}/collective_member/"
    shown = rows(take(signed_in("zhishu-a"), roll))
    assert len(shown) - 3 == total
    kinds = rows(take(client, "/bodies/?kind=village"))
    assert kinds[2][0] == "名称"
    assert len(kinds) - 3 == 9


def test_a_list_that_goes_on_line_after_line_leaves_whole(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 10)
    with as_system():
        total = len(people.at_homes([world.a.village]))
    assert total > 20
    shown = rows(take(signed_in("baozhang-a"), f"/people/persons/?body={world.a.village}"))[3:]
    assert len(shown) == total
    monkeypatch.setitem(exports.MOST_ROWS, "xlsx", total - 1)
    refused = take(signed_in("baozhang-a"), f"/people/persons/?body={world.a.village}")
    assert refused.status_code == 400
    assert "一次最多导出" in refused.content.decode()


def test_names_stay_masked_where_the_page_masks_them(world: World) -> None:
    """A supervisor may see the roll and not the persons; the secretary, who keeps it, reads the names."""
    roll = f"/people/{world.a.collective}/representative/"
    masked = rows(take(signed_in("jiandu-a"), roll))[3:]
    assert masked
    assert all("*" in str(row[1]) for row in masked)
    named = rows(take(signed_in("zhishu-a"), roll))[3:]
    assert not any("*" in str(row[1]) for row in named)


def test_the_filters_in_use_are_printed_and_kept(world: World) -> None:
    village = world.a
    with as_system():
        from liancun.contexts.bodies import api as bodies

        name = bodies.get(village.village).name
    shown = rows(take(signed_in("xian"), f"/bodies/?kind=village&q={name}"))
    assert f"查找“{name}”" in str(shown[1][0])
    assert [row[0] for row in shown[3:]] == [name]


def test_a_list_becomes_pdf(world: World) -> None:
    answer = take(signed_in("xian"), "/bodies/?kind=village", "pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer).startswith(b"%PDF")


@pytest.mark.parametrize(
    "of", ["", "/", "/nowhere/", "//else.example/", "https://else.example/bodies/", "/sign-in/"]
)
def test_what_is_no_list_cannot_be_taken(world: World, of: str) -> None:
    assert take(signed_in("xian"), of).status_code == 404


def test_who_may_not_see_the_page_gets_no_file(world: World) -> None:
    with as_system():
        before = AuditRow.objects.filter(verb="exports.take").count()
    roll = f"/people/{world.a.collective}/representative/"
    assert take(signed_in("zhishu-b"), roll).status_code == 403
    assert take(Client(), roll).status_code == 403
    with as_system():
        assert AuditRow.objects.filter(verb="exports.take").count() == before


def test_a_page_that_would_write_is_refused_by_the_database(world: World) -> None:
    """The list is asked inside a transaction that may not write, though the taking itself is a POST."""
    from django.db import DatabaseError, connection, transaction

    from liancun.framework.scope import entered
    from liancun.framework.testing import SYSTEM

    with as_system():
        with pytest.raises(DatabaseError), transaction.atomic(), entered(SYSTEM, read_only=True):
            AuditRow.objects.create(at=clock.now(), detail={})
        with connection.cursor() as cursor:
            cursor.execute("show transaction_read_only")
            assert cursor.fetchone() == ("off",)
