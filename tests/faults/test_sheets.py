"""A large sheet of persons and a worker that is killed while it writes: all rows once, or none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from liancun.contexts.bodies import api as bodies
from liancun.demo.world import World
from liancun.framework import permissions, sheets
from liancun.framework.models import SheetUpload
from liancun.framework.scope import entered
from liancun.framework.sheets import uploads
from liancun.framework.testing import as_system
from tests.faults import processes
from tests.faults.test_worker import Desk, locked, working

ROWS = 4_000
COUNT = "select count(*) from people_person where name like '测试%'"
STATE = (
    "select state, rows, fresh, known, faulty from framework_sheetupload where layout = 'people.residents'"
)
PARTS = "select count(*) from framework_sheetpart"


def _hand_in(world: World) -> int:
    """A file too large to be read at once, handed in by the county's officer."""
    with as_system():
        home = bodies.get(world.a.village).code
        user = world.users["xian"]
        resolver = permissions.resolver()
        assert resolver is not None
        actor = resolver.identify(user)
    lines = ["村（社区）,姓名,住址", *(f"{home},测试{at:05d},{'很长的地名' * 8}" for at in range(ROWS))]
    layout = sheets.find("people.residents")
    assert layout is not None
    with entered(actor):
        return uploads.receive(actor, layout, "人员.csv", io.BytesIO("\n".join(lines).encode())).pk


def _is(desk: Desk, state: str) -> bool:
    return [row[0] for row in desk.rows(STATE)] == [state]


@pytest.mark.fault
def test_a_worker_killed_while_writing_leaves_nothing_half(
    clone: str, cloned_world: World, tmp_path: Path
) -> None:
    upload = _hand_in(cloned_world)
    with working(clone, tmp_path) as desk:
        processes.wait_for(lambda: _is(desk, "ready"), 120, "the file is read and judged")
        with locked(clone, "people_numbers"), locked(clone, "people_person"):
            with as_system():
                SheetUpload.objects.filter(pk=upload).update(state="writing")
                uploads.write_rows.defer(upload_id=upload)
            processes.wait_for(desk.waits_for_a_lock, 60, "the worker writes the rows")
            desk.worker.kill()
        assert desk.rows(COUNT) == [(0,)]
        assert _is(desk, "writing")
        desk.restart("sheets.write")
        processes.wait_for(lambda: _is(desk, "done"), 180, "the rows are written")
        assert desk.rows(COUNT) == [(ROWS,)]
        assert desk.rows(STATE) == [("done", ROWS, ROWS, 0, 0)]
        assert desk.rows(PARTS) == [(0,)], "the file goes when its rows are in"
