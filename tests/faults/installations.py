"""One whole installation for a test: a durable database of its own and a web server, killed and started again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

from liancun.framework.database import launcher
from liancun.framework.database.launcher import Cluster
from liancun.project.backup import backup, restore
from tests.faults import processes
from tests.faults.processes import Part


@dataclass
class Installation:
    cluster: Cluster
    web: Part
    port: int
    environment: dict[str, str]

    def kill_web(self) -> None:
        self.web.kill()

    def kill_database(self) -> None:
        self.cluster.kill()

    def kill_both(self) -> None:
        self.web.kill()
        self.cluster.kill()

    def revive(self) -> None:
        """What the supervisor does: start again whatever ended."""
        connections.close_all()
        self.cluster = launcher.ensure_running(self.cluster.data_dir)
        self.web.start()
        processes.wait_for(lambda: processes.answers(self.port), 60, "the web server answers again")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.cluster.superuser_url(launcher.DATABASE)) as link:
            return list(link.execute(query).fetchall())


@contextmanager
def moved(clone: str, folder: Path) -> Iterator[Cluster]:
    """The test's database, moved from the tests' server to a durable one; this process is connected to it as well."""
    backup(folder / "world.tar", owner_url=processes.address("owner", clone), files_dir=folder / "none")
    cluster = launcher.ensure_running(folder / "data", durable=True)
    try:
        restore(folder / "world.tar", owner_url=cluster.owner_url(), files_dir=folder / "files")
        with processes.pointed(cluster.app_url()):
            yield cluster
    finally:
        launcher.stop(folder / "data")


@contextmanager
def installed(clone: str, folder: Path) -> Iterator[Installation]:
    """The test's world on a durable database, with a web server."""
    with moved(clone, folder) as cluster:
        port = processes.free_port()
        told = processes.environment(
            cluster.app_url(), LIANCUN_PORT=str(port), LIANCUN_FILES_DIR=str(folder / "files")
        )
        web = processes.web(port, told, folder / "web.log")
        try:
            processes.wait_for(lambda: processes.answers(port), 60, "the web server answers")
            yield Installation(cluster, web, port, told)
        finally:
            web.kill()
