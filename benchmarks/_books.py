"""A county of books for one benchmark: its bodies, its books, and the vouchers of three years from a fixed seed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, connections

from benchmarks import _databases  # noqa: F401 (sets the mode before the settings are read)
from liancun.framework import clock

if TYPE_CHECKING:
    from liancun.contexts.ledger.rules.importing import IncomingLine
    from liancun.demo.world import World

TODAY = date(2026, 9, 10)
BEGUN = date(2023, 9, 1)
DAYS = (date(2026, 8, 31) - BEGUN).days
EXPENSES = ("511", "512", "513", "514", "515", "212", "213", "121", "151")
INCOMES = ("501", "502", "503", "504", "112", "241")
ACCOUNTS = 60
FEW = 20  # books beside which growth is told


@dataclass(frozen=True)
class Size:
    books: int
    vouchers: int


@dataclass(frozen=True)
class Books:
    """`name`: of the database; `all`: book → owner; `authorities`: book → its budget; `officers`: two persons."""

    world: World | None
    name: str
    all: dict[int, int]
    authorities: dict[int, int]
    officers: tuple[int, ...]

    def told(self) -> str:
        """What another process needs to write into the same books."""
        return json.dumps([self.name, self.all, self.authorities, self.officers])


@contextmanager
def opened(books: int) -> Iterator[Books]:
    """A small county with its people, whose books are joined by as many others as make up the number."""
    import django

    django.setup()
    from liancun.contexts.ledger import api as ledger
    from liancun.demo import small
    from liancun.framework import testing_databases
    from liancun.framework.database import launcher
    from liancun.framework.testing import SYSTEM, as_system
    from liancun.project.settings_table import value

    launcher.ensure_running(Path(value("LIANCUN_DATA_DIR")), durable=False)
    template = testing_databases.build_template("liancun_bench", furnish=lambda: None)
    with testing_databases.cloned(template) as name, testing_databases.using(name), clock.fixed(TODAY):
        with as_system():
            world = small.build()
        with connections["owner"].cursor() as cursor:
            cursor.execute(_OWNERS, [books - 1, world.a.collective])
        with as_system(), connection.cursor() as cursor:
            cursor.execute("select id from bodies_body where kind = 'collective' order by id")
            owners = [row[0] for row in cursor.fetchall()]
            kept = sorted({world.a.collective, *owners[-books + 1 :]})[:books]
            found = {
                ledger.open_book(SYSTEM, owner_id=owner, opening_date=BEGUN, kind="own").id: owner
                for owner in kept
            }
            budgets = {
                book: ledger.register_authority(
                    SYSTEM,
                    owner_id=owner,
                    kind="budget",
                    amount=Decimal(10_000_000_000),
                    subject="bench",
                    subject_id=None,
                    label="三年预算",
                ).id
                for book, owner in found.items()
            }
        with connections["owner"].cursor() as cursor:
            cursor.execute(_DETAILS, [ACCOUNTS])
        testing_databases.analyse(name)
        with as_system():
            officers = tuple(int(world.actor(user).person_id or 0) for user in ("kuaiji", "fuhe"))
        yield Books(world, name, found, budgets, officers)


@contextmanager
def found_again(told: str) -> Iterator[Books]:
    """The county of `Books.told`, in another process."""
    import django

    django.setup()
    from liancun.framework import testing_databases

    name, known, budgets, officers = json.loads(told)
    books, authorities = ({int(key): value for key, value in each.items()} for each in (known, budgets))
    with testing_databases.using(name), clock.fixed(TODAY):
        yield Books(None, name, books, authorities, tuple(officers))


_OWNERS = """
insert into bodies_body (kind, name, short_name, name_pinyin, code, path, since, until, registration_code, x, y,
    parent_id, form, joins, basis)
select b.kind, '第' || n || '村集体', '第' || n || '集体', 'bench' || n, b.code || 'X' || n, b.path || 'X' || n || '.',
    b.since, null, '', null, null, b.parent_id, b.form, b.joins, b.basis
from bodies_body b cross join generate_series(1, %s) n where b.id = %s
"""
_DETAILS = """
insert into ledger_account (book_id, code, name, account_class, side, money, parent_id, counterparties, quantities)
select a.book_id, '513' || lpad(n::text, 3, '0'), '管理费用明细' || n, a.account_class, a.side, false, a.id, false, false
from ledger_account a
cross join lateral generate_series(1, %s - (select count(*)::int from ledger_account o where o.book_id = a.book_id)) n
where a.code = '513'
"""


def rows(county: Books, vouchers: int, seed: int, *, mark: str = "") -> Iterator[IncomingLine]:
    """So many vouchers over three years, two and a half lines each, book by book, in the order of their days."""
    from liancun.contexts.ledger.rules.importing import IncomingLine

    chance = random.Random(seed)
    each, rest = divmod(vouchers, len(county.all))
    for place, book in enumerate(county.all):
        count = each + (place < rest)
        for number in range(count):
            day = BEGUN + timedelta(days=number * DAYS // count)
            name = f"{mark}{book}-{number}"
            for account, debit, credit, party in voucher_lines(chance):
                yield IncomingLine(
                    book,
                    name,
                    day,
                    account,
                    debit,
                    credit,
                    "支付或者收到一笔款项",
                    counterparty=party,
                    authority_id=county.authorities[book],
                )


_NOTHING = Decimal(0)


def voucher_lines(chance: random.Random) -> Iterator[tuple[str, Decimal, Decimal, str]]:
    """Account, debit, credit and counterparty of each line of one voucher."""
    fen = chance.randrange(100, 900_000)
    kind = chance.random()
    whole = Decimal(fen) / 100
    if kind < 0.05:
        yield "113", whole, _NOTHING, f"农户{chance.randrange(40)}"
        yield "501", _NOTHING, whole, ""
        return
    parts = [whole]
    if chance.random() < 0.53:
        first = Decimal(chance.randrange(1, fen)) / 100
        parts = [first, whole - first]
    bank = "102" if chance.random() < 0.9 else "101"
    if kind < 0.55:
        for part in parts:
            yield _expense(chance), part, _NOTHING, ""
        yield bank, _NOTHING, whole, ""
    else:
        yield bank, whole, _NOTHING, ""
        for part in parts:
            yield chance.choice(INCOMES), _NOTHING, part, ""


def _expense(chance: random.Random) -> str:
    return chance.choice(EXPENSES) if chance.random() < 0.6 else f"513{chance.randrange(1, 10):03d}"
