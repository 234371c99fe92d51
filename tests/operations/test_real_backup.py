"""The real tables through a backup: a played matter and its books come back whole, with all that guards them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from liancun.contexts.audit import api as audit
from liancun.contexts.estate import api as estate
from liancun.contexts.estate.tests import test_contracts, test_register
from liancun.contexts.ledger import api as ledger
from liancun.contexts.ledger.tests import casebook
from liancun.contexts.ledger.tests.test_linking import PAYS, TAKES
from liancun.contexts.treasury.tests import bank
from liancun.demo.thread import Offices, Thread
from liancun.demo.tieling import AMOUNTS
from liancun.demo.world import World
from liancun.framework import clock
from liancun.framework.testing import as_system
from liancun.framework.testing_databases import connect_app, connect_owner, drop, using
from liancun.project.backup import backup, restore
from tests.faults.processes import address

# Everything that guards the rows. PostgreSQL words a constraint anew when it is restored: those by name and kind.
GUARDS = {
    "row security": "select relname, relrowsecurity, relforcerowsecurity, relacl::text from pg_class"
    " where relnamespace = 'public'::regnamespace and relkind in ('r', 'S') order by relname",
    "policies": "select tablename, policyname, cmd, qual, with_check from pg_policies order by 1, 2",
    "triggers": "select tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(oid) from pg_trigger"
    " where not tgisinternal order by 1, 2",
    "constraints": "select conrelid::regclass::text, conname, contype, convalidated, condeferrable, condeferred"
    " from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2",
    "functions": "select proname, prosecdef, prosrc from pg_proc"
    " where pronamespace = 'public'::regnamespace and probin is null order by 1, 3",
}

REGISTERS = (
    "estate_asset",
    "estate_contract",
    "estate_rentreceipt",
    "ledger_balance",
    "ledger_pair",
    "treasury_statementline",
)


@dataclass(frozen=True)
class Copy:
    """One installation: the name of its database and its folder of files."""

    name: str
    files: Path

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with connect_owner(self.name) as link:
            link.execute("set row_security = off")
            return list(link.execute(query).fetchall())

    def counts(self) -> dict[str, int]:
        tables = [name for (name,) in self.ask("select tablename from pg_tables where schemaname = 'public'")]
        return {name: self.ask(f'select count(*) from "{name}"')[0][0] for name in tables}

    def digests(self) -> dict[str, str]:
        paths = [path for path in self.files.rglob("*") if path.is_file()]
        return {
            path.relative_to(self.files).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths
        }


@pytest.fixture
def played(clone: str, cloned_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """A joint matter up to its payments, books with all their registers, papers in a folder of its own, a sealed log."""
    monkeypatch.setattr(settings, "LIANCUN_FILES_DIR", tmp_path / "files")
    _keep_books(bank.opened(cloned_world))
    offices = Offices(cloned_world.joint, cloned_world.township, cloned_world.agency)
    seats = (cloned_world.a, cloned_world.b, cloned_world.c)
    Thread(offices, seats, AMOUNTS, "联合采购种子", clock.today() - timedelta(days=40)).play("pay")
    with as_system():
        assert audit.seal() > 0
    return Copy(clone, tmp_path / "files")


def _keep_books(kept: bank.Bank) -> None:
    """Vouchers, a bank's statement, a pair between two books, property and a contract with its rent."""
    kept.usual()
    kept.take()
    case, amount = kept.case, Decimal("100.00")
    authority = case.authority("a", "100.00", key="pair").id
    sides = (("a", PAYS, authority), ("b", TAKES, None))
    with case.signed_in("kuaiji") as accountant:
        pair = ledger.open_pair(
            accountant,
            book_id=case.books["a"],
            other_owner_id=case.owner("b"),
            pays=True,
            amount=amount,
            purpose="买种子",
            key="backup",
        ).id
        for letter, text, draws in sides:
            ledger.prepare_side(
                accountant,
                pair_id=pair,
                book_id=case.books[letter],
                day=clock.today(),
                lines=casebook.entries(text),
                authority_id=draws,
            )
    for letter in "ab":
        with case.signed_in("fuhe") as reviewer:
            ledger.approve_side(reviewer, pair_id=pair, book_id=case.books[letter])
    with case.signed_in("baozhang-a") as clerk:
        estate.register_assets(clerk, assets=[test_register.new(case)])
        (lease,) = estate.register_contracts(clerk, contracts=[test_contracts.new(case)])
        estate.record_receipt(
            clerk, contract_id=lease, on=clock.today(), amount=amount, key="rent", note="现金"
        )


@pytest.fixture
def restored(played: Copy, tmp_path: Path) -> Iterator[Copy]:
    copy = Copy(f"{played.name}_restored", tmp_path / "restored")
    with connect_owner("postgres") as link:
        link.execute(sql.SQL("create database {}").format(sql.Identifier(copy.name)))
    try:
        archive = tmp_path / "county.tar"
        backup(archive, owner_url=address("owner", played.name), files_dir=played.files)
        restore(archive, owner_url=address("owner", copy.name), files_dir=copy.files)
        yield copy
    finally:
        drop(copy.name)


@pytest.mark.fault
def test_a_played_county_comes_back_whole(played: Copy, restored: Copy) -> None:
    counted = played.counts()
    assert restored.counts() == counted
    assert all(counted[table] for table in REGISTERS)
    assert len(played.digests()) >= 3
    assert restored.digests() == played.digests()
    with using(played.name), as_system():
        before = ledger.verify_books()
    with using(restored.name), as_system():
        reports = ledger.verify_books()
        log = audit.verify()
    assert reports == before
    assert [(report.reason, report.vouchers) for report in reports] == [("", 5), ("", 3)]
    assert log.whole
    assert (log.rows, log.unsealed) == (restored.counts()["audit_auditrow"], 0)
    _every_guard_is_there(played, restored)
    _the_books_still_refuse(restored)


def _every_guard_is_there(played: Copy, restored: Copy) -> None:
    for what, query in GUARDS.items():
        assert played.ask(query), what
        assert restored.ask(query) == played.ask(query), what


def _the_books_still_refuse(restored: Copy) -> None:
    """As the serving role with everything in its scope: a posted voucher stays; without scope, nothing is seen."""
    before = restored.ask("select id, date, digest from ledger_voucher order by id")
    with connect_app(restored.name) as link:
        assert link.execute("select count(*) from ledger_voucher").fetchone() == (0,)
        link.execute("select set_config('liancun.everything', 'on', true)")
        assert link.execute("select count(*) from ledger_voucher").fetchone() == (len(before),)
        with pytest.raises(psycopg.Error, match="never changes") as caught:
            link.execute("update ledger_voucher set date = date - 1 where state = 'posted'")
    assert caught.value.sqlstate == "LC001"
    assert restored.ask("select id, date, digest from ledger_voucher order by id") == before
