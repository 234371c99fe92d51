"""The embedded database: made once, started again after a crash, closed to the network, two roles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from liancun.framework.database import launcher
from liancun.framework.database.errors import LaunchError
from liancun.framework.database.launcher import Cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    # A path too long for a socket's address, as deep home folders are.
    place = tmp_path_factory.mktemp("deep") / ("a-folder-with-a-long-name-" * 4)
    cluster = launcher.ensure_running(place, durable=False)
    yield cluster
    launcher.stop(place)


def _ask(url: str, query: str) -> object:
    with psycopg.connect(url) as link:
        row = link.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_asking_twice_gives_the_same_server(cluster: Cluster) -> None:
    again = launcher.ensure_running(cluster.data_dir, durable=False)
    assert not again.started_here
    assert again.app_url() == cluster.app_url() == launcher.app_url(cluster.data_dir)


def test_it_listens_on_no_network(cluster: Cluster) -> None:
    assert _ask(cluster.app_url(), "SHOW listen_addresses") == ""
    assert cluster.socket_dir.stat().st_mode & 0o077 == 0


def test_the_serving_role_can_do_little(cluster: Cluster) -> None:
    powers = "SELECT rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert _ask(cluster.app_url(), powers) is False
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _ask(cluster.app_url(), "CREATE TABLE mine (id int)")


def test_the_owner_is_no_superuser_and_may_act_as_the_serving_role(cluster: Cluster) -> None:
    assert _ask(cluster.owner_url(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert _ask(cluster.owner_url(), "SELECT pg_has_role('liancun_owner', 'liancun_app', 'SET')") is True


def test_text_is_kept_as_utf8_and_sorted_by_code(cluster: Cluster) -> None:
    assert _ask(cluster.app_url(), "SHOW server_encoding") == "UTF8"
    assert _ask(cluster.app_url(), "SELECT 'B' < 'a'") is True


def test_it_starts_again_after_a_power_cut(tmp_path: Path) -> None:
    first = launcher.ensure_running(tmp_path)
    with psycopg.connect(first.owner_url()) as link:
        link.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first.kill()
    assert not first.is_running()
    second = launcher.ensure_running(tmp_path)
    try:
        assert _ask(second.owner_url(), "SELECT answer FROM kept") == 42
    finally:
        second.stop()
    assert not launcher.running(tmp_path)


def test_a_number_left_by_a_crash_that_is_another_program_now_does_not_stop_it(tmp_path: Path) -> None:
    first = launcher.ensure_running(tmp_path, durable=False)
    sheets = (first.folder / "postmaster.pid", first.socket_dir / ".s.PGSQL.5432.lock")
    texts = [sheet.read_text() for sheet in sheets]
    first.kill()
    for sheet, text in zip(sheets, texts, strict=True):
        # PostgreSQL itself forgives its parent's number: another one must stand there.
        sheet.write_text("\n".join([str(os.getppid()), *text.splitlines()[1:]]) + "\n")
    second = launcher.ensure_running(tmp_path, durable=False)
    assert second.is_running()
    second.stop()


def test_data_of_another_version_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(LaunchError, match=r"made by PostgreSQL 12 .* --fresh"):
        launcher.ensure_running(tmp_path)
    assert [path.name for path in (tmp_path / "postgres").iterdir()] == ["PG_VERSION"]


def test_a_folder_without_postgresql_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANCUN_PGBIN", str(tmp_path))
    with pytest.raises(LaunchError, match="holds no initdb"):
        launcher.ensure_running(tmp_path / "data")
