"""Databases for tests: one migrated template, cloned; always used as the serving role, never as its owner."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connections

from liancun.framework.database import launcher
from liancun.project.settings_table import value

if TYPE_CHECKING:
    from liancun.demo.world import World

TEMPLATE = "liancun_template"
CLUSTER = pytest.StashKey[launcher.Cluster]()
LINK = pytest.StashKey[psycopg.Connection[Any]]()


def pytest_configure(config: pytest.Config) -> None:
    if value("LIANCUN_MODE") != "test":
        raise pytest.UsageError("tests run with LIANCUN_MODE=test: use ./run test")
    if not os.environ.get("LIANCUN_DATABASE_URL"):
        cluster = launcher.ensure_running(Path(value("LIANCUN_DATA_DIR")), durable=False)
        config.stash[CLUSTER] = cluster
        # Held to the end: it tells another run that this one still needs the server.
        config.stash[LINK] = psycopg.connect(cluster.superuser_url(), autocommit=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops the server this run started, unless another run has come to use it meanwhile."""
    cluster, link = config.stash.get(CLUSTER, None), config.stash.get(LINK, None)
    if cluster is None or link is None:
        return
    connections.close_all()
    with link:
        needed = not cluster.started_here or _others(link)
    if not needed:
        cluster.stop()


def _others(link: psycopg.Connection[Any]) -> bool:
    query = "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
    return link.execute(query).fetchone() is not None


@pytest.fixture(scope="session")
def worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def template(django_db_blocker: Any, worker: str) -> Iterator[str]:
    """The name of a database with every migration and the demonstration playbook, made by its owner."""
    from liancun.demo import small
    from liancun.framework.testing_databases import build_template

    with django_db_blocker.unblock():
        yield build_template(f"{TEMPLATE}_{worker}", furnish=small.build)


@pytest.fixture(scope="session")
def _shared_clone(template: str) -> Iterator[str]:
    from liancun.framework.testing_databases import cloned

    with cloned(template) as name:
        yield name


@pytest.fixture
def db(_shared_clone: str) -> Iterator[None]:
    """A transaction that is undone; constraints that wait for a commit are made to speak by the test."""
    from liancun.framework.testing_databases import undone, using

    with using(_shared_clone), undone():
        yield


@pytest.fixture
def world(db: None) -> World:
    """The people and bodies of the small federation, in the test's undone transaction."""
    return _world()


@pytest.fixture
def cloned_world(clone: str) -> World:
    """The same in the test's own database, where commits are real."""
    return _world()


def _world() -> World:
    from liancun.demo import world
    from liancun.framework.testing import as_system

    with as_system():
        return world.find()


@pytest.fixture
def clone(template: str) -> Iterator[str]:
    """A database of one's own: commits are real, two connections can race, and it is dropped, never flushed."""
    from liancun.framework.testing_databases import cloned, using

    with cloned(template) as name, using(name):
        yield name


@pytest.fixture
def empty(worker: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of one's own with tables and playbook but nobody in it."""
    from liancun.framework.testing_databases import build_template, cloned, using

    with (
        django_db_blocker.unblock(),
        cloned(build_template(f"liancun_empty_{worker}", furnish=lambda: None)) as name,
        using(name),
    ):
        yield name


@pytest.fixture
def app_connection(clone: str) -> Iterator[psycopg.Connection[Any]]:
    """A second, raw connection as liancun_app to the test's own clone."""
    from liancun.framework.testing_databases import connect_app

    with connect_app(clone) as connection:
        yield connection


@pytest.fixture(autouse=True)
def _fresh_process_state() -> None:
    from liancun.framework import todo
    from liancun.framework.web import ratelimit

    ratelimit.forget()
    todo.forget()
