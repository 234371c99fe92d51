"""Server, worker and database are killed while vouchers are entered and posted: nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from liancun.contexts.audit import api as audit
from liancun.contexts.audit import jobs as sealing
from liancun.contexts.ledger import api as ledger
from liancun.demo.thread import Offices, Thread, open_book
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from tests.faults import processes
from tests.faults.installations import Installation, installed
from tests.faults.processes import Part
from tests.faults.storm import Desk, Person, Storm, differences

DESKS, MOST_SLIPS = 3, 400
BETWEEN_KILLS = 6  # acknowledged vouchers at least

# A voucher is whole when its lines balance and its words, signatures and log rows are there as its state asks.
HALF = """
    select v.key from ledger_voucher v where v.state = 'discarded'
    or (select count(*) from ledger_line l where l.voucher_id = v.id) < 2
    or (select sum(l.debit - l.credit) from ledger_line l where l.voucher_id = v.id) <> 0
    or (select count(*) from ledger_voucherwords w where w.voucher_id = v.id) <> 1
    or (select array_agg(s.act order by s.id) from ledger_voucherstep s where s.voucher_id = v.id)
       is distinct from case when v.state = 'posted' then array['prepare', 'post'] else array['prepare'] end::varchar[]
    or (select array_agg(a.verb order by a.id) from audit_auditrow a
        where a.subject = 'ledger.voucher' and a.subject_id = v.id and not a.refused)
       is distinct from case when v.state = 'posted' then array['ledger.prepare_voucher', 'ledger.post_voucher']
          else array['ledger.prepare_voucher'] end::varchar[]
"""
GAPS = """
    select book_id, word, month from ledger_voucher where state = 'posted' group by book_id, word, month
    having min(number) <> 1 or max(number) <> count(*) or count(distinct number) <> count(*)
"""


@dataclass
class Program:
    """Everything of one installation: database, web server, worker."""

    home: Installation
    worker: Part
    books: tuple[int, int]

    @property
    def port(self) -> int:
        return self.home.port

    def kill_web(self) -> None:
        self.home.kill_web()

    def kill_worker(self) -> None:
        self.worker.kill()

    def kill_database(self) -> None:
        self.home.kill_database()

    def kill_all(self) -> None:
        self.home.kill_both()
        self.worker.kill()

    def revive(self) -> None:
        self.home.revive()
        self.worker.start()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.home.rows(query)

    def keys(self, state: str) -> list[str]:
        return [
            key
            for key, at in self.rows("select key, state from ledger_voucher where key like 'storm-%'")
            if at == state
        ]


@pytest.fixture
def program(clone: str, cloned_world: World, tmp_path: Path) -> Iterator[Program]:
    """A small county with the books of A and B."""
    books = _open_books(cloned_world)
    with installed(clone, tmp_path) as home:
        worker = Part(processes.WORK, home.environment, tmp_path / "worker.log")
        try:
            yield Program(home, worker, books)
        finally:
            worker.kill()


def _open_books(world: World) -> tuple[int, int]:
    seats = (world.a, world.b)
    thread = Thread(Offices(world.joint, world.township, world.agency), seats, (), "", clock.today())
    for seat in seats:
        open_book(thread, seat)
    with as_system():
        found = [ledger.book_of(seat.collective) for seat in seats]
    assert found[0] is not None
    assert found[1] is not None
    return found[0].id, found[1].id


def _desks(port: int) -> list[Desk]:
    made = [
        Desk(Person(port, "kuaiji"), Person(port, "fuhe"), clock.today().isoformat()) for _ in range(DESKS)
    ]
    for desk in made:
        desk.accountant.sign_in()
        desk.reviewer.sign_in()
    return made


def _strike(program: Program, storm: Storm, kill: Callable[[], None]) -> None:
    """Kills at a random moment in the middle of the storm and starts again."""
    before = len(storm.acknowledged())
    processes.wait_for(
        lambda: len(storm.acknowledged()) >= before + BETWEEN_KILLS, 60, "the storm goes on after a kill"
    )
    with contextlib.suppress(Exception), as_system():
        sealing.seal.defer()  # so that the worker has something in its hands
    time.sleep(random.uniform(0.05, 0.6))
    kill()
    program.revive()


@pytest.mark.fault
def test_kills_in_a_posting_storm_lose_and_double_nothing(program: Program) -> None:
    desks = _desks(program.port)
    storm = Storm(desks, program.books, MOST_SLIPS)
    storm.begin()
    try:
        for kill in (program.kill_web, program.kill_worker, program.kill_database, program.kill_all):
            _strike(program, storm, kill)
    finally:
        storm.end()

    acknowledged = {slip.key for slip in storm.acknowledged()}
    unsure = storm.unacknowledged()
    assert unsure, "no request was cut: the kills did not meet the storm"
    assert differences(acknowledged, program.keys("posted")) == []
    _books_are_whole(program)

    before = len(program.keys("posted"))
    for slip in storm.acknowledged()[:5]:
        assert desks[0].post(slip), "the same posting again is answered like the first"
    assert len(program.keys("posted")) == before
    for slip in unsure:
        assert desks[0].work(slip), f"{slip} could not be sent again"
    posted = program.keys("posted")
    assert differences((slip.key for slip in storm.slips), posted) == []
    assert len(posted) == len(storm.slips)
    assert program.keys("draft") == []
    _books_are_whole(program)
    _log_is_whole(program)
    assert set(desks[0].answers) | set(desks[1].answers) | set(desks[2].answers) <= {None, 302, 500, 503}


def _books_are_whole(program: Program) -> None:
    assert program.rows(HALF) == []
    assert program.rows(GAPS) == []
    with as_system():
        reports = ledger.verify_books()
    assert [report.reason for report in reports] == ["", ""]


def _log_is_whole(program: Program) -> None:
    """The worker that was started last seals what waits; then the chain holds over every row."""
    sealing.seal.defer()
    processes.wait_for(lambda: _report().unsealed == 0, 60, "the worker seals the log")
    report = _report()
    assert report.whole
    assert report.rows == program.rows("select count(*) from audit_auditrow")[0][0]


def _report() -> audit.AuditReport:
    with as_system():
        return audit.verify()


def test_the_comparison_notices_a_lost_voucher() -> None:
    assert differences(["a", "b"], ["a", "b"]) == []
    assert differences(["a", "b"], ["a"]) == ["b is lost"]


def test_the_comparison_notices_a_doubled_voucher() -> None:
    assert differences(["a"], ["a", "a"]) == ["a is there 2 times"]
    assert differences([], ["c", "c"]) == ["c is there 2 times"]


def test_the_comparison_allows_what_was_posted_without_an_answer() -> None:
    assert differences(["a"], ["a", "b"]) == []
