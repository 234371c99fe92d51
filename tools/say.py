"""One line for a person at the terminal, in Chinese where the terminal speaks Chinese."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def chinese() -> bool:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if text := os.environ.get(name):
            return text.startswith("zh")
    return False


def say(zh: str, en: str) -> None:
    print(f"· {zh if chinese() else en}", flush=True)


def stop(zh: str, en: str) -> NoReturn:
    """End with one clear sentence."""
    sys.stdout.flush()
    print(f"× {zh if chinese() else en}", file=sys.stderr, flush=True)
    raise SystemExit(1)
