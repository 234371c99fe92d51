"""What time does, in the real worker process: done once, also when the worker is killed in the middle of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liancun.contexts.affairs.api import Adoption
from liancun.contexts.work import api as work
from liancun.demo.thread import Offices, Thread
from liancun.demo.tieling import AMOUNTS
from liancun.demo.world import World
from liancun.framework import clock, playbook
from liancun.framework.jobs import take_up_again
from liancun.framework.testing import SYSTEM, as_system
from liancun.framework.testing_databases import connect_owner
from tests.faults import processes
from tests.faults.processes import Part

LATE = "select village_id, count(*) from affairs_stagerecord where how = 'late' group by village_id"
LOGGED = "select body_id, count(*) from audit_auditrow where verb = 'affairs.mark_late' group by body_id"
REMINDED = "select kind, count(*) from work_reminder group by task_id, kind order by kind"


class Desk:
    """A worker process on the test's own database, and a look into that database."""

    def __init__(self, name: str, folder: Path) -> None:
        told = processes.environment(processes.address("default", name))
        self.link = connect_owner(name)
        self.link.execute("set row_security = off")
        self.worker = Part(processes.WORK, told, folder / "worker.log")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return list(self.link.execute(query).fetchall())

    def doing(self, task: str) -> bool:
        return bool(
            self.link.execute(
                "select 1 from procrastinate_jobs where status = 'doing' and task_name = %s", [task]
            ).fetchall()
        )

    def waits_for_a_lock(self) -> bool:
        query = (
            "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        )
        return bool(self.link.execute(query).fetchall())

    def restart(self, task: str) -> None:
        """Starts again; the time after which a silent worker is given up is said to have passed."""
        assert self.doing(task), "the killed worker leaves its job behind"
        self.link.execute(
            "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 minute'"
        )
        self.worker.start()
        with as_system():
            take_up_again.defer()

    def wait_idle(self, task: str) -> None:
        processes.wait_for(lambda: not self.doing(task), 60, f"{task} is taken up again")


@contextmanager
def working(name: str, folder: Path) -> Iterator[Desk]:
    desk = Desk(name, folder)
    try:
        yield desk
    finally:
        desk.worker.kill()
        desk.link.close()


@contextmanager
def locked(name: str, table: str) -> Iterator[None]:
    """Nobody writes into the table for the while: a job stands still in the middle of its work."""
    with connect_owner(name) as link, link.transaction():
        link.execute(f"lock table {table} in share mode")
        yield


@pytest.fixture
def late_matter(cloned_world: World) -> tuple[int, ...]:
    """Raised thirty days ago; no branch has deliberated. Gives its villages."""
    seats = (cloned_world.a, cloned_world.b, cloned_world.c)
    offices = Offices(cloned_world.joint, cloned_world.township, cloned_world.agency)
    Thread(offices, seats, AMOUNTS, "联合采购种子", clock.today() - timedelta(days=30)).play("raise")
    return tuple(sorted(seat.village for seat in seats))


@pytest.fixture
def overdue_tasks(cloned_world: World) -> int:
    """Opened half a year ago and not finished. Gives how many."""
    since = clock.today() - timedelta(days=180)
    with clock.fixed(since), as_system():
        adoption = Adoption(
            71, "联合采购种子", "joint-purchase", (cloned_world.a.village,), since, playbook.current().id
        )
        return work.open_tasks(SYSTEM, adoption=adoption)


@pytest.mark.fault
def test_a_passed_limit_is_recorded_once_though_the_worker_is_killed(
    clone: str, late_matter: tuple[int, ...], tmp_path: Path
) -> None:
    once = [(village, 1) for village in late_matter]
    with working(clone, tmp_path) as desk:
        with locked(clone, "affairs_stagerecord"):
            processes.wait_for(desk.waits_for_a_lock, 60, "the worker marks the passed limit")
            desk.worker.kill()
        desk.restart("affairs.keep_time")
        desk.wait_idle("affairs.keep_time")
        processes.wait_for(lambda: sorted(desk.rows(LATE)) == once, 60, "the passed limit is recorded")
        _repeat(desk, "affairs.keep_time")
        assert sorted(desk.rows(LATE)) == once
        assert sorted(desk.rows(LOGGED)) == once


@pytest.mark.fault
def test_a_reminder_is_recorded_once_though_the_worker_is_killed(
    clone: str, overdue_tasks: int, tmp_path: Path
) -> None:
    once = [("overdue", 1)] * overdue_tasks
    with working(clone, tmp_path) as desk:
        with locked(clone, "work_reminder"):
            processes.wait_for(desk.waits_for_a_lock, 60, "the worker writes the reminders")
            desk.worker.kill()
        assert desk.rows(REMINDED) == []
        desk.restart("work.remind")
        desk.wait_idle("work.remind")
        processes.wait_for(lambda: desk.rows(REMINDED) == once, 60, "the reminders are recorded")
        _repeat(desk, "work.remind")
        assert desk.rows(REMINDED) == once


def _repeat(desk: Desk, task: str) -> None:
    """The job once more in the living worker."""
    desk.link.execute(
        "insert into procrastinate_jobs (queue_name, task_name, args, status) values ('liancun', %s, %s, 'todo')",
        [task, '{"timestamp": 0}'],
    )
    queued = "select 1 from procrastinate_jobs where task_name = %s"
    processes.wait_for(lambda: not desk.link.execute(queued, [task]).fetchall(), 60, f"{task} runs again")
