"""`liancun demo`: the database, the pages and the worker together, started in order and stopped in order."""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from liancun.framework.database import launcher
from liancun.project import demo_data
from liancun.project.faults import OperationError
from liancun.project.operations import server_command
from liancun.project.settings_table import mode, value

COUNTIES = ("tieling", "nierong", "xiqing", "songtao", "jiaxian")
HOST = "127.0.0.1"
READY_SECONDS = 60
LOAD_SECONDS = 900  # a county loads and then answers
STOP_SECONDS = 30
RESTARTS = 5
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass
class Part:
    """One process that must keep running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes]
    restarts: int = 0


class _Stopped(Exception):
    """Someone asked the demonstration to stop."""


def main(arguments: list[str]) -> int:
    """Run until Ctrl-C. Raises OperationError or LaunchError with one sentence."""
    told = _arguments(arguments)
    if mode() == "production":
        raise OperationError(
            "LIANCUN_MODE is production: demonstrations are not mixed with a county's own data."
        )
    if told.county == "all":
        return _run_all(told)
    data_dir = _own_folder(told.county)
    _refuse_taken_port(told.port)
    if told.fresh and not demo_data.start_over(data_dir, sure=told.yes):
        return 1
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, _ask_to_stop)
    try:
        return _run(data_dir, told.county, told.port)
    except _Stopped:
        return 0


def _own_folder(county: str) -> Path:
    """A database holds one federation: each county of the demonstration has a data folder of its own."""
    data_dir = Path(value("LIANCUN_DATA_DIR")).resolve()
    if county == COUNTIES[0]:
        return data_dir
    data_dir /= county
    os.environ["LIANCUN_DATA_DIR"] = str(data_dir)
    return data_dir


def _run_all(told: argparse.Namespace) -> int:
    """Every county beside the others, on ports that follow one another, until one ends or all are stopped."""
    if os.environ.get("LIANCUN_DATABASE_URL"):
        raise OperationError(
            "one database holds one county: start them one by one, each with its own LIANCUN_DATABASE_URL."
        )
    if told.fresh and not told.yes:
        raise OperationError("./run demo all --fresh erases five demonstrations: add --yes to say so.")
    for number in range(len(COUNTIES)):
        _refuse_taken_port(told.port + number)
    parts: list[Part] = []
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, _ask_to_stop)
    try:
        for number, county in enumerate(COUNTIES):
            parts.append(
                _start(county, _demo_command(county, told.port + number, told.fresh), {**os.environ})
            )
            _wait_answer(told.port + number, parts, LOAD_SECONDS)
        while all(part.process.poll() is None for part in parts):
            time.sleep(1)
        raise OperationError("one of the demonstrations ended; the reason is above.")
    except _Stopped:
        return 0
    finally:
        _ignore_more_signals()
        _stop(parts)


def _demo_command(county: str, port: int, fresh: bool) -> list[str]:
    command = [sys.executable, "-m", "liancun", "demo", county, "--port", str(port)]
    return [*command, "--fresh", "--yes"] if fresh else command


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    parser.add_argument("county", nargs="?", default="tieling", choices=(*COUNTIES, "all"))
    parser.add_argument("--fresh", action="store_true", help="erase the demonstration's data first (asks)")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--port", type=int, default=value("LIANCUN_PORT"))
    return parser.parse_args(arguments)


def _ask_to_stop(number: int, frame: FrameType | None) -> None:
    raise _Stopped


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise OperationError(
                f"端口 {port} 已被占用，可换一个：./run demo --port {port + 1}"
                f" (port {port} is taken; choose another)"
            ) from None


def _run(data_dir: Path, county: str, port: int) -> int:
    parts: list[Part] = []
    own = not os.environ.get("LIANCUN_DATABASE_URL")
    try:
        if own:
            _say("启动数据库", "starting the database")
            launcher.ensure_running(data_dir)
        environment = _environment(port)
        _prepare(data_dir, county, environment)
        _say("启动服务", "starting the service")
        parts.append(_start("web", server_command(HOST, port, 1), environment))
        parts.append(_start("worker", [sys.executable, "-m", "liancun", "work"], environment))
        _wait_answer(port, parts)
        _greet(data_dir, port)
        _watch(parts, environment, data_dir if own else None)
    finally:
        _ignore_more_signals()
        _stop(parts)
        if own:
            launcher.stop(data_dir)
        _say("已停止，数据保留", "stopped; the data stay")
    return 0


def _environment(port: int) -> dict[str, str]:
    return {
        **os.environ,
        "LIANCUN_DATABASE_URL": value("LIANCUN_DATABASE_URL"),
        "LIANCUN_DATABASE_OWNER_URL": value("LIANCUN_DATABASE_OWNER_URL"),
        "LIANCUN_PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


def _prepare(data_dir: Path, county: str, environment: dict[str, str]) -> None:
    demo_data.drop_half_loaded(data_dir, environment)
    _say("建立数据表", "preparing the tables")
    _must_run("migrate", "--verbosity=0", environment=environment)
    missing = demo_data.missing(data_dir, (county,))
    if not missing:
        return
    _say(f"载入示范数据：{' '.join(missing)}", f"loading the demonstration: {' '.join(missing)}")
    with demo_data.loading(data_dir, missing):
        _must_run("load-demo", *missing, environment=environment)


def _must_run(*arguments: str, environment: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", "liancun", *arguments], env=environment)
    if done.returncode:
        raise OperationError(f"liancun {arguments[0]} failed; the reason is above.")


def _start(name: str, command: list[str], environment: dict[str, str]) -> Part:
    return Part(name, command, _spawn(command, environment))


def _spawn(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C reaches only this process, which then stops all in order.
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_die_with_parent)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)


def _wait_answer(port: int, parts: list[Part], seconds: int = READY_SECONDS) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for part in parts:
            if part.process.poll() is not None:
                raise OperationError(f"the {part.name} process ended at once; the reason is above.")
        if _answers(port):
            return
        time.sleep(0.1)
    raise OperationError(f"the service did not answer on port {port} within {seconds} seconds.")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _greet(data_dir: Path, port: int) -> None:
    accounts = data_dir / "accounts.txt"
    print()
    print(f"  地址 address   http://{HOST}:{port}/")
    print(f"  数据 data      {data_dir}")
    print("  停止 stop      Ctrl-C")
    if accounts.exists():
        print("  账号 accounts")
        print("".join(f"    {line}\n" for line in accounts.read_text(encoding="utf-8").splitlines()), end="")
    print(flush=True)


def _watch(parts: list[Part], environment: dict[str, str], own_data: Path | None) -> None:
    """Start again whatever ended, a few times; raises _Stopped when asked to stop."""
    while True:
        time.sleep(1)
        if own_data is not None and not launcher.running(own_data):
            _say("数据库停了，重新启动", "the database ended: starting it again")
            launcher.ensure_running(own_data)
        for part in parts:
            if part.process.poll() is not None:
                _restart(part, environment)


def _restart(part: Part, environment: dict[str, str]) -> None:
    part.restarts += 1
    if part.restarts > RESTARTS:
        raise OperationError(f"the {part.name} process ended {part.restarts} times; the reason is above.")
    _end_leftovers(part)
    _say(f"{part.name} 停了，重新启动", f"the {part.name} process ended: starting it again")
    part.process = _spawn(part.command, environment)


def _end_leftovers(part: Part) -> None:
    # A killed web server leaves its own workers behind, which would keep the port.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(part.process.pid, signal.SIGKILL)


def _ignore_more_signals() -> None:
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)


def _stop(parts: list[Part]) -> None:
    for part in parts:
        part.process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for part in parts:
        try:
            part.process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.process.kill()
            part.process.wait()
        _end_leftovers(part)


def _say(zh: str, en: str) -> None:
    print(f"· {zh} · {en}" if shutil.get_terminal_size().columns >= 60 else f"· {zh}", flush=True)
