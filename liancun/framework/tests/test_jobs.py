"""The queue, against the real one: a worker runs what was committed, once, in a scope, and shows how far it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Event, Thread

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app

from liancun.framework import clock, jobs, scope
from liancun.framework.actors import Actor
from liancun.framework.jobs import progress
from liancun.framework.models import JobProgress
from liancun.framework.testing import as_system
from liancun.framework.testing_databases import connect_again

WHO = Actor(5, 6, "示范", "会计", 1, "user")


@pytest.fixture(autouse=True)
def _own_tasks() -> Iterator[None]:
    before = dict(app.tasks)
    yield
    app.tasks.clear()
    app.tasks.update(before)


def _write(key: str, done: int = 0) -> None:
    JobProgress.objects.create(key=key, label="示范", done=done, begun_at=clock.now())


def _keys() -> set[str]:
    with as_system():
        return set(JobProgress.objects.values_list("key", flat=True))


def _jobs() -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("select task_name, status::text, attempts from procrastinate_jobs order by id")
        return list(cursor.fetchall())


def _note() -> jobs.Task:
    @jobs.task(name="tests.note")
    def note(key: str) -> None:
        _write(key)

    return note


def test_a_deferred_job_runs(clone: str) -> None:
    note = _note()
    with as_system():
        note.defer(key="a")
    assert _keys() == set()
    jobs.run_waiting()
    assert _keys() == {"a"}
    assert _jobs() == [], "what has been done leaves the queue"


def test_a_job_of_a_failed_transaction_never_existed(clone: str) -> None:
    note = _note()

    def defer_and_fail() -> None:
        with as_system():
            note.defer(key="a")
            raise KeyError

    with pytest.raises(KeyError):
        defer_and_fail()
    assert _jobs() == []
    jobs.run_waiting()
    assert _keys() == set()


def test_what_a_failing_job_deferred_never_existed(clone: str) -> None:
    note = _note()

    @jobs.task(name="tests.fails")
    def fails() -> None:
        note.defer(key="a")
        raise KeyError

    with as_system():
        fails.defer()
    jobs.run_waiting()
    assert [(name, status) for name, status, _ in _jobs()] == [("tests.fails", "todo")]
    assert _keys() == set()


def test_a_failed_job_writes_nothing_and_is_tried_again_later(clone: str) -> None:
    @jobs.task(name="tests.fails")
    def fails() -> None:
        _write("half")
        raise KeyError

    with as_system():
        fails.defer()
    jobs.run_waiting()
    assert _keys() == set()
    assert _jobs() == [("tests.fails", "todo", 1)]


def test_a_job_acts_under_its_name_and_reads_everything(clone: str) -> None:
    found: list[tuple[Actor, scope.Scope]] = []

    @jobs.task(name="tests.look")
    def look() -> None:
        current = scope.current()
        assert current is not None
        found.append(current)

    with as_system():
        look.defer()
    jobs.run_waiting()
    assert found == [(Actor.system("tests.look"), scope.EVERYTHING)]


def test_a_job_has_the_product_clock(clone: str) -> None:
    moment = datetime(2031, 5, 6, 7, 8, tzinfo=clock.ZONE)
    told: list[object] = []

    @jobs.task(name="tests.look")
    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select liancun_now()")
            told.append((cursor.fetchone() or (None,))[0])

    with clock.fixed(moment):
        with as_system():
            look.defer()
        jobs.run_waiting()
    assert told == [moment]


def test_a_task_can_be_called_at_once(clone: str) -> None:
    _note()(key="now")
    assert _keys() == {"now"}


def test_a_task_cannot_exist_twice() -> None:
    _note()
    with pytest.raises(Exception, match="already registered"):
        _note()


def test_the_periodic_work_of_the_house_is_registered() -> None:
    names = {each.task.name for each in app.periodic_registry.periodic_tasks.values()}
    assert {"framework.take_up_again", "audit.seal"} <= names


def test_periodic_work_waits_only_once(clone: str) -> None:
    with as_system():
        jobs.take_up_again.defer()
        jobs.take_up_again.defer()
        _write("goes on")
    assert _keys() == {"goes on"}
    assert [name for name, _, _ in _jobs()] == ["framework.take_up_again"]
    jobs.run_waiting()
    assert _jobs() == []


def test_progress_is_seen_while_the_job_runs(clone: str) -> None:
    half, look = Event(), Event()

    @jobs.task(name="tests.long")
    def long() -> None:
        job_id = progress.begin("tests.long", "示范", 2, WHO)
        progress.advance(job_id, 1, "一半")
        half.set()
        assert look.wait(20)
        progress.finish(job_id, "/done/")

    with as_system():
        long.defer()
    working = Thread(target=jobs.run_waiting)
    working.start()
    assert half.wait(20)
    with connect_again(clone) as other:
        row = other.execute("select done, state, message, user_id from framework_jobprogress").fetchone()
    look.set()
    working.join()
    assert row == (1, "running", "一半", 5)
    finished = progress.find(JobProgress.objects.get(key="tests.long").pk)
    assert finished is not None
    assert (finished.done, finished.state) == (2, "done")
    assert finished.result_url == "/done/"
    assert finished.finished_at is not None


def test_progress_that_begins_again_keeps_its_number(clone: str) -> None:
    first = progress.begin("tests.again", "示范", 2, WHO)
    progress.fail(first, "x" * 900)
    failed = progress.find(first)
    assert failed is not None
    assert (failed.state, len(failed.message)) == ("failed", 400)
    assert progress.begin("tests.again", "示范", 3, WHO) == first
    again = progress.find(first)
    assert again is not None
    assert (again.state, again.done, again.total) == ("running", 0, 3)
    assert again.finished_at is None
    assert again.message == ""


def _kill(worker_heartbeat: str, attempts: int) -> None:
    """As a killed worker leaves it: the job is being done by somebody who says nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into procrastinate_workers (last_heartbeat) values ({worker_heartbeat}) returning id"
        )
        worker = (cursor.fetchone() or (0,))[0]
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s, attempts = %s",
            [worker, attempts],
        )


