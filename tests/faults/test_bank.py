"""Jepsen's bank in the small: money moves between books by pairs while processes and database are killed.

`LIANCUN_FAULT_ROUNDS` asks for more kills than the few of every run.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from liancun.contexts.ledger import api as ledger
from liancun.demo.thread import Offices, Thread, open_book
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.database import launcher
from liancun.framework.database.launcher import Cluster
from liancun.framework.testing import SYSTEM, as_system
from tests.faults import processes
from tests.faults.installations import moved
from tests.faults.processes import Part
from tests.faults.teller import Journal, Plan, Till

ROUNDS = int(os.environ.get("LIANCUN_FAULT_ROUNDS", "3"))
TELLERS = ("east", "west")
BETWEEN_KILLS = 4  # acknowledged transfers at least

TOTAL = """
    select coalesce(sum(l.debit - l.credit), 0) from ledger_line l join ledger_voucher v on v.id = l.voucher_id
    join ledger_account a on a.id = l.account_id where v.state = 'posted' and a.code = '102'
"""
# A pair is whole when both its vouchers are posted, equal and its own, or none is.
HALF = """
    select p.key, p.state from ledger_pair p
    left join ledger_voucher o on o.id = p.payer_voucher left join ledger_voucher i on i.id = p.payee_voucher
    where (p.state = 'posted') <> coalesce(o.state = 'posted' and i.state = 'posted', false)
       or (o.state = 'posted') is distinct from (i.state = 'posted') and 'posted' in (o.state, i.state)
       or p.state = 'posted' and (o.spent <> p.amount or i.spent <> -p.amount
                                  or o.book_id <> p.payer_id or i.book_id <> p.payee_id)
       or (select count(*) from ledger_voucher v where v.link_id = p.id and v.state <> 'discarded') > 2
"""


@dataclass
class Bank:
    cluster: Cluster
    tellers: tuple[Part, ...]
    journals: tuple[Journal, ...]

    def keys(self, what: str) -> list[str]:
        return [key for journal in self.journals for key in journal.keys(what)]

    def kill_one(self) -> None:
        random.choice(self.tellers).kill()

    def kill_database(self) -> None:
        self.cluster.kill()

    def kill_all(self) -> None:
        self.cluster.kill()
        self.close()

    def close(self) -> None:
        for teller in self.tellers:
            teller.kill()

    def cut(self) -> set[str]:
        """Begun and not acknowledged."""
        return set(self.keys("begun")) - set(self.keys("done"))

    def revive(self) -> None:
        connections.close_all()
        self.cluster = launcher.ensure_running(self.cluster.data_dir)
        for teller in self.tellers:
            teller.start()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.cluster.superuser_url(launcher.DATABASE)) as link:
            return list(link.execute(query).fetchall())


@pytest.fixture
def bank(clone: str, cloned_world: World, tmp_path: Path) -> Iterator[Bank]:
    """The books of three villages, and two processes with four hands each that move money between them."""
    plan = tmp_path / "plan.json"
    plan.write_text(_planned(cloned_world).text())
    with moved(clone, tmp_path) as cluster:
        told = processes.environment(cluster.app_url(), LIANCUN_FILES_DIR=str(tmp_path / "files"))
        journals = tuple(Journal(tmp_path / f"{name}.journal") for name in TELLERS)
        tellers = tuple(
            Part(
                [sys.executable, "-m", "tests.faults.teller", str(plan), str(journal.path), name],
                told,
                tmp_path / f"{name}.log",
            )
            for name, journal in zip(TELLERS, journals, strict=True)
        )
        try:
            yield Bank(cluster, tellers, journals)
        finally:
            for teller in tellers:
                teller.kill()


def _planned(world: World) -> Plan:
    seats = (world.a, world.b, world.c)
    thread = Thread(Offices(world.joint, world.township, world.agency), seats, (), "", clock.today())
    for seat in seats:
        open_book(thread, seat)
    with as_system():
        tills = tuple(_till(seat.collective) for seat in seats)
    return Plan(tills, world.users["kuaiji"], world.users["fuhe"], clock.today())


def _till(owner_id: int) -> Till:
    book = ledger.book_of(owner_id)
    assert book is not None
    budget = ledger.register_authority(
        SYSTEM,
        owner_id=owner_id,
        kind="budget",
        amount=Decimal(1_000_000),
        subject="tests.bank",
        subject_id=None,
        label="往来款预算",
    )
    return Till(book.id, owner_id, budget.id)


def _strike(bank: Bank, kill: Callable[[], None]) -> set[str]:
    """Kills in the middle of the work and starts again what ended; the transfers that were cut."""
    before = len(bank.keys("done"))
    processes.wait_for(
        lambda: len(bank.keys("done")) >= before + BETWEEN_KILLS, 180, f"transfers before {kill.__name__}"
    )
    kill()
    cut = bank.cut()
    bank.revive()
    return cut


@pytest.mark.fault
def test_no_money_is_made_lost_or_left_half_way(bank: Bank) -> None:
    total, cut = bank.rows(TOTAL), set[str]()
    kills = [bank.kill_database, bank.kill_all, bank.kill_one]
    random.shuffle(kills)
    for number in range(ROUNDS):
        cut |= _strike(bank, kills[number % len(kills)])
        assert bank.rows(TOTAL) == total
        assert bank.rows(HALF) == []
    assert cut, "the kills met no transfer"

    processes.wait_for(lambda: not cut & bank.cut(), 180, "what was cut is taken up again")
    bank.close()
    assert bank.keys("refused") == [], "a transfer met a deadlock or a refusal"
    assert bank.rows(TOTAL) == total
    assert bank.rows(HALF) == []
    _acknowledged_are_posted_once(bank)
    with as_system():
        assert {report.reason for report in ledger.verify_books()} == {""}


def _acknowledged_are_posted_once(bank: Bank) -> None:
    found = bank.rows("select key from ledger_pair where state = 'posted'")
    posted = {key for (key,) in found}
    done = bank.keys("done")
    assert set(done) <= posted
    assert len(posted) == len(found)
    assert len(done) == len(set(done))
    assert posted <= set(bank.keys("begun"))
