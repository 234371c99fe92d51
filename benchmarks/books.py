"""Five hundred books: import, posting, trial balances, closing of a year, against plain SQL, the plain ORM and hledger.

All references run in the same call on the same machine, the bare COPY before and after. A peer that is not installed
here is said so. Sizes: 505 books × 60 accounts, 400,000 vouchers, about 1,000,000 lines over three years; `--quick`
the same on 20 books with 4,000 vouchers; `--sizes 505,60000` chooses books and vouchers. `--parts pairs,page` (or the
numbers of the goals: `--parts 6,3`) measures only these; what they need (the import) is done and not measured. A part
that fails says so and the rest goes on. Figures are printed as they come and kept in `.build/bench/books-SEED.jsonl`,
the table of goals at the end in `.build/bench/books-SEED.md`.
"""

from __future__ import annotations

import os
import statistics
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, connections

from benchmarks import Measure, keep
from benchmarks._books import BEGUN, FEW, TODAY, Books, Size, opened, rows
from benchmarks._books_page import page
from benchmarks._books_pairs import pairs
from benchmarks._books_peers import peers
from benchmarks._books_plain import bare_copy, held, held_one, orm_one, untriggered
from benchmarks._books_timing import cpu, imported, say, timed
from benchmarks._books_years import closing, memory, opening

FULL, QUICK = Size(505, 400_000), Size(20, 4_000)
KEPT = Path(".build/bench")


@dataclass(frozen=True)
class Part:
    """`goals`: numbers of issue and docs/books.md; `minutes`: about, at full size on two quiet cores."""

    says: str
    goals: tuple[str, ...]
    minutes: float


PARTS: dict[str, Part] = {
    "opening": Part("opening a village's book", ("8",), 0.1),
    "import": Part("import against bare COPY, three times", ("1",), 3.0),
    "posting": Part("one voucher prepared and posted, against the ORM", ("2",), 0.5),
    "page": Part("page of a trial balance against the bare page", ("3",), 0.2),
    "pairs": Part("linked vouchers from eight writers", ("6",), 1.0),
    "statements": Part("trial balances, and every book verified", ("3", "4"), 3.0),
    "growth": Part(f"posting and trial balance against {FEW} books", ("9",), 1.5),
    "closing": Part("closing a year of every book", ("5",), 0.5),
    "memory": Part("the importer's memory at two sizes", ("7",), 4.0),
    "peers": Part("other programs, where they are installed", (), 12.0),
}


def run(*, quick: bool, seed: int, parts: tuple[str, ...] = (), sizes: tuple[int, ...] = ()) -> list[Measure]:
    """Every part asked for, in the order of PARTS; ValueError for a part that there is not."""
    wanted = _wanted(parts)
    size = Size(*sizes) if len(sizes) == 2 else QUICK if quick else FULL
    KEPT.mkdir(parents=True, exist_ok=True)
    for name, part in PARTS.items():
        goals = f" (goal {', '.join(part.goals)})" if part.goals else ""
        say(
            f"{'+' if name in wanted else ' '} {name}: {part.says}{goals}, about {part.minutes:g} min at full size"
        )
    say("the county itself: about 1.5 min to open, 1.5 to fill")
    work = _Run(wanted, seed, size, quick)
    if wanted - {"memory", "peers"}:
        work.county()
    work.part("memory", lambda: memory(quick, seed))
    work.part("peers", lambda: peers(size.vouchers, 30 if quick else 200, seed))
    told = "\n".join(table(work.found))
    say(f"table kept in {KEPT / f'books-{seed}.md'}")
    print(told, flush=True)
    (KEPT / f"books-{seed}.md").write_text(told + "\n")
    return work.found


def _wanted(parts: tuple[str, ...]) -> set[str]:
    wanted: set[str] = set()
    for given in parts or tuple(PARTS):
        found = {name for name, part in PARTS.items() if given == name or given in part.goals}
        if not found:
            raise ValueError(f"{given}: there is {', '.join(PARTS)}, and the goals 1 to 9")
        wanted |= found
    return wanted


