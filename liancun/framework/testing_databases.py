"""Makes, clones and drops the databases of tests. Cloning a migrated template takes a fraction of a second."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from psycopg import sql

from liancun.framework import playbook
from liancun.framework.testing import as_system

_ALIASES = ("default", "aside", "owner")

MIGRATED = "liancun_migrated_"
KEPT = 5
# Any change of these makes other tables; any change of those other rows in them.
SCHEMA = (
    "liancun/**/migrations/*.py",
    "liancun/framework/database/operations.py",
    "liancun/framework/database/ranges.py",
)
FURNITURE = ("playbooks/**/*.toml", "liancun/demo/*.py")


def build_template(name: str, *, furnish: Callable[[], object]) -> str:
    """The tables, the demonstration playbook and what `furnish` adds; kept while none of their sources changes."""
    wanted = f"{name}_{_fingerprint(*SCHEMA, *FURNITURE)}"
    if not _exists(wanted):
        _drop_like(f"{name}_")
        draft = f"{wanted}_draft"
        _as_owner("drop database if exists {} with (force)", draft)
        with _alone():
            _as_owner("create database {} template " + _migrated(), draft)
        with using(draft), as_system():
            playbook.apply(Path(settings.LIANCUN_PLAYBOOKS_DIR) / "tieling")
            furnish()
        _as_owner("alter database {} rename to " + wanted, draft)
    return wanted


def _migrated() -> str:
    """A database with tables only, one for all runs; where migrations were only added, it is an older one's copy."""
    wanted = f"{MIGRATED}{_fingerprint(*SCHEMA)}"
    if not _exists(wanted):
        sources, draft = _sources(*SCHEMA), f"{wanted}_draft"
        _as_owner("drop database if exists {} with (force)", draft)
        older = [one for one, applied in _known() if applied.items() <= sources.items()]
        if older:
            _as_owner("create database {} template " + older[-1], draft)
        else:
            _create(draft)
        with using(draft):
            call_command("migrate", database="owner", verbosity=0)
        for one, _applied in _known()[:-KEPT]:
            drop(one)
        _remark(draft, json.dumps(sources))
        _as_owner("alter database {} rename to " + wanted, draft)
    return wanted


def _known() -> list[tuple[str, dict[str, str]]]:
    """Databases with tables only, each with the sources it was made from; the newest last."""
    query = """
        select datname, shobj_description(oid, 'pg_database') from pg_database
        where starts_with(datname, %s) order by oid
    """
    with psycopg.connect(**_target("owner", "postgres"), autocommit=True) as connection:
        rows = connection.execute(query, [MIGRATED]).fetchall()
    return [(name, json.loads(sources)) for name, sources in rows if sources]


def _remark(name: str, text: str) -> None:
    with psycopg.connect(**_target("owner", "postgres"), autocommit=True) as connection:
        statement = sql.SQL("comment on database {} is {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Literal(text)))


@contextmanager
def _alone() -> Iterator[None]:
    """One run at a time, whatever the number of workers on this server."""
    with psycopg.connect(**_target("owner", "postgres"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext(%s))", [MIGRATED])
        yield


def filled(name: str, template: str, *, prefix: str, fill: Callable[[], object]) -> None:
    """A copy of the template with more in it, kept under this name; older ones of the prefix are dropped."""
    if _exists(name):
        return
    _drop_like(prefix)
    _as_owner("create database {} template " + template, f"{name}_draft")
    with using(f"{name}_draft"):
        fill()
    analyse(f"{name}_draft")
    _as_owner(f"alter database {{}} rename to {name}", f"{name}_draft")


@contextmanager
def cloned(template: str) -> Iterator[str]:
    name = f"liancun_clone_{uuid.uuid4().hex[:12]}"
    _as_owner("create database {} template " + template, name)
    try:
        yield name
    finally:
        drop(name)


@contextmanager
def using(name: str) -> Iterator[None]:
    """Points every connection of this process at the database."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in _ALIASES}
    _point(dict.fromkeys(_ALIASES, name))
    try:
        yield
    finally:
        _point(before)


def _point(names: dict[str, str]) -> None:
    connections.close_all()
    for alias, name in names.items():
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def connect_app(name: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(**_target("default", name)) as connection:
        yield connection


def connect_again(name: str) -> psycopg.Connection[Any]:
    return psycopg.connect(**_target("default", name), autocommit=True)


def connect_owner(name: str) -> psycopg.Connection[Any]:
    """The owner, for controls that take a guard away to show what it is for."""
    return psycopg.connect(**_target("owner", name), autocommit=True)


def _target(alias: str, name: str) -> dict[str, Any]:
    about = settings.DATABASES[alias]
    given = {
        "host": about["HOST"],
        "user": about["USER"],
        "password": about["PASSWORD"],
        "port": about["PORT"],
    }
    return {key: value for key, value in given.items() if value} | {"dbname": name}


def analyse(name: str) -> None:
    """Tells the planner what a freshly filled database holds, as the server's own vacuum would in a minute."""
    with connect_owner(name) as connection:
        connection.execute("analyze")


def _create(name: str) -> None:
    _as_owner("create database {} template template0 encoding 'UTF8' locale 'C.UTF-8'", name)
    with psycopg.connect(**_target("owner", name), autocommit=True) as connection:
        connection.execute("create extension if not exists btree_gist")


def _exists(name: str) -> bool:
    with psycopg.connect(**_target("owner", "postgres"), autocommit=True) as connection:
        return (
            connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None
        )


def _drop_like(prefix: str) -> None:
    with psycopg.connect(**_target("owner", "postgres"), autocommit=True) as connection:
        rows = connection.execute("select datname from pg_database where starts_with(datname, %s)", [prefix])
        names = [row[0] for row in rows]
    for name in names:
        drop(name)


def drop(name: str) -> None:
    """A vacuum of the server's own cannot be ended by the owner: it ends by itself in a moment."""
    for _ in range(50):
        try:
            return _as_owner("drop database if exists {} with (force)", name)
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.2)
    _as_owner("drop database if exists {} with (force)", name)


def _as_owner(statement: str, name: str) -> None:
    with psycopg.connect(**_target("owner", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _fingerprint(*patterns: str) -> str:
    told = json.dumps(_sources(*patterns), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _sources(*patterns: str) -> dict[str, str]:
    """Each file with a digest of what it says."""
    root = Path(settings.ROOT)
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for pattern in patterns
        for path in sorted(root.glob(pattern))
    }
