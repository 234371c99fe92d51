"""Where the keys of persons lie: outside the database and its backups.

`FileStore` is a SQLite file of its own beside the master keys, one row a person, each key wrapped under the master
key in use. A county may put its own store in its place (`LIANCUN_KEY_STORE`: hardware, 国密): a class made with the
path of `LIANCUN_PERSON_KEYS` and the methods of `KeyStore`.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.utils.module_loading import import_string

from liancun.framework.crypto import masters
from liancun.framework.crypto.masters import NONCE, KeyMissing

KEY = 32
_AT_ONCE = 10_000
_TABLES = """
create table if not exists person_key (
    id blob primary key, master text not null, wrapped blob
) without rowid
"""


@dataclass(frozen=True)
class StoreReport:
    """`by_master`: how many living keys each master key wraps. `broken`: living keys that no master key opens."""

    by_master: dict[str, int]
    destroyed: int
    broken: int


class KeyStore(Protocol):
    def make(self, ids: Collection[UUID]) -> dict[UUID, bytes]:
        """The keys of these persons (32 bytes), made where there is none. KeyMissing for a destroyed one."""
        ...

    def read(self, ids: Collection[UUID]) -> dict[UUID, bytes]:
        """The keys that live; those never made or destroyed are left out."""
        ...

    def destroy(self, ids: Collection[UUID]) -> None:
        """For good, and the id is never given a key again."""
        ...

    def is_destroyed(self, id: UUID) -> bool: ...

    def rewrap(self, at_most: int) -> int:
        """Wraps keys anew that are not under the master key in use; gives how many."""
        ...

    def report(self) -> StoreReport: ...


def person_keys() -> KeyStore:
    made: KeyStore = import_string(settings.LIANCUN_KEY_STORE)(Path(settings.LIANCUN_PERSON_KEYS))
    return made


class FileStore:
    """Safe for threads and processes: one connection a thread, writers one after another."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def make(self, ids: Collection[UUID]) -> dict[UUID, bytes]:
        found = self.read(ids)
        missing = [id for id in dict.fromkeys(ids) if id not in found]
        if missing:
            found |= self._make_missing(missing)
        return found

    def _make_missing(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """Looks once more under the lock: another process may have been first."""
        with self._writing() as link:
            known = {row[0]: row for row in _rows(link, ids)}
            if gone := [row for row in known.values() if row[2] is None]:
                raise KeyMissing(f"{len(gone)} of these keys are destroyed and are not made again")
            found = {UUID(bytes=id): _unwrapped(*row) for id, row in known.items()}
            fresh = sorted(id for id in ids if id.bytes not in known)  # in the order in which they lie
            drawn = os.urandom(KEY * len(fresh))
            made = {id: drawn[at * KEY : (at + 1) * KEY] for at, id in enumerate(fresh)}
            link.executemany("insert into person_key (id, master, wrapped) values (?, ?, ?)", _wrapped(made))
        return found | made

    def read(self, ids: Collection[UUID]) -> dict[UUID, bytes]:
        rows = _rows(self._link(), list(ids))
        return {UUID(bytes=row[0]): _unwrapped(*row) for row in rows if row[2] is not None}

    def destroy(self, ids: Collection[UUID]) -> None:
        """The old bytes are overwritten in the file, and the log of writes is emptied."""
        with self._writing() as link:
            link.executemany(
                "insert into person_key (id, master, wrapped) values (?, '', null)"
                " on conflict (id) do update set master = '', wrapped = null",
                [(id.bytes,) for id in ids],
            )
        self._link().execute("pragma wal_checkpoint(truncate)").fetchall()

    def is_destroyed(self, id: UUID) -> bool:
        row = self._link().execute("select wrapped from person_key where id = ?", (id.bytes,)).fetchone()
        return row is not None and row[0] is None

    def rewrap(self, at_most: int) -> int:
        current = masters.keys().current
        with self._writing() as link:
            rows = link.execute(
                "select id, master, wrapped from person_key where master <> ? and wrapped is not null limit ?",
                (current, at_most),
            ).fetchall()
            opened = {UUID(bytes=row[0]): _unwrapped(*row) for row in rows}
            changed = [(master, wrapped, id) for id, master, wrapped in _wrapped(opened)]
            link.executemany("update person_key set master = ?, wrapped = ? where id = ?", changed)
        self._link().execute("pragma wal_checkpoint(truncate)").fetchall()
        return len(rows)

    def report(self) -> StoreReport:
        by_master: dict[str, int] = {}
        destroyed = broken = 0
        for row in self._link().execute("select id, master, wrapped from person_key"):
            if row[2] is None:
                destroyed += 1
                continue
            by_master[row[1]] = by_master.get(row[1], 0) + 1
            broken += not _opens(row)
        return StoreReport(by_master, destroyed, broken)

    def copy(self, to: Path) -> None:
        """A whole copy while others work, for the keys' own backup."""
        os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        target = sqlite3.connect(to)
        try:
            self._link().backup(target)
        finally:
            target.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        link = self._link()
        link.execute("begin immediate")
        try:
            yield link
        except BaseException:
            link.execute("rollback")
            raise
        link.execute("commit")

    def _link(self) -> sqlite3.Connection:
        kept: dict[tuple[int, str], sqlite3.Connection] = _kept.__dict__.setdefault("links", {})
        key = (os.getpid(), str(self._path))
        if key not in kept:
            kept[key] = _connect(self._path)
        return kept[key]


_kept = threading.local()


def _connect(path: Path) -> sqlite3.Connection:
    """In production a store that is gone is a fault to be seen, never an empty new one."""
    if settings.LIANCUN_MODE != "production":
        make_file(path)
    try:
        link = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=60, isolation_level=None
        )
        for pragma in ("synchronous = full", "secure_delete = on"):
            link.execute(f"pragma {pragma}").fetchall()
        link.execute("select 1 from person_key limit 1").fetchall()
    except sqlite3.DatabaseError as error:
        raise KeyMissing("the store of persons' keys is not there or is not one") from error
    return link


