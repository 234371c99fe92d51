"""What operators run by hand or under a service manager, thin over the tools that do it."""

from __future__ import annotations

import argparse
import os
import sys

from liancun.project import settings_table
from liancun.project.faults import OperationError
from liancun.project.settings_table import value

SERVER = "liancun.project.wsgi:application"


def serve(arguments: list[str]) -> int:
    """Become the web server. It stops when told; a service manager starts it again."""
    parser = argparse.ArgumentParser(prog="liancun serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=value("LIANCUN_PORT"))
    parser.add_argument("--workers", type=int, default=2)
    told = parser.parse_args(arguments)
    settings_table.refuse_unsafe()
    os.execv(sys.executable, server_command(told.host, told.port, told.workers))


def server_command(host: str, port: int, workers: int) -> list[str]:
    """The command line of the web server (granian, WSGI)."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4"),
        *("--backpressure", "64", "--respawn-failed-workers", "--workers-kill-timeout", "10"),
        *("--no-access-log", "--log-level", "warning", SERVER),
    ]


def work(arguments: list[str]) -> int:
    """Work on jobs until told to stop; the jobs of a killed worker are taken up again by the next."""
    from liancun.framework import jobs

    parser = argparse.ArgumentParser(prog="liancun work")
    parser.add_argument("--concurrency", type=int, default=4)
    told = parser.parse_args(arguments)
    settings_table.refuse_unsafe()
    jobs.run_worker(concurrency=told.concurrency)
    return 0


def migrate(arguments: list[str]) -> int:
    """Bring the tables up to date as the owner; the serving role may not."""
    from django.conf import settings

    if "owner" not in settings.DATABASES:
        raise OperationError("LIANCUN_DATABASE_OWNER_URL is not set; migrations run as the database's owner.")
    _call("migrate", "--database=owner", "--noinput", *arguments)
    return 0


def load_demo(arguments: list[str]) -> int:
    """Fill an empty database with the named demonstration counties."""
    from liancun.demo import load

    load.load(arguments or ["tieling"])
    return 0


def shell(arguments: list[str]) -> int:
    _call("shell", *arguments)
    return 0


def django(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["liancun django", *arguments])
    return 0


def _call(name: str, *arguments: str) -> None:
    from django.core.management import call_command

    call_command(name, *arguments)
