"""Getting the installer (uv) onto a machine whose Python may not even have pip."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tools import environment
from tools.say import say, stop

LIST = "requirements-setup.txt"
WHEELS = Path("/usr/share/python-wheels")
NO_NETWORK = (
    "Could not connect",
    "Connection refused",
    "Failed to fetch",
    "Name or service not known",
    "Network is unreachable",
    "NewConnectionError",
    "No matching distribution found",
    "Temporary failure",
    "client error (Connect)",
    "dns error",
    "error sending request",
    "timed out",
)


def ensure(root: Path) -> Path:
    """The uv program inside .cache, installed from its hashed list when that changed."""
    mark = sha256((root / LIST).read_bytes()).hexdigest()[:12]
    folder = root / ".cache" / f"installer-{mark}"
    program = folder / "bin" / "uv"
    if not program.exists():
        say("获取安装工具", "fetching the installer")
        _fetch(root, folder)
    return program


def _fetch(root: Path, folder: Path) -> None:
    draft = folder.with_name(folder.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.parent.mkdir(parents=True, exist_ok=True)
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    done = subprocess.run(
        [*_pip(root), "install", *options, "--target", str(draft), "-r", str(root / LIST)],
        env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        environment.refuse_install(done.stderr + done.stdout)
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def _pip(root: Path) -> list[str]:
    """A command that behaves like pip: Python's own, a bundled wheel's, or Debian's wheel fetched for us."""
    if _runs(sys.executable, "-m", "pip", "--version"):
        return [sys.executable, "-m", "pip"]
    for folder in (WHEELS, root / ".cache" / "pip" / WHEELS.relative_to("/")):
        if wheel := _wheel_in(folder):
            return wheel
    if _runs(sys.executable, "-m", "ensurepip", "--version"):
        place = root / ".cache" / "pip-venv"
        if _runs(sys.executable, "-m", "venv", "--clear", str(place)):
            return [str(place / "bin" / "python"), "-m", "pip"]
    return _from_debian(root)


def _wheel_in(folder: Path) -> list[str] | None:
    found = sorted(folder.glob("pip-*.whl"))
    return [sys.executable, str(found[-1] / "pip")] if found else None


def _from_debian(root: Path) -> list[str]:
    """Debian's python3-pip-whl, downloaded without root into .cache and unpacked there."""
    say("这台机器的 Python 没有 pip，从 Debian 获取", "this Python has no pip: getting Debian's")
    place = root / ".cache" / "pip"
    lists, cache = place / "lists", place / "archives"
    for folder in (lists / "partial", cache / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    private = ["-qq", "-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={place}"]
    private += ["-o", f"Dir::Cache::Archives={cache}", "-o", "APT::Sandbox::User=root"]
    private += ["-o", "Debug::NoLocking=1"]
    fetched = _runs("apt-get", *private, "update") and _runs(
        "apt-get", *private, "download", "python3-pip-whl", cwd=cache
    )
    packages = sorted(cache.glob("python3-pip-whl_*.deb"))
    unpacked = fetched and packages and _runs("dpkg-deb", "-x", str(packages[-1]), str(place))
    if unpacked and (wheel := _wheel_in(place / WHEELS.relative_to("/"))):
        return wheel
    stop(
        "这台机器的 Python 没有 pip，也无法从软件源获取：请检查网络，或执行 apt-get install python3-pip。",
        "This Python has no pip and none could be fetched: check the network, or apt-get install python3-pip.",
    )


def _runs(*command: str, cwd: Path | None = None) -> bool:
    try:
        return subprocess.run(command, cwd=cwd, capture_output=True).returncode == 0
    except OSError:
        return False
