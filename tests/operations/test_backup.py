"""A backup holds the database and the files, and proves it before anything is restored."""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from liancun.framework.database import launcher, server_binaries
from liancun.framework.database.launcher import Cluster
from liancun.project.backup import DUMP, MANIFEST, PACKED, _statements, backup, restore
from liancun.project.faults import OperationError

TABLES = """
    CREATE TABLE note (id int PRIMARY KEY, text text);
    ALTER TABLE note ENABLE ROW LEVEL SECURITY;
    CREATE POLICY nobody ON note USING (false);
    GRANT SELECT ON note TO liancun_app;
    INSERT INTO note SELECT n, '示范' || n FROM generate_series(1, 500) n;
"""


@dataclass(frozen=True)
class County:
    """A database of its own and a folder of files."""

    url: str
    files: Path

    def rows(self) -> list[tuple[int, str]]:
        with psycopg.connect(self.url) as link:
            return link.execute("SELECT id, text FROM note ORDER BY id").fetchall()

    def tables(self) -> int:
        with psycopg.connect(self.url) as link:
            row = link.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert row is not None
        return int(row[0])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = launcher.ensure_running(tmp_path_factory.mktemp("postgres"), durable=False)
    yield cluster
    cluster.stop()


@pytest.fixture
def county(cluster: Cluster, tmp_path: Path) -> Iterator[County]:
    yield from _county(cluster, "county", tmp_path / "county")


@pytest.fixture
def empty(cluster: Cluster, tmp_path: Path) -> Iterator[County]:
    yield from _county(cluster, "empty", tmp_path / "empty")


def _county(cluster: Cluster, name: str, files: Path) -> Iterator[County]:
    with psycopg.connect(cluster.owner_url("postgres"), autocommit=True) as link:
        link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield County(cluster.owner_url(name), files)
        link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def archive(county: County, tmp_path: Path) -> Path:
    with psycopg.connect(county.url) as link:
        link.execute(TABLES)
    (county.files / "ab").mkdir(parents=True)
    (county.files / "ab" / "cdef").write_bytes(b"a quotation" * 1000)
    path = tmp_path / "county.tar"
    backup(path, owner_url=county.url, files_dir=county.files)
    return path


def test_what_was_backed_up_comes_back(county: County, empty: County, archive: Path) -> None:
    restore(archive, owner_url=empty.url, files_dir=empty.files)
    assert empty.rows() == county.rows()
    assert (empty.files / "ab" / "cdef").read_bytes() == (county.files / "ab" / "cdef").read_bytes()


def test_policies_and_grants_come_back(cluster: Cluster, empty: County, archive: Path) -> None:
    restore(archive, owner_url=empty.url, files_dir=empty.files)
    with psycopg.connect(cluster.app_url("empty")) as link:
        assert link.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_it_is_text_that_every_supported_server_reads(empty: County, archive: Path, tmp_path: Path) -> None:
    """Older servers know nothing of the settings a newer dump begins with; rows that look like one stay."""
    with tarfile.open(archive) as tar:
        tar.extract(DUMP, tmp_path, filter="data")
    head = b"".join(_statements(tmp_path / DUMP)).partition(b"CREATE ")[0]
    assert b"SET statement_timeout = 0;\n" in head
    assert b"transaction_timeout" not in head


def test_an_archive_of_the_former_kind_still_comes_back(
    county: County, empty: County, archive: Path, tmp_path: Path
) -> None:
    packed = tmp_path / PACKED
    told = ("--format=custom", "--no-owner", f"--file={packed}")
    subprocess.run([server_binaries.find() / "pg_dump", f"--dbname={county.url}", *told], check=True)
    member = {
        "name": PACKED,
        "size": packed.stat().st_size,
        "digest": sha256(packed.read_bytes()).hexdigest(),
    }
    (tmp_path / MANIFEST).write_text(json.dumps({"format": 1, "made_at": "", "members": [member]}))
    with tarfile.open(tmp_path / "older.tar", "w") as tar:
        for name in (PACKED, MANIFEST):
            tar.add(tmp_path / name, name)
    restore(tmp_path / "older.tar", owner_url=empty.url, files_dir=empty.files)
    assert empty.rows() == county.rows()


def test_only_this_account_may_read_it(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_it_never_overwrites(county: County, archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(OperationError, match="already there"):
        backup(archive, owner_url=county.url, files_dir=county.files)
    assert archive.read_bytes() == before


def test_it_refuses_a_changed_byte(empty: County, archive: Path) -> None:
    whole = bytearray(archive.read_bytes())
    place = whole.index(b"a quotation")
    whole[place] ^= 1
    archive.write_bytes(whole)
    _refuses(archive, empty, "damaged: files/ab/cdef")


def test_it_refuses_a_cut_archive(empty: County, archive: Path) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: whole.index(MANIFEST.encode())])
    _refuses(archive, empty, "no list of its own|cannot be read")


def test_it_refuses_a_name_that_leads_outside(empty: County, archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive, "a") as tar:
        tar.addfile(tarfile.TarInfo("../outside"))
    _refuses(archive, empty, "no backup makes")
    assert not list(tmp_path.rglob("outside"))


def test_it_refuses_a_database_that_holds_tables(county: County, archive: Path, tmp_path: Path) -> None:
    before = county.rows()
    with pytest.raises(OperationError, match="already holds 1 tables"):
        restore(archive, owner_url=county.url, files_dir=tmp_path / "elsewhere")
    assert county.rows() == before
    assert not (tmp_path / "elsewhere").exists()


def test_it_refuses_a_folder_that_holds_files(empty: County, archive: Path) -> None:
    empty.files.mkdir()
    (empty.files / "mine").write_text("stays")
    with pytest.raises(OperationError, match="not empty"):
        restore(archive, owner_url=empty.url, files_dir=empty.files)
    assert [path.name for path in empty.files.iterdir()] == ["mine"]
    assert empty.tables() == 0


def _refuses(archive: Path, empty: County, reason: str) -> None:
    with pytest.raises(OperationError, match=reason):
        restore(archive, owner_url=empty.url, files_dir=empty.files)
    assert empty.tables() == 0
    assert not empty.files.exists()
