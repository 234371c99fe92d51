"""The Debian packages the tests need: installed for root, named for everyone else."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys

from tools.environment import last_line
from tools.say import say, stop

SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ATOMIC = ("/usr/lib/*/libatomic.so.1", "/usr/lib64/libatomic.so.1", "/lib/*/libatomic.so.1")
APT = ("apt-get", "install", "-y", "--no-install-recommends")


def ensure_test_packages(*, quiet: bool = False) -> None:
    """Install chromium, a Chinese font, libatomic1 and hledger as root; otherwise stop with the one line."""
    missing = _missing()
    if missing:
        _install(missing, quiet=quiet)
    _prefer_the_shell()


def _install(missing: list[str], *, quiet: bool) -> None:
    line = " ".join((*APT, *missing))
    if os.geteuid() != 0:
        stop(f"测试还需要：sudo {line}", f"The tests need: sudo {line}")
    if not quiet:
        say(f"安装 {' '.join(missing)}", f"installing {' '.join(missing)}")
    _apt("apt-get", "-qq", "update")
    _apt(*APT, "-qq", *missing)


def _prefer_the_shell() -> None:
    """A browser without windows, which halves the work of the tests; any other does where it cannot be had."""
    if shutil.which(SHELL) or os.geteuid() != 0 or not shutil.which("apt-cache"):
        return
    if subprocess.run(("apt-cache", "show", SHELL), capture_output=True).returncode == 0:
        subprocess.run(
            (*APT, "-qq", SHELL), env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True
        )


def _missing() -> list[str]:
    missing = []
    if not any(shutil.which(name) for name in BROWSERS):
        missing.append("chromium")
    if not _has_chinese_font():
        missing.append("fonts-wqy-microhei")
    if not any(glob.glob(pattern) for pattern in ATOMIC):
        missing.append("libatomic1")
    # The books of a worked year are checked against an independent program on the exported text.
    if not shutil.which("hledger"):
        missing.append("hledger")
    return missing


def _has_chinese_font() -> bool:
    try:
        told = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, text=True)
    except OSError:
        return False
    return bool(told.stdout.strip())


def _apt(*command: str) -> None:
    done = subprocess.run(
        command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, text=True
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
        stop(
            f"{' '.join(command)} 失败：{last_line(done.stderr)}",
            f"{' '.join(command)} failed: {last_line(done.stderr)}",
        )
