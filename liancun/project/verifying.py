"""What operators verify: the sealed log, the books, the playbooks. Exit code 1 when something does not hold."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from liancun.framework import playbook
from liancun.framework.actors import Actor
from liancun.framework.database import launcher
from liancun.framework.scope import entered
from liancun.kernel.errors import Refusal, Refusals
from liancun.project.faults import OperationError
from liancun.project.settings_table import value


def audit_verify(arguments: list[str]) -> int:
    """Recompute the log's chain; print the first row that does not follow and how many wait for a seal."""
    from liancun.contexts.audit import api as audit

    with _reading("audit verify"):
        report = audit.verify()
    print(f"{report.rows} rows sealed, {report.unsealed} waiting, head {report.head[:16]}")
    if not report.whole:
        print(f"× the log is broken at row {report.first_broken}", file=sys.stderr)
    return 0 if report.whole else 1


def audit_seal(arguments: list[str]) -> int:
    """Link the rows that wait; the worker does so every minute."""
    from liancun.contexts.audit import api as audit

    with _reading("audit seal"):
        print(f"{audit.seal()} rows sealed")
    return 0


def books_verify(arguments: list[str]) -> int:
    """Recompute every book from its lines; print the first voucher of each that does not hold."""
    from liancun.contexts.ledger import api as ledger

    with _reading("books verify"):
        reports = ledger.verify_books()
    broken = [report for report in reports if not report.whole]
    for report in broken:
        print(f"× {report.owner_name}: {report.broken} ({report.reason})", file=sys.stderr)
    vouchers = sum(report.vouchers for report in reports)
    print(f"{len(reports)} books, {vouchers} vouchers, {len(broken)} books broken")
    return 1 if broken else 0


def playbook_check(arguments: list[str]) -> int:
    """Explain every fault of the playbooks in the folders named (by default: of every county)."""
    folders = [Path(text) for text in arguments] or _counties(value("LIANCUN_PLAYBOOKS_DIR"))
    faulty = [folder for folder in folders if not _whole(folder)]
    return 1 if faulty else 0


def _counties(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/playbook.toml"))


def _whole(folder: Path) -> bool:
    if not folder.is_dir():
        raise OperationError(f"{folder} is no folder; a playbook is a folder of TOML files.")
    try:
        found = playbook.read(folder)
    except (Refusal, Refusals) as fault:
        print(f"× {folder.name}\n{fault}", file=sys.stderr)
        return False
    print(f"✓ {folder.name}: {len(found.sections)} sections, {found.digest[:16]}")
    return True


@contextmanager
def _reading(purpose: str) -> Iterator[None]:
    """A scope over everything, with the embedded database started for the while if it is the one in use."""
    data_dir = value("LIANCUN_DATA_DIR")
    needed = not os.environ.get("LIANCUN_DATABASE_URL") and not launcher.running(data_dir)
    cluster = launcher.ensure_running(data_dir) if needed else None
    try:
        with entered(Actor.system(purpose)):
            yield
    finally:
        if cluster is not None:
            _disconnect()
            cluster.stop()


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()
