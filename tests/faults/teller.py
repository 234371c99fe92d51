"""A process that moves money between books by pairs of vouchers until it is killed.

    python -m tests.faults.teller PLAN JOURNAL NAME

Eight hands of two such processes work at once. What a hand begins and what the program has acknowledged stands in
the journal, written before and after; a hand that starts again takes up what it had begun, with the same keys.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liancun.framework.actors import Actor

HANDS = 4


@dataclass(frozen=True)
class Till:
    """A book: who owns it and what its payments may draw on."""

    book_id: int
    owner_id: int
    authority_id: int


@dataclass(frozen=True)
class Plan:
    tills: tuple[Till, ...]
    accountant: int
    reviewer: int
    day: date

    def text(self) -> str:
        tills = [[till.book_id, till.owner_id, till.authority_id] for till in self.tills]
        return json.dumps([tills, self.accountant, self.reviewer, self.day.isoformat()])

    @classmethod
    def read(cls, text: str) -> Plan:
        tills, accountant, reviewer, day = json.loads(text)
        return cls(tuple(Till(*each) for each in tills), accountant, reviewer, date.fromisoformat(day))


class Journal:
    """Lines of two words, each written at once: begun, done or refused, and the key."""

    def __init__(self, path: Path) -> None:
        self.path, self._lock = path, Lock()

    def keep(self, what: str, key: str) -> None:
        with self._lock, self.path.open("a") as sink:
            sink.write(f"{what} {key}\n")
            sink.flush()
            os.fsync(sink.fileno())

    def keys(self, what: str) -> list[str]:
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        return [line.split()[1] for line in lines if line.startswith(f"{what} ")]


@dataclass(frozen=True)
class Transfer:
    """What a key stands for: chance drawn from the key itself, so that it is the same whenever it is sent."""

    key: str
    payer: Till
    payee: Till
    amount: Decimal
    payer_first: bool
    two_phase: bool

    @classmethod
    def of(cls, key: str, tills: tuple[Till, ...]) -> Transfer:
        chance = random.Random(key)
        payer, payee = chance.sample(tills, 2)
        amount = Decimal(chance.randrange(1, 10_000)) / 100
        return cls(key, payer, payee, amount, chance.random() < 0.5, chance.random() < 0.3)


def settled(transfer: Transfer, plan: Plan, accountant: Actor, reviewer: Actor) -> bool:
    """Every step in a transaction of its own, as people would take them; True when both vouchers are posted."""
    from liancun.contexts.ledger import api as ledger
    from liancun.framework.scope import entered

    with entered(accountant):
        pair = ledger.open_pair(
            accountant,
            book_id=transfer.payer.book_id,
            other_owner_id=transfer.payee.owner_id,
            pays=True,
            amount=transfer.amount,
            purpose="往来款",
            key=transfer.key,
            two_phase=transfer.two_phase,
        )
    if pair.state == "prepared":
        for till, debit, credit in ((transfer.payer, "121", "102"), (transfer.payee, "102", "501")):
            with entered(accountant):
                ledger.prepare_side(
                    accountant,
                    pair_id=pair.id,
                    book_id=till.book_id,
                    day=plan.day,
                    lines=(
                        ledger.Entry(debit, debit=transfer.amount),
                        ledger.Entry(credit, credit=transfer.amount),
                    ),
                    authority_id=till.authority_id if till is transfer.payer else None,
                )
        sides = (transfer.payer, transfer.payee)
        for till in sides if transfer.payer_first else sides[::-1]:
            with entered(reviewer):
                pair = ledger.approve_side(reviewer, pair_id=pair.id, book_id=till.book_id)
    if pair.state == "reserved":
        with entered(reviewer):
            pair = ledger.settle_pair(reviewer, pair_id=pair.id, book_id=transfer.payer.book_id)
    return pair.state == "posted"


def _keys(name: str, hand: int, journal: Journal) -> Iterator[str]:
    mine = f"{name}-{hand}-"
    begun = [key for key in journal.keys("begun") if key.startswith(mine)]
    done = set(journal.keys("done"))
    yield from (key for key in begun if key not in done)
    for number in range(len(begun), sys.maxsize):
        yield f"{mine}{number}"


def _work(name: str, hand: int, plan: Plan, journal: Journal) -> None:
    from django.db import DatabaseError, connection

    from liancun.framework import permissions
    from liancun.framework.testing import as_system

    tries: defaultdict[str, int] = defaultdict(int)
    officers: tuple[Actor, ...] = ()
    for key in _keys(name, hand, journal):
        journal.keep("begun", key) if key not in journal.keys("begun") else None
        while True:
            tries[key] += 1
            try:
                if not officers:
                    resolver = permissions.resolver()
                    assert resolver is not None
                    with as_system():
                        officers = tuple(resolver.identify(user) for user in (plan.accountant, plan.reviewer))
                if settled(Transfer.of(key, plan.tills), plan, *officers):
                    journal.keep("done", key)
                    break
            except DatabaseError as error:
                state = getattr(error.__cause__, "sqlstate", None)
                if state and not state.startswith(("57", "08")):  # a server that ends or is gone
                    journal.keep("refused", f"{state}:{key}")
                connection.close()
            time.sleep(0.2)


def main(plan: str, journal: str, name: str) -> None:
    import django

    django.setup()
    told = Plan.read(Path(plan).read_text())
    kept = Journal(Path(journal))
    for hand in range(HANDS):
        Thread(target=_work, args=(name, hand, told, kept)).start()


if __name__ == "__main__":
    main(*sys.argv[1:4])
