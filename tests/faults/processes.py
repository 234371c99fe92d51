"""The program's own processes, started beside the test, killed by their own ids and started again."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import parse_qsl, unquote, urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.db import connections

from liancun.project.operations import server_command
from liancun.project.settings_table import value

WORK = [sys.executable, "-m", "liancun", "work"]
HOST = "127.0.0.1"
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


class Part:
    """A process group of our own; what it says goes into `log`."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.command, self.environment, self.log = command, environment, log
        self.process = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as sink:
            return subprocess.Popen(
                self.command,
                env=self.environment,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL for the whole group, which is this process and those it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start(self) -> None:
        if not self.alive():
            self.process = self._spawn()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)


def environment(app_url: str, **more: str) -> dict[str, str]:
    """This process's settings, with another database."""
    names = ("LIANCUN_FIELD_KEYS_FILE", "LIANCUN_PERSON_KEYS")
    keys = {name: str(value(name)) for name in names}
    return {**os.environ, **keys, "LIANCUN_DATABASE_URL": app_url, "LIANCUN_DATABASE_OWNER_URL": "", **more}


def address(alias: str, name: str) -> str:
    """URL of another database on the tests' server."""
    setting = {"default": "LIANCUN_DATABASE_URL", "owner": "LIANCUN_DATABASE_OWNER_URL"}[alias]
    return urlsplit(str(value(setting)))._replace(path=f"/{name}").geturl()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def web(port: int, environment: dict[str, str], log: Path) -> Part:
    return Part(server_command(HOST, port, 1), environment, log)


def wait_for(what: Callable[[], bool], seconds: float, why: str) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, f"not within {seconds} s: {why}"
        time.sleep(0.05)


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@contextmanager
def pointed(app_url: str) -> Iterator[None]:
    """Connects this process to another server for the while."""
    parts = urlsplit(app_url)
    there = {
        "HOST": dict(parse_qsl(parts.query)).get("host", parts.hostname or ""),
        "NAME": unquote(parts.path.lstrip("/")),
    }
    before = {
        alias: {key: connections[alias].settings_dict[key] for key in there} for alias in ("default", "aside")
    }
    _point(dict.fromkeys(before, there))
    try:
        yield
    finally:
        _point(before)


def _point(targets: dict[str, dict[str, str]]) -> None:
    connections.close_all()
    for alias, target in targets.items():
        connections[alias].settings_dict.update(target)
        settings.DATABASES[alias].update(target)
