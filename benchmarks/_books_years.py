"""Closing a year, opening a village's book, and the memory of an importer in a process of its own."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from functools import partial
from pathlib import Path

from django.db import connection, transaction

from benchmarks import Measure
from benchmarks._books import BEGUN, FEW, Books, found_again, opened, rows
from benchmarks._books_plain import persons
from benchmarks._books_timing import cpu, imported, say, timed


def closing(county: Books) -> list[Measure]:
    from liancun.contexts.ledger import api as ledger
    from liancun.framework.scope import entered

    first, second = persons(county)
    books = list(county.all)

    def close(year: int) -> int:
        with entered(first):
            drafts = ledger.close_year(first, book_ids=books, year=year)
        with entered(second):
            ledger.post_closing(second, book_ids=books, year=year)
        return drafts

    taken, again = timed(lambda: close(2025)), timed(lambda: close(2025))
    say(
        f"year closed: {taken.result} vouchers in {taken.seconds:.1f} s; again {again.result} in {again.seconds:.1f} s"
    )
    return [
        Measure(
            f"5 closing a year of {len(books)} books", taken.seconds, "s", 5.0 if len(books) > FEW else None
        ),
        Measure("5 vouchers made by closing again", again.result, "vouchers", 0),
    ]


def opening(county: Books) -> list[Measure]:
    from liancun.contexts.ledger import api as ledger
    from liancun.framework.testing import SYSTEM, as_system

    with as_system(), connection.cursor() as cursor:
        cursor.execute(
            "select id from bodies_body where kind = 'collective' and not exists (select from ledger_book"
            " where owner_id = bodies_body.id) order by id limit 8"
        )
        owners = [row[0] for row in cursor.fetchall()]
        taken, spent = [], []
        for owner in owners:
            with transaction.atomic():
                act = partial(ledger.open_book, SYSTEM, owner_id=owner, opening_date=BEGUN, kind="own")
                own, taking = cpu(partial(timed, act))
                taken.append(taking.seconds)
                spent.append(own)
                transaction.set_rollback(True)
    return [
        Measure("8 opening a village's book", statistics.median(taken) * 1000, "ms", 50.0),
        Measure("8 opening it: CPU of the program", statistics.median(spent), "ms"),
    ]


# The peak is asked of the kernel for this program alone: the usual figure begins with what its parent held.
_CHILD = """
import re, sys
from benchmarks import _books_years
_books_years.import_alone(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024)
"""


def import_alone(told: str, vouchers: int, seed: int) -> None:
    """An import into a furnished database, whose rows are made as they are read, in a process that measures itself."""
    with found_again(told) as county:
        imported(county, rows(county, vouchers, seed), "alone")


def memory(quick: bool, seed: int) -> list[Measure]:
    """Each size in a database of its own, furnished here: the child holds the importer and nothing else."""
    peaks = []
    for vouchers in (1_000, 10_000) if quick else (40_000, 400_000):
        with opened(FEW) as county:
            done = subprocess.run(
                [sys.executable, "-c", _CHILD, county.told(), str(vouchers), str(seed)],
                capture_output=True,
                text=True,
                check=True,
                env=dict(os.environ),
                cwd=Path(__file__).parent.parent,
            )
        peaks.append(float(done.stdout.split()[-1]))
    say(f"memory of the importer: {peaks[0]:.0f} MB, with ten times as many lines {peaks[1]:.0f} MB")
    return [
        Measure("7 memory of the importer", peaks[0], "MB", 150.0),
        Measure("7 memory of the importer, ten times the lines", peaks[1], "MB", 150.0),
    ]
