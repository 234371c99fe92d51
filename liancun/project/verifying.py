"""What operators verify: the sealed log and the books. Exit code 1 when something does not hold."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from liancun.framework.actors import Actor
from liancun.framework.database import launcher
from liancun.framework.scope import entered
from liancun.project.settings_table import value


def audit_verify(arguments: list[str]) -> int:
    """Recompute the log's chain; print the first row that does not follow and how many wait for a seal."""
    from liancun.contexts.audit import api as audit

    with inside("audit verify"):
        report = audit.verify()
    print(f"{report.rows} rows sealed, {report.unsealed} waiting, head {report.head[:16]}")
    if not report.whole:
        print(f"× the log is broken at row {report.first_broken}", file=sys.stderr)
    return 0 if report.whole else 1


def audit_seal(arguments: list[str]) -> int:
    """Link the rows that wait; the worker does so every minute."""
    from liancun.contexts.audit import api as audit

    with inside("audit seal"):
        print(f"{audit.seal()} rows sealed")
    return 0


def books_verify(arguments: list[str]) -> int:
    """Recompute every book from its lines; print the first voucher of each that does not hold."""
    from liancun.contexts.ledger import api as ledger

    with inside("books verify"):
        reports = ledger.verify_books()
    broken = [report for report in reports if not report.whole]
    for report in broken:
        print(f"× {report.owner_name}: {report.broken} ({report.reason})", file=sys.stderr)
    vouchers = sum(report.vouchers for report in reports)
    print(f"{len(reports)} books, {vouchers} vouchers, {len(broken)} books broken")
    return 1 if broken else 0


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
