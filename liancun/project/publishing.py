"""`liancun publish …`: the public pages as signed files, and the files that come back from the outside zone."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from liancun.framework import clock, playbook
from liancun.project.faults import OperationError
from liancun.project.kept_secrets import kept_secret
from liancun.project.settings_table import value
from liancun.project.verifying import inside

if TYPE_CHECKING:
    from liancun.contexts.portal.api import Manifest

KEY = "publish/pages.key.pem"
OFFICE_KEY = "publish/office.key.pem"


@dataclass(frozen=True)
class Exported:
    """How the folder changed. `too_big`: pages above the limit, left out."""

    drawn: int
    kept: int
    removed: int
    serial: int
    too_big: tuple[str, ...]


def export_command(arguments: list[str]) -> int:
    """Write the public pages into a folder, only those that changed, with a signed list of all."""
    parser = argparse.ArgumentParser(prog="liancun publish export")
    parser.add_argument("--out", type=Path, required=True, help="the folder; empty, or of an earlier export")
    parser.add_argument(
        "--key", type=Path, help="the signing key (PEM); without it one is kept in the data folder"
    )
    parser.add_argument(
        "--post-to", default="", help="the address that forms are sent to; without it the paper way"
    )
    parser.add_argument(
        "--site-url", default="", help="where the folder will lie, for the codes on its pages"
    )
    told = parser.parse_args(arguments)
    for address in (told.post_to, told.site_url):
        if address and not address.startswith(("https://", "http://")):
            raise OperationError(f"{address}: an address begins with https://")
    with inside("publish export"):
        done = export(told.out, _private(told.key), post_to=told.post_to, site_url=told.site_url)
    for path in done.too_big:
        print(f"! {path} is larger than a public page may be; it is left out", file=sys.stderr)
    print(f"export {done.serial}: {done.drawn} files drawn, {done.kept} as before, {done.removed} removed")
    return 1 if done.too_big else 0


def export(out: Path, private: str, *, post_to: str = "", site_url: str = "") -> Exported:
    """The export itself, inside a scope. Refuses a folder that holds anything but an earlier export by this key."""
    from liancun.contexts.portal import api as portal

    former = _former(out, portal.public_of(private))
    files, sources, too_big, drawn = dict[str, str](), dict[str, str](), list[str](), 0
    style = 0
    for one in portal.site_files(portal.Wishes(post_to, site_url)):
        if former is not None and former.sources.get(one.path) == one.source and one.path in former.files:
            files[one.path], sources[one.path] = former.files[one.path], one.source
            continue
        content = one.drawn()
        style = len(content) if one.path.endswith(".css") else style
        if len(content) + (style or _size(out / "assets/public.css")) > portal.MOST_BYTES:
            too_big.append(one.path)
            continue
        _write(out / one.path, content)
        files[one.path], sources[one.path] = hashlib.sha256(content).hexdigest(), one.source
        drawn += 1
    gone = sorted(set(former.files) - set(files)) if former else []
    for path in gone:
        (out / path).unlink(missing_ok=True)
    made = portal.Manifest(
        serial=former.serial + 1 if former else 1,
        made_at=clock.now().isoformat(timespec="seconds"),
        place=playbook.place_name(),
        previous=portal.digest_of(former) if former else "",
        files=files,
        sources=sources,
    )
    _write(out / portal.NAME, portal.text(made))
    _write(out / portal.SIGNATURE, portal.signed(private, portal.text(made)).encode() + b"\n")
    return Exported(drawn, len(files) - drawn, len(gone), made.serial, tuple(too_big))


def verify_command(arguments: list[str]) -> int:
    """Check a folder of exported pages against the public key: nothing changed, missing or added."""
    parser = argparse.ArgumentParser(prog="liancun publish verify")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--key", type=Path, help="the public key (PEM); without it that of the data folder")
    told = parser.parse_args(arguments)
    faults = verify(told.folder, _public(told.key))
    for fault in faults:
        print(f"× {fault}", file=sys.stderr)
    if not faults:
        print(f"{told.folder}: every file is as it was signed")
    return 1 if faults else 0


def verify(folder: Path, public: str) -> list[str]:
    """One sentence for each fault; empty when all is as it was signed."""
    from liancun.contexts.portal import api as portal

    try:
        content = (folder / portal.NAME).read_bytes()
        signature = (folder / portal.SIGNATURE).read_text(encoding="ascii", errors="replace")
    except OSError:
        return [f"{portal.NAME} or {portal.SIGNATURE} is missing: this is no exported folder"]
    if not portal.is_genuine(public, content, signature):
        return [f"{portal.SIGNATURE} does not fit {portal.NAME} and this key"]
    found = portal.compared(portal.parsed(content), _digests(folder))
    return [
        *(f"{path} is missing" for path in found.missing),
        *(f"{path} has been changed" for path in found.changed),
        *(f"{path} was added" for path in found.strange),
    ]


def import_command(arguments: list[str]) -> int:
    """Take in a file that came back from the outside zone, each record once; refused records are listed."""
    from liancun.contexts.portal import api as portal

    parser = argparse.ArgumentParser(prog="liancun publish import")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", type=Path, required=True, help="the outside zone's public key (PEM)")
    parser.add_argument(
        "--office-key", type=Path, help="this office's private key (PEM); without it that of the data folder"
    )
    told = parser.parse_args(arguments)
    content, public, office = _bytes(told.file), _text(told.key), _office(told.office_key)
    with inside("publish import") as operator:
        report = portal.receive(operator, content=content, public_key=public, office_key=office)
    for one in report.refused:
        assert one.refusal is not None
        print(f"× {one.kind} {one.key}: {one.refusal.text()}", file=sys.stderr)
    print(f"{report.taken} taken in, {report.again} had been before, {len(report.refused)} refused")
    return 1 if report.refused else 0


def pack_command(arguments: list[str]) -> int:
    """In the outside zone: sign collected records (one JSON object a line) and seal them to the office, to carry back."""
    from liancun.contexts.portal import api as portal

    parser = argparse.ArgumentParser(prog="liancun publish pack")
    parser.add_argument("records", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True, help="the outside zone's private key (PEM)")
    parser.add_argument("--to", type=Path, required=True, help="the office's public key (PEM)")
    parser.add_argument("--zone", required=True, help="a short name of the outside zone, always the same")
    parser.add_argument("--serial", type=int, required=True)
    told = parser.parse_args(arguments)
    records = [json.loads(line) for line in _bytes(told.records).decode().splitlines() if line.strip()]
    head = portal.Head(told.zone, told.serial, clock.now())
    private = _text(told.key)
    content = portal.packed(head, records, private)
    portal.opened(content, portal.public_of(private))  # what the other side would refuse is refused here
    _write(told.out, portal.sealed(content, _text(told.to)))
    print(f"{len(records)} records signed and sealed")
    return 0


def key_command(arguments: list[str]) -> int:
    """Make a signing key in a new file (readable by this account only) and print its public key."""
    from liancun.contexts.portal import api as portal

    parser = argparse.ArgumentParser(prog="liancun publish key")
    parser.add_argument("--out", type=Path, required=True)
    told = parser.parse_args(arguments)
    if told.out.exists():
        raise OperationError(f"{told.out} is there already; a key is never written over")
    print(portal.public_of(kept_secret(told.out, portal.new_key)), end="")
    return 0


def office_key_command(arguments: list[str]) -> int:
    """Print the public key that returned files are sealed to; its private half is made once in the data folder."""
    from liancun.contexts.portal import api as portal

    parser = argparse.ArgumentParser(prog="liancun publish office-key")
    parser.parse_args(arguments)
    kept = kept_secret(value("LIANCUN_DATA_DIR") / OFFICE_KEY, portal.new_office_key)
    print(portal.office_public_of(kept), end="")
    return 0


def _office(path: Path | None) -> str:
    kept = path or value("LIANCUN_DATA_DIR") / OFFICE_KEY
    if not kept.exists():
        raise OperationError(f"{kept} is not there: make it with liancun publish office-key")
    return _text(kept)


def _former(out: Path, public: str) -> Manifest | None:
    """The earlier export in this folder, whole and by this key. OperationError for anything else that lies there."""
    from liancun.contexts.portal import api as portal

    if not out.exists() or not any(out.iterdir()):
        return None
    faults = verify(out, public)
    if faults:
        raise OperationError(
            f"{out} is not an earlier export as it was signed: {faults[0]}. Use an empty folder."
        )
    return portal.parsed((out / portal.NAME).read_bytes())


def _digests(folder: Path) -> Mapping[str, str]:
    """Path → SHA-256 of every file but the list and its signature."""
    from liancun.contexts.portal import api as portal

    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() not in (portal.NAME, portal.SIGNATURE)
    }


def _private(path: Path | None) -> str:
    from liancun.contexts.portal import api as portal

    if path is not None:
        return _text(path)
    return kept_secret(value("LIANCUN_DATA_DIR") / KEY, portal.new_key)


def _public(path: Path | None) -> str:
    from liancun.contexts.portal import api as portal

    if path is not None:
        return _text(path)
    kept = value("LIANCUN_DATA_DIR") / KEY
    if not kept.exists():
        raise OperationError("there is no key in the data folder: give the public key with --key")
    return portal.public_of(_text(kept))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OperationError(f"{path} cannot be read: {error.strerror}") from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("ascii")
    except UnicodeDecodeError as error:
        raise OperationError(f"{path} is no PEM file") from error


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.write_bytes(content)
    os.replace(draft, path)