def make_file(path: Path) -> None:
    """An empty store, readable by this account only; one that is there stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    link = sqlite3.connect(path, timeout=60, isolation_level=None)
    try:
        link.execute("pragma journal_mode = wal").fetchall()
        link.execute(_TABLES)
    finally:
        link.close()


def _rows(link: sqlite3.Connection, ids: Sequence[UUID]) -> list[tuple[bytes, str, bytes | None]]:
    found: list[tuple[bytes, str, bytes | None]] = []
    for first in range(0, len(ids), _AT_ONCE):
        part = [id.bytes for id in ids[first : first + _AT_ONCE]]
        marks = ",".join("?" * len(part))
        found += link.execute(f"select id, master, wrapped from person_key where id in ({marks})", part)
    return found


def _wrapped(made: dict[UUID, bytes]) -> list[tuple[bytes, str, bytes]]:
    held = masters.keys()
    cipher = held.ciphers[held.current]
    nonces = os.urandom(NONCE * len(made))
    rows = []
    for at, (id, key) in enumerate(made.items()):
        nonce = nonces[at * NONCE : (at + 1) * NONCE]
        rows.append((id.bytes, held.current, nonce + cipher.encrypt(nonce, key, b"person:" + id.bytes)))
    return rows


def _unwrapped(id: bytes, master: str, wrapped: bytes | None) -> bytes:
    cipher = masters.keys().ciphers.get(master)
    if cipher is None or wrapped is None:
        raise KeyMissing(f"the keys file has no key {master}, which wraps a person's key")
    try:
        return cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], b"person:" + id)
    except InvalidTag as error:
        raise KeyMissing(f"the key {master} does not open a person's key") from error


def _opens(row: tuple[bytes, str, bytes | None]) -> bool:
    try:
        _unwrapped(*row)
    except KeyMissing:
        return False
    return True
