"""What operators verify: the sealed log, the books and the tallies. Exit code 1 when something does not hold."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from liancun.framework.actors import Actor
from liancun.framework.database import launcher
from liancun.framework.scope import entered
from liancun.project.settings_table import value

if TYPE_CHECKING:
    from liancun.contexts.audit.api import Head


def audit_verify(arguments: list[str]) -> int:
    """Recompute the log's chain; print the first row that does not follow and how many wait for a seal.

    `--heads FILE`: also compare with published heads kept elsewhere, as downloaded from /p/audit-head/.
    """
    from liancun.contexts.audit import api as audit

    parser = argparse.ArgumentParser(prog="liancun audit verify")
    parser.add_argument("--heads", type=Path)
    told = parser.parse_args(arguments)
    with inside("audit verify"):
        report = audit.verify()
        kept = _kept_heads(told.heads) if told.heads else []
        strange = audit.strangers(kept)
    print(f"{report.rows} rows sealed, {report.unsealed} waiting, head {report.head[:16]}")
    if kept:
        print(f"{len(kept)} kept heads compared")
    if report.first_broken is not None:
        print(f"× the log is broken at row {report.first_broken}", file=sys.stderr)
    for day in [*([report.wrong_day] if report.wrong_day else []), *strange]:
        print(f"× the head published for {day} is not in the log", file=sys.stderr)
    return 0 if report.whole and not strange else 1


def _kept_heads(path: Path) -> list[Head]:
    """Lines "day position digest"; what begins with # is left out."""
    from liancun.contexts.audit.api import Head

    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Head(date.fromisoformat(day), int(position), digest)
        for day, position, digest in (line for line in lines if line and not line[0].startswith("#"))
    ]


def audit_seal(arguments: list[str]) -> int:
    """Link the rows that wait; the worker does so every minute."""
    from liancun.contexts.audit import api as audit

    with inside("audit seal"):
        print(f"{audit.seal()} rows sealed")
    return 0


def books_verify(arguments: list[str]) -> int:
    """Recompute every book from its lines; print the first voucher of each that does not hold.

    `--rebuild`: first make all stored balances anew from the lines.
    """
    from liancun.contexts.ledger import api as ledger

    parser = argparse.ArgumentParser(prog="liancun books verify")
    parser.add_argument("--rebuild", action="store_true", help="make the stored balances anew")
    told = parser.parse_args(arguments)
    with inside("books verify"):
        if told.rebuild:
            ledger.rebuild_balances()
        reports = ledger.verify_books()
    broken = [report for report in reports if not report.whole]
    for report in broken:
        print(f"× {report.owner_name}: {report.broken} ({report.reason})", file=sys.stderr)
    vouchers = sum(report.vouchers for report in reports)
    print(f"{len(reports)} books, {vouchers} vouchers, {len(broken)} books broken")
    return 1 if broken else 0


def people_verify(arguments: list[str]) -> int:
    """Count persons, households and rolls anew; print every tally that is wrong. `--mend` puts them right."""
    from liancun.contexts.people import api as people

    parser = argparse.ArgumentParser(prog="liancun people verify")
    parser.add_argument("--mend", action="store_true", help="keep what was counted")
    told = parser.parse_args(arguments)
    with inside("people verify"):
        wrong = people.miscounts()
        if wrong and told.mend:
            people.recount()
    for one in wrong:
        roll = f" {one.kind}" if one.kind else ""
        print(
            f"× body {one.body_id}, {one.what}{roll} from {one.day}: kept {one.kept}, counted {one.counted}",
            file=sys.stderr,
        )
    print(f"{len(wrong)} tallies wrong" + (", put right" if wrong and told.mend else ""))
    return 1 if wrong and not told.mend else 0


@contextmanager
def inside(purpose: str) -> Iterator[Actor]:
    """A scope over everything, with the embedded database started for the while if it is the one in use."""
    data_dir = value("LIANCUN_DATA_DIR")
    needed = not os.environ.get("LIANCUN_DATABASE_URL") and not launcher.running(data_dir)
    cluster = launcher.ensure_running(data_dir) if needed else None
    try:
        operator = Actor.system(purpose)
        with entered(operator):
            yield operator
    finally:
        if cluster is not None:
            _disconnect()
            cluster.stop()


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()