class _Run:
    """What was found so far, and the parts that are still to be worked."""

    def __init__(self, wanted: set[str], seed: int, size: Size, quick: bool) -> None:
        self.wanted, self.seed, self.size, self.quick = wanted, seed, size, quick
        self.found: list[Measure] = []

    def county(self) -> None:
        """The parts that need the county's books, in the order in which they disturb each other least."""
        few = _at_few(self.seed, self.size) if "growth" in self.wanted and self.size.books > FEW else None
        if few is not None:
            self.wanted |= {"posting", "statements"}
        posted, looked = (30, 5) if self.quick else (200, 20)
        with opened(self.size.books) as county:
            self.part("opening", lambda: opening(county))
            if "import" in self.wanted:
                self.part("import", lambda: _import(county, self.size, self.seed))
            elif self.wanted - {"opening"}:
                imported(county, rows(county, self.size.vouchers, self.seed), "bench")
            self.part("posting", lambda: _posting(county, posted))
            self.part("page", lambda: page(county, self.quick))
            self.part("pairs", lambda: pairs(county, self.quick, self.seed))
            self.part("statements", lambda: _statements(county, looked))
            if few is not None:
                self.part("growth", lambda: _growth(few, self.found))
            self.part("closing", lambda: closing(county))

    def part(self, name: str, act: Callable[[], list[Measure]]) -> None:
        """Worked if it is wanted; its failure is told and counted as a goal missed."""
        if name not in self.wanted:
            return
        say(f"{name}: {PARTS[name].says} (seed {self.seed}, load {os.getloadavg()[0]:.1f})")
        begun = time.monotonic()
        try:
            measures = act()
        except Exception:
            traceback.print_exc()
            measures = [Measure(f"{name} failed, see above", 1, "parts", 0)]
        for each in measures:
            keep(each, name, KEPT / f"books-{self.seed}.jsonl", self.seed)
        self.found += measures
        say(f"{name}: {time.monotonic() - begun:.0f} s on the clock")


def table(measures: list[Measure]) -> list[str]:
    """What has a goal, in the order of the goals; × where it is missed. Then what has none."""
    lines = ["| goal | result | bar | |", "|---|---|---|---|"]
    for each in sorted(measures, key=lambda one: (one.goal is None, one.name)):
        bar = "" if each.goal is None else f"≤ {each.goal:g}: {'met' if each.ok else '**missed**'}"
        lines.append(f"| {each.name} | {each.value:.4g} {each.unit} | {bar} | {each.note} |")
    return lines


_GROWTH = {
    # Divided by the ORM of the same minutes: the machine is not the same an hour later.
    "9 one posting": "2 one voucher prepared and posted: CPU",
    "9 trial balance of one book": "3 trial balance of one book, any day",
}


def _at_few(seed: int, size: Size) -> dict[str, float]:
    """One posting and one trial balance at a few books, each as full as those of the whole county."""
    with opened(FEW) as county:
        imported(county, rows(county, size.vouchers * FEW // size.books, seed), "few")
        measures = [*_posting(county, 200), *_statements(county, 20)]
    told = {measure.name: measure.value for measure in measures}
    return {name: told[source] for name, source in _GROWTH.items()}


def _growth(few: dict[str, float], found: list[Measure]) -> list[Measure]:
    told = {measure.name: measure.value for measure in found}
    return [
        Measure(
            name,
            told[source] / few[name],
            f"× the same at {FEW} books",
            1.2,
            f"{few[name]:.3g} × its reference there, {told[source]:.3g} × here",
        )
        for name, source in _GROWTH.items()
    ]


# --- 1: import against bare COPY ---------------------------------------------------------------------------------


def _import(county: Books, size: Size, seed: int) -> list[Measure]:
    given = list(rows(county, size.vouchers, seed))
    before = bare_copy(county, given)
    taken = timed(lambda: imported(county, given, "bench"))
    after = bare_copy(county, given)
    narrow = bare_copy(county, given, narrow=True)
    bare = statistics.mean((before, after))
    say(
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


# --- 2: one posting against the plain ORM -------------------------------------------------------------------------


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
            drafted, draft = cpu(partial(_draft, county, officers[0], book, f"post-{number}"))
            begun = time.perf_counter()
            posted, _ = cpu(partial(_post_one, officers[1], draft))
            waits.append(time.perf_counter() - begun)
            posting.append(posted)
            spent.append(drafted + posted)
            plain.append(cpu(partial(orm_one, county, officers, book, f"orm-{number}"))[0])
            triggered.append(cpu(partial(held_one, owner, book, number + 1, accounts))[0])
    whole, bare = statistics.median(spent[5:]), statistics.median(plain[5:])
    waits = sorted(waits[5:])
    p50, p99 = waits[len(waits) // 2], waits[min(len(waits) - 1, int(len(waits) * 0.99))]
    say(
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
                    timed(partial(_fetched, *balances.statement(book, day, day.replace(day=1)))).seconds
                )
                bare_one.append(timed(partial(_by_owner, owner, _SUM_ONE, [book, day])).seconds)
        for _ in range(5):
            for day, waits in ((TODAY, every), (date(2025, 12, 15), past)):
                told = balances.statement(None, day, day.replace(day=1))
                waits.append(timed(partial(_fetched, *told)).seconds)
            bare_every.append(timed(partial(_by_owner, owner, _SUM_ALL, [TODAY])).seconds)
        wrong = sum(not report.whole for report in ledger.verify_books())
    ratio = statistics.median(one) / statistics.median(bare_one)
    whole = statistics.median(every) / statistics.median(bare_every)
    say(
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
