"""The institutions of a county, for operators: judging a playbook, putting it into force."""

from __future__ import annotations

import sys
from pathlib import Path

from liancun.framework import documents, playbook
from liancun.framework.actors import Actor
from liancun.kernel.errors import Refusal, Refusals, Unknown
from liancun.project.faults import OperationError
from liancun.project.settings_table import value
from liancun.project.verifying import inside


def check_command(arguments: list[str]) -> int:
    """Explain every fault of the playbooks in the folders named (by default: of every county)."""
    folders = [Path(text) for text in arguments] or _counties(value("LIANCUN_PLAYBOOKS_DIR"))
    faulty = [folder for folder in folders if not _whole(folder)]
    papers = {folder.resolve().parent / documents.COMMON for folder in folders} | {*map(_folder, folders)}
    unprintable = [fault for folder in sorted(papers) for fault in documents.faults(folder)]
    for fault in unprintable:
        print(f"× {fault}", file=sys.stderr)
    return 1 if faulty or unprintable else 0


def apply_command(arguments: list[str]) -> int:
    """Put one county's playbook into force; the same content again changes nothing."""
    if len(arguments) != 1:
        raise OperationError("liancun playbook apply takes one folder: the playbook of the county.")
    folder = _folder(Path(arguments[0]))
    with inside("playbook apply") as operator:
        print(_applied(operator, folder))
    return 0


def _applied(operator: Actor, folder: Path) -> str:
    """Applies the folder and says what that did."""
    from liancun.contexts.audit import api as audit

    before = _version_in_force()
    found = playbook.apply(folder)
    if found.id == before:
        return f"{found.head.name}: version {found.id} is in force already; nothing changed"
    audit.record(
        operator,
        "playbook.apply",
        subject="playbook",
        subject_id=found.id,
        body_id=None,
        detail={"key": found.head.key, "digest": found.digest},
    )
    running = f"; what began under version {before} keeps it" if before else ""
    return f"{found.head.name}: new matters now begin with version {found.id} ({found.digest[:16]}){running}"


def _version_in_force() -> int | None:
    try:
        return playbook.current().id
    except Unknown:
        return None


def _counties(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/playbook.toml"))


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise OperationError(f"{folder} is no folder; a playbook is a folder of TOML files.")
    return folder.resolve()


def _whole(folder: Path) -> bool:
    try:
        found = playbook.read(_folder(folder))
    except (Refusal, Refusals) as fault:
        print(f"× {folder.name}\n{fault}", file=sys.stderr)
        return False
    print(f"✓ {folder.name}: {len(found.sections)} sections, {found.digest[:16]}")
    return True
