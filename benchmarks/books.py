"""Five hundred books: import, posting, trial balances, closing of a year, against plain SQL, the plain ORM and hledger.

All references run in the same call on the same machine, the bare COPY before and after. A peer that is not installed
here is said so. Sizes: 505 books × 60 accounts, 400,000 vouchers, about 1,000,000 lines over three years; `--quick`
the same on 20 books with 4,000 vouchers.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction

from benchmarks import Measure
from benchmarks._books import BEGUN, TODAY, Books, Size, found_again, opened, rows
from benchmarks._books_page import page
from benchmarks._books_pairs import pairs
from benchmarks._books_peers import peers
from benchmarks._books_plain import bare_copy, held, held_one, orm_one, persons, untriggered

FULL, QUICK = Size(505, 400_000), Size(20, 4_000)
FEW = 20


@dataclass(frozen=True)
class Timed:
    seconds: float
    result: Any


def run(*, quick: bool, seed: int) -> list[Measure]:
    size = QUICK if quick else FULL
    _say(f"the machine's load is {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    found: list[Measure] = []
    few = None if quick else _at_few(seed)
    with opened(size.books) as county:
        found += _opening(county)
        found += _import(county, size, seed)
        found += _posting(county, 30 if quick else 200)
        found += page(county, quick)
        found += pairs(county, quick, seed)
        found += _statements(county, 5 if quick else 20)
        if few is not None:
            found += _growth(few, found)
        found += _closing(county)
    found += _memory(quick, seed)
    found += peers(size.vouchers, 30 if quick else 200, seed)
    return found


_GROWTH = {
    # Divided by the ORM of the same minutes: the machine is not the same an hour later.
    "9 one posting": "2 one voucher prepared and posted: CPU",
    "9 trial balance of one book": "3 trial balance of one book",
}


def _at_few(seed: int) -> dict[str, float]:
    """One posting and one trial balance at a few books, each as full as those of the whole county."""
    with opened(FEW) as county:
        given = list(rows(county, FULL.vouchers * FEW // FULL.books, seed))
        _import_all(county, given, "few")
        measures = [*_posting(county, 200), *_statements(county, 20)]
    told = {measure.name: measure.value for measure in measures}
    return {name: told[source] for name, source in _GROWTH.items()}


def _growth(few: dict[str, float], found: list[Measure]) -> list[Measure]:
    told = {measure.name: measure.value for measure in found}
    return [
        Measure(name, told[source] / few[name], f"× the same at {FEW} books", 1.2)
        for name, source in _GROWTH.items()
    ]


def _timed(act: Callable[[], Any]) -> Timed:
    begun = time.perf_counter()
    result = act()
    return Timed(time.perf_counter() - begun, result)


def _say(text: str) -> None:
    print(f"# {text}", flush=True)


# --- 1: import against bare COPY ---------------------------------------------------------------------------------


def _import(county: Books, size: Size, seed: int) -> list[Measure]:
    given = list(rows(county, size.vouchers, seed))
    before = bare_copy(county, given)
    taken = _timed(lambda: _import_all(county, given, "bench"))
    after = bare_copy(county, given)
    narrow = bare_copy(county, given, narrow=True)
    bare = statistics.mean((before, after))
    _say(
        f"import of {size.vouchers:,} vouchers, {len(given):,} lines: {taken.seconds:.1f} s; bare COPY of the same rows"
        f" {before:.1f} s before, {after:.1f} s after; into two narrow tables {narrow:.1f} s"
    )
    return [
        Measure(
            "1 import with every check",
            taken.seconds / bare,
            "× bare COPY",
            4.0,
            f"ours {taken.seconds:.1f} s; COPY {before:.1f} s before, {after:.1f} s after",
        ),
        Measure("1 import: time", taken.seconds, "s"),
        Measure("1 import: against two narrow tables", taken.seconds / narrow, "× bare COPY"),
    ]


def _import_all(county: Books, given: Iterable[Any], key: str) -> None:
    from liancun.contexts.ledger import api as ledger
    from liancun.framework.scope import entered

    first, second = persons(county)
    with entered(first):
        ledger.import_vouchers(first, rows=given, key=key, source="benchmark")
    with entered(second):
        ledger.post_import(second, key=key)


# --- 2: one posting against the plain ORM -------------------------------------------------------------------------


def _cpu(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of CPU of this process, and what came of it."""
    begun = time.process_time()
    result = act()
    return (time.process_time() - begun) * 1000, result


