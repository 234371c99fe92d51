"""`liancun backup PATH` and `liancun restore PATH`: database and files in one archive that proves itself.

The archive is a tar: `database.sql.gz` (SQL as text, made as the owner), `files/…`, and last `manifest.json` with the
size and SHA-256 of each. Text is read by every PostgreSQL from the floor on, whichever made it; the packed format of a
newer one is not read by an older one. Archives of format 1, which hold `database.dump`, are still restored. The keys of encrypted fields are not in it: they are kept
elsewhere, and without them the encrypted fields stay closed.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import psycopg

from liancun.framework import clock
from liancun.framework.database import launcher, server_binaries
from liancun.project.faults import OperationError
from liancun.project.settings_table import value

FORMAT = 2
DUMP = "database.sql.gz"
PACKED = "database.dump"
FILES = "files/"
MANIFEST = "manifest.json"
PIECE = 1 << 20
# Settings a newer pg_dump begins with and an older server does not know; they are of no use to a restore.
UNKNOWN = frozenset({b"SET transaction_timeout = 0;\n"})


@dataclass(frozen=True)
class Member:
    """One file of the archive; `size` in bytes, `digest` is its SHA-256 in hexadecimal."""

    name: str
    size: int
    digest: str


def backup_command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="liancun backup", description="database and files into one archive")
    parser.add_argument("path", type=Path)
    with _database() as owner_url:
        backup(parser.parse_args(arguments).path, owner_url=owner_url, files_dir=value("LIANCUN_FILES_DIR"))
    return 0


def restore_command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="liancun restore", description="fill an empty database from an archive"
    )
    parser.add_argument("path", type=Path)
    with _database() as owner_url:
        restore(parser.parse_args(arguments).path, owner_url=owner_url, files_dir=value("LIANCUN_FILES_DIR"))
    return 0


def backup(path: Path, *, owner_url: str, files_dir: Path) -> list[Member]:
    """Write the archive at `path`; the old file there stays until the new one is whole.

    Raises OperationError when the dump fails or `path` exists.
    """
    if path.exists():
        raise OperationError(f"{path} is already there; name another file.")
    draft = path.with_name(path.name + ".part")
    try:
        with _private(draft) as sink, tarfile.open(fileobj=sink, mode="w") as archive:
            members = [_add_dump(archive, owner_url, path.parent)]
            members += _add_files(archive, files_dir)
            _add_manifest(archive, members)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    _say(f"wrote {path}: {len(members) - 1} files, {path.stat().st_size / 1e6:.1f} MB")
    return members


def restore(path: Path, *, owner_url: str, files_dir: Path) -> list[Member]:
    """Fill the empty database of `owner_url` and the empty `files_dir` from the archive at `path`.

    Every digest is checked before anything is written. Raises OperationError, with nothing changed, when the
    archive is damaged or when database or folder are not empty.
    """
    _refuse_furnished(owner_url, files_dir)
    files_dir.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=files_dir.parent) as place:
        members = _unpack(path, Path(place))
        _say("filling the database")
        _fill(Path(place), owner_url)
        _say("placing the files")
        if (Path(place) / FILES).is_dir():
            shutil.rmtree(files_dir, ignore_errors=True)
            (Path(place) / FILES).rename(files_dir)
    _say(f"restored {len(members) - 1} files and the database; every digest agreed")
    return members


@contextlib.contextmanager
def _database() -> Iterator[str]:
    """The owner's address; the embedded database is started for the while when it is the one in use."""
    url = value("LIANCUN_DATABASE_OWNER_URL")
    if not url:
        raise OperationError("LIANCUN_DATABASE_OWNER_URL is not set; backups are made and read as the owner.")
    data_dir = value("LIANCUN_DATA_DIR")
    if os.environ.get("LIANCUN_DATABASE_OWNER_URL") or launcher.running(data_dir):
        yield url
        return
    cluster = launcher.ensure_running(data_dir)
    try:
        yield cluster.owner_url()
    finally:
        cluster.stop()


def _add_dump(archive: tarfile.TarFile, owner_url: str, beside: Path) -> Member:
    _say("reading the database")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=beside) as place:
        dump = Path(place) / DUMP
        told = ("--format=plain", "--compress=6", "--no-owner", f"--file={dump}")
        _postgres("pg_dump", f"--dbname={owner_url}", *told)
        return _add(archive, dump, DUMP)


def _fill(place: Path, owner_url: str) -> None:
    """All in one transaction: a fault on the way leaves the database empty."""
    if (place / PACKED).exists():
        packed = f"{place}/{PACKED}"
        _postgres("pg_restore", f"--dbname={owner_url}", "--single-transaction", "--no-owner", packed)
        return
    told = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-")
    command = [str(server_binaries.find() / "psql"), f"--dbname={owner_url}", *told]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        ) as running:
            assert running.stdin is not None
            # It ends before the text does when a statement is refused; what it said follows.
            with contextlib.suppress(BrokenPipeError), running.stdin as sink:
                for piece in _statements(place / DUMP):
                    sink.write(piece)
        said.seek(0)
        _refuse_failed("psql", running.returncode, said.read().decode(errors="replace"))


