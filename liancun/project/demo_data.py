"""What of the demonstration is already loaded, and starting over."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from liancun.framework.database import launcher, server_account
from liancun.project.faults import OperationError

LOADED = "demo-loaded.json"
LOADING = "demo-loading"
# The tests' database and the other counties' demonstrations live beside it.
KEPT = {"test", "nierong", "xiqing", "songtao", "jiaxian"}


def missing(data_dir: Path, counties: Sequence[str]) -> list[str]:
    """Those of `counties` that are not loaded yet."""
    have = _loaded(data_dir)
    return [name for name in counties if name not in have]


@contextlib.contextmanager
def loading(data_dir: Path, counties: Sequence[str]) -> Iterator[None]:
    """Remember that a load has begun, and when it is whole."""
    (data_dir / LOADING).write_text(" ".join(counties))
    yield
    (data_dir / LOADED).write_text(json.dumps([*_loaded(data_dir), *counties]))
    (data_dir / LOADING).unlink()


def drop_half_loaded(data_dir: Path, environment: Mapping[str, str]) -> None:
    """A load that was interrupted left a database that is worth nothing: make an empty one."""
    if not (data_dir / LOADING).exists():
        return
    owner = environment["LIANCUN_DATABASE_OWNER_URL"]
    if owner != launcher.owner_url(data_dir):
        raise OperationError(
            "the last load was interrupted: empty the database of LIANCUN_DATABASE_URL first."
        )
    print("· 上次载入未完成，从头开始 · the last load was interrupted: starting over", flush=True)
    with psycopg.connect(launcher.owner_url(data_dir, "postgres"), autocommit=True) as link:
        name = sql.Identifier(launcher.DATABASE)
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    launcher.ensure_running(data_dir)  # makes the empty database
    shutil.rmtree(data_dir / "files", ignore_errors=True)
    (data_dir / LOADED).unlink(missing_ok=True)
    (data_dir / LOADING).unlink()


def start_over(data_dir: Path, *, sure: bool) -> bool:
    """Erase everything but the tests' folder; asks unless `sure`. False when the person says no."""
    if not data_dir.exists():
        return True
    if not sure and not _agreed(data_dir):
        print("· 未作改动 · nothing was changed")
        return False
    if launcher.running(data_dir):
        launcher.stop(data_dir)
    elsewhere = server_account.home(data_dir)
    for path in [*data_dir.iterdir(), *([elsewhere] if elsewhere != data_dir else [])]:
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    return True


def _agreed(data_dir: Path) -> bool:
    if not sys.stdin.isatty():
        raise OperationError("--fresh asks before erasing; without a terminal say --yes as well.")
    answer = input(
        f"将清除 {data_dir} 中的全部示范数据，是否继续？ Erase all demonstration data there? [y/N] "
    )
    return answer.strip().lower() in {"y", "yes", "是"}


def _loaded(data_dir: Path) -> list[str]:
    try:
        found = json.loads((data_dir / LOADED).read_text())
    except (OSError, ValueError):
        return []
    return [str(name) for name in found]
