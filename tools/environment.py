"""The Python environment in .venv, installed from the hashed lists; quick when nothing changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

from tools import installer
from tools.say import say, stop

Set = Literal["run", "dev"]
LISTS: dict[Set, str] = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
ROOM = {"run": 900, "dev": 1500}  # MB on disk, with the caches of a first time


def ensure(root: Path, which: Set) -> None:
    """Make or renew .venv when its stamp says that it is not what the lists say."""
    kept = _stamp(root)
    if which == "run" and kept.get("set") == "dev":
        which = "dev"  # the larger set holds the smaller: going back and forth costs nothing
    wanted = {"set": which, "digest": _digest(root, which), "python": sys.version.split()[0]}
    if kept == wanted and (root / ".venv" / "bin" / "python").exists():
        return
    _refuse_full_disk(root, which)
    _ensure_venv(root, fresh=kept.get("python") not in {None, wanted["python"]})
    uv = installer.ensure(root)
    _install(root, uv, which)
    (root / ".venv" / "liancun.json").write_text(json.dumps(wanted))


def _stamp(root: Path) -> dict[str, str]:
    try:
        found = json.loads((root / ".venv" / "liancun.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(root: Path, which: Set) -> str:
    return sha256((root / LISTS[which]).read_bytes()).hexdigest()


def _refuse_full_disk(root: Path, which: Set) -> None:
    free = shutil.disk_usage(root).free // 1_000_000
    if free < ROOM[which]:
        stop(
            f"磁盘空间不足：安装约需 {ROOM[which]} MB，{root} 只剩 {free} MB。",
            f"Not enough disk space: installing takes about {ROOM[which]} MB and {root} has {free} MB left.",
        )


def _ensure_venv(root: Path, *, fresh: bool) -> None:
    venv = root / ".venv"
    if (venv / "bin" / "python").exists() and not fresh:
        return
    say("建立 Python 环境（.venv）", "making the Python environment (.venv)")
    # Without pip: Debian's bare python3 has no ensurepip, and the installer brings its own way.
    command = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(venv)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        stop(
            f"无法建立 .venv：{last_line(done.stderr + done.stdout)}",
            f"The environment .venv cannot be made: {last_line(done.stderr + done.stdout)}",
        )


def _install(root: Path, uv: Path, which: Set) -> None:
    say(f"安装依赖包（{LISTS[which]}）", f"installing packages ({LISTS[which]})")
    run_installer(
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", ".venv/bin/python", LISTS[which]], root
    )


def run_installer(command: Sequence[str | Path], root: Path) -> None:
    done = subprocess.run(command, cwd=root, env=installer_environment(root), capture_output=True, text=True)
    if done.returncode:
        refuse_install(done.stderr + done.stdout)


def installer_environment(root: Path) -> Mapping[str, str]:
    chosen = {**os.environ, "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "hardlink")}
    chosen.pop("VIRTUAL_ENV", None)
    if mirror := os.environ.get("PIP_INDEX_URL"):
        chosen.setdefault("UV_DEFAULT_INDEX", mirror)
    if not os.access(Path.home(), os.W_OK):
        chosen.setdefault("UV_CACHE_DIR", str(root / ".cache" / "uv"))
    return chosen


def refuse_install(output: str) -> None:
    if "No space left" in output or "Disk quota" in output:
        stop("磁盘空间不足，安装未完成。", "The disk is full; the packages were not installed.")
    if any(sign in output for sign in installer.NO_NETWORK):
        stop(
            "连不上软件包仓库：请检查网络，或用 UV_DEFAULT_INDEX 指定镜像后重试。",
            "The package registry cannot be reached: check the network, or name a mirror in UV_DEFAULT_INDEX.",
        )
    sys.stderr.write(output)
    stop("依赖包安装失败，原因见上。", "The packages could not be installed; the reason is above.")


def last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"