def _statements(dump: Path) -> Iterator[bytes]:
    """The text of the dump, without the settings of its head that an older server does not know."""
    with gzip.open(dump) as source:
        for line in source:
            if line not in UNKNOWN:
                yield line
            if line.startswith(b"CREATE "):
                break
        while piece := source.read(PIECE):
            yield piece


def _add_files(archive: tarfile.TarFile, files_dir: Path) -> list[Member]:
    paths = sorted(path for path in files_dir.rglob("*") if path.is_file()) if files_dir.is_dir() else []
    _say(f"reading {len(paths)} files")
    return [_add(archive, path, FILES + path.relative_to(files_dir).as_posix()) for path in paths]


def _add(archive: tarfile.TarFile, path: Path, name: str) -> Member:
    with path.open("rb") as source:
        info = tarfile.TarInfo(name)
        info.size = os.fstat(source.fileno()).st_size
        info.mode = 0o600
        counted = _Counted(source)
        archive.addfile(info, counted)
    return Member(name, info.size, counted.digest())


def _add_manifest(archive: tarfile.TarFile, members: list[Member]) -> None:
    sheet = {
        "format": FORMAT,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "members": [asdict(member) for member in members],
    }
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / MANIFEST
        path.write_text(json.dumps(sheet, indent=1, ensure_ascii=False), encoding="utf-8")
        _add(archive, path, MANIFEST)


class _Counted:
    """A reader that keeps the digest of what was read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._sum = source, sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self._sum.update(piece)
        return piece

    def digest(self) -> str:
        return self._sum.hexdigest()


def _unpack(path: Path, place: Path) -> list[Member]:
    """Lay the archive's files under `place`, each checked against the manifest."""
    _say("checking the archive")
    found: dict[str, Member] = {}
    try:
        with tarfile.open(path, mode="r:") as archive:
            for info in archive:
                found[info.name] = _lay(archive, info, place)
    except (OSError, tarfile.TarError) as error:
        raise OperationError(f"{path} cannot be read: {error}.") from None
    wanted = _manifest(place / MANIFEST, path)
    found.pop(MANIFEST, None)
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name) != found.get(name):
            raise OperationError(f"{path} is damaged: {name} is not what the archive's own list says.")
    return list(wanted.values())


def _lay(archive: tarfile.TarFile, info: tarfile.TarInfo, place: Path) -> Member:
    target = (place / info.name).resolve()
    source = archive.extractfile(info) if info.isreg() else None
    if source is None or not target.is_relative_to(place.resolve()):
        raise OperationError(f"the archive holds {info.name!r}, which no backup makes; nothing was restored.")
    target.parent.mkdir(parents=True, exist_ok=True)
    counted = _Counted(source)
    with _private(target) as sink:
        while piece := counted.read(PIECE):
            sink.write(piece)
    return Member(info.name, info.size, counted.digest())


def _manifest(sheet: Path, path: Path) -> dict[str, Member]:
    try:
        told: dict[str, Any] = json.loads(sheet.read_text(encoding="utf-8"))
        members = {each["name"]: Member(**each) for each in told["members"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise OperationError(f"{path} has no list of its own; it is no backup, or was cut off.") from None
    wanted = {1: PACKED, FORMAT: DUMP}.get(told.get("format", 0))
    if wanted not in members:
        raise OperationError(
            f"{path} is a backup of another kind; this program reads formats 1 and {FORMAT}."
        )
    return members


def _refuse_furnished(owner_url: str, files_dir: Path) -> None:
    query = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    try:
        with psycopg.connect(owner_url, connect_timeout=10) as link:
            row = link.execute(query).fetchone()
    except psycopg.OperationalError as error:
        raise OperationError(f"the database does not answer: {str(error).splitlines()[0]}") from None
    if row is not None and row[0]:
        raise OperationError(f"the database already holds {row[0]} tables; restore into an empty one.")
    if files_dir.is_dir() and any(files_dir.iterdir()):
        raise OperationError(f"{files_dir} is not empty; restore into an empty folder.")


def _postgres(program: str, *arguments: str) -> None:
    done = subprocess.run([server_binaries.find() / program, *arguments], capture_output=True, text=True)
    _refuse_failed(program, done.returncode, done.stderr)


def _refuse_failed(program: str, code: int, said: str) -> None:
    if code:
        reason = next((line for line in said.splitlines() if "error" in line.lower()), said.strip())
        raise OperationError(f"{program} failed: {reason}")


@contextlib.contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only this account may read, on the disk when the block ends."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as sink:
        yield sink
        sink.flush()
        os.fsync(sink.fileno())


def _say(line: str) -> None:
    print(f"· {line}", flush=True)