def _posting(county: Books, times: int) -> list[Measure]:
    """Prepared by one officer of the agency and posted by another, in a book they keep; the ORM writes the same rows."""
    from liancun.framework.testing import as_system

    book = next(iter(county.all))
    with as_system():
        assert county.world is not None
        officers = county.world.actor("kuaiji"), county.world.actor("fuhe")
    waits: list[float] = []
    spent, posting, plain, triggered = [], [], [], []
    with untriggered(), held(county) as owner:
        accounts = [
            row[0]
            for row in owner.execute("select id from ledger_account where book_id = %s limit 2", [book])
        ]
        for number in range(times + 5):
            drafted, draft = _cpu(partial(_draft, county, officers[0], book, f"post-{number}"))
            begun = time.perf_counter()
            posted, _ = _cpu(partial(_post_one, officers[1], draft))
            waits.append(time.perf_counter() - begun)
            posting.append(posted)
            spent.append(drafted + posted)
            plain.append(_cpu(partial(orm_one, county, officers, book, f"orm-{number}"))[0])
            triggered.append(_cpu(partial(held_one, owner, book, number + 1, accounts))[0])
    whole, bare = statistics.median(spent[5:]), statistics.median(plain[5:])
    waits = sorted(waits[5:])
    p50, p99 = waits[len(waits) // 2], waits[min(len(waits) - 1, int(len(waits) * 0.99))]
    _say(
        f"one voucher: {whole:.2f} ms of CPU to prepare and post, of it {statistics.median(posting[5:]):.2f} to post;"
        f" plain ORM {bare:.2f} ms; posting p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms"
    )
    return [
        Measure(
            "2 one voucher prepared and posted: CPU",
            whole / bare,
            "× plain ORM",
            2.0,
            f"ours {whole:.2f} ms; the ORM {bare:.2f} ms, by turns",
        ),
        Measure("2 one voucher: CPU", whole, "ms"),
        Measure("2 psycopg with a balance trigger: CPU", statistics.median(triggered[5:]), "ms"),
        Measure("2 posting it: CPU", statistics.median(posting[5:]) / bare, "× plain ORM"),
        Measure("2 one posting: p99", p99 / p50, "× p50", 4.0),
    ]


def _draft(county: Books, accountant: Any, book: int, key: str) -> int:
    from liancun.contexts.ledger import api as ledger
    from liancun.framework.scope import entered

    with entered(accountant):
        return ledger.prepare_entry(
            accountant,
            book_id=book,
            day=TODAY,
            summary="购买办公用品",
            key=key,
            lines=(
                ledger.Entry("513", debit=Decimal("120.00")),
                ledger.Entry("102", credit=Decimal("120.00")),
            ),
            authority_id=county.authorities[book],
        ).id


def _post_one(reviewer: Any, draft: int) -> None:
    from liancun.contexts.ledger import api as ledger
    from liancun.framework.scope import entered

    with entered(reviewer):
        ledger.post_voucher(reviewer, voucher_id=draft, key=f"k-{draft}")


# --- 3, 4, 9: trial balances --------------------------------------------------------------------------------------

_SUM_ONE = """
select a.id, coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0) from ledger_account a
join ledger_line l on l.account_id = a.id join ledger_voucher v on v.id = l.voucher_id
where a.book_id = %s and v.state = 'posted' and v.date <= %s group by a.id
"""
_SUM_ALL = """
select l.account_id, sum(l.debit), sum(l.credit) from ledger_line l join ledger_voucher v on v.id = l.voucher_id
where v.state = 'posted' and v.date <= %s group by l.account_id
"""


def _statements(county: Books, times: int) -> list[Measure]:
    """The references run as the owner, past every row policy; the program's own as it is used."""
    from liancun.contexts.ledger import api as ledger
    from liancun.contexts.ledger.queries import balances
    from liancun.framework.testing import as_system
    from liancun.framework.testing_databases import analyse

    analyse(county.name)
    days = (TODAY, BEGUN + timedelta(days=400), date(2025, 12, 31))
    one, bare_one, bare_every = [], [], []
    every: list[float] = []
    past: list[float] = []
    books = list(county.all)
    with as_system(), connections["owner"].cursor() as owner:
        for number in range(times):
            for day in days:
                book = books[number % len(books)]
                one.append(
                    _timed(partial(_fetched, *balances.statement(book, day, day.replace(day=1)))).seconds
                )
                bare_one.append(_timed(partial(_by_owner, owner, _SUM_ONE, [book, day])).seconds)
        for _ in range(5):
            for day, waits in ((TODAY, every), (date(2025, 12, 15), past)):
                told = balances.statement(None, day, day.replace(day=1))
                waits.append(_timed(partial(_fetched, *told)).seconds)
            bare_every.append(_timed(partial(_by_owner, owner, _SUM_ALL, [TODAY])).seconds)
        wrong = sum(not report.whole for report in ledger.verify_books())
    ratio = statistics.median(one) / statistics.median(bare_one)
    whole = statistics.median(every) / statistics.median(bare_every)
    _say(
        f"trial balance: one book {statistics.median(one) * 1000:.2f} ms, bare {statistics.median(bare_one) * 1000:.2f};"
        f" all {statistics.median(every) * 1000:.0f} ms, bare {statistics.median(bare_every) * 1000:.0f}"
    )
    return [
        Measure(
            "3 trial balance of one book, any day",
            ratio,
            "× bare SQL",
            2.0,
            f"ours {statistics.median(one) * 1000:.2f} ms; SQL {statistics.median(bare_one) * 1000:.2f} ms, by turns",
        ),
        Measure(
            "4 trial balance of all books",
            whole,
            "× summing SQL",
            0.3,
            f"ours {statistics.median(every) * 1000:.0f} ms; SQL {statistics.median(bare_every) * 1000:.0f} ms, by turns",
        ),
        Measure(
            "4 the same in the middle of a past month",
            statistics.median(past) / statistics.median(bare_every),
            "× summing SQL",
        ),
        Measure("4 books whose stored totals are wrong", wrong, "books", 0),
        Measure("3 trial balance of one book", statistics.median(one) * 1000, "ms"),
    ]


def _fetched(sql: str, values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return len(cursor.fetchall())


def _by_owner(cursor: Any, sql: str, values: Any) -> int:
    cursor.execute(sql, values)
    return len(cursor.fetchall())


# --- 5, 8: closing a year, opening a village ----------------------------------------------------------------------


def _closing(county: Books) -> list[Measure]:
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

    taken, again = _timed(lambda: close(2025)), _timed(lambda: close(2025))
    _say(
        f"year closed: {taken.result} vouchers in {taken.seconds:.1f} s; again {again.result} in {again.seconds:.1f} s"
    )
    return [
        Measure(
            f"5 closing a year of {len(books)} books", taken.seconds, "s", 5.0 if len(books) > FEW else None
        ),
        Measure("5 vouchers made by closing again", again.result, "vouchers", 0),
    ]


def _opening(county: Books) -> list[Measure]:
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
                own, timed = _cpu(partial(_timed, act))
                taken.append(timed.seconds)
                spent.append(own)
                transaction.set_rollback(True)
    return [
        Measure("8 opening a village's book", statistics.median(taken) * 1000, "ms", 50.0),
        Measure("8 opening it: CPU of the program", statistics.median(spent), "ms"),
    ]


# --- 7: memory ----------------------------------------------------------------------------------------------------

# The peak is asked of the kernel for this program alone: the usual figure begins with what its parent held.
_CHILD = """
import re, sys
from benchmarks import books
books.import_alone(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024)
"""


def import_alone(told: str, vouchers: int, seed: int) -> None:
    """An import into a furnished database, whose rows are made as they are read, in a process that measures itself."""
    with found_again(told) as county:
        _import_all(county, rows(county, vouchers, seed), "alone")


def _memory(quick: bool, seed: int) -> list[Measure]:
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
    _say(f"memory of the importer: {peaks[0]:.0f} MB, with ten times as many lines {peaks[1]:.0f} MB")
    return [
        Measure("7 memory of the importer", peaks[0], "MB", 150.0),
        Measure("7 memory of the importer, ten times the lines", peaks[1], "MB", 150.0),
    ]