def test_a_killed_workers_job_is_taken_up_again(clone: str) -> None:
    with as_system():
        _note().defer(key="a")
    _kill("now() - interval '1 minute'", attempts=0)
    jobs.run_waiting()
    assert _keys() == set()
    jobs.take_up_again()
    jobs.run_waiting()
    assert _keys() == {"a"}


def test_a_living_workers_job_is_left_alone(clone: str) -> None:
    with as_system():
        _note().defer(key="a")
    _kill("now()", attempts=0)
    jobs.take_up_again()
    assert _jobs() == [("tests.note", "doing", 0)]


def test_a_job_that_kills_its_workers_is_given_up(clone: str) -> None:
    with as_system():
        _note().defer(key="a")
    _kill("now() - interval '1 minute'", attempts=4)
    jobs.take_up_again()
    assert [status for _, status, _ in _jobs()] == ["failed"]


def _until(there: Callable[[], bool], seconds: float = 40) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if there():
            return True
        time.sleep(0.2)
    return False


def test_the_worker_command_works_and_stops_when_told(clone: str) -> None:
    about = settings.DATABASES["default"]
    url = (
        f"postgresql://{about['USER']}:{about['PASSWORD']}@/{clone}?host={about['HOST']}&port={about['PORT']}"
    )
    with as_system():
        jobs.take_up_again.defer()
    worker = subprocess.Popen(
        [sys.executable, "-m", "liancun", "work", "--concurrency=1"],
        env={**os.environ, "LIANCUN_DATABASE_URL": url.replace("&port=", "") if not about["PORT"] else url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd=settings.ROOT,
    )
    try:
        worked = _until(lambda: not _jobs() or worker.poll() is not None)
        worker.send_signal(signal.SIGTERM)
        said, _ = worker.communicate(timeout=20)
    finally:
        worker.kill()
    assert worked, said.decode()
    assert worker.returncode == 0, said.decode()
    assert _jobs() == []
