"""`liancun load-demo`: fills an empty database with demonstration counties, through actions only."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

from liancun.contexts.audit import api as audit
from liancun.demo import federations, tieling
from liancun.demo.setting import SYSTEM
from liancun.framework import playbook
from liancun.framework.scope import entered
from liancun.kernel.errors import Refusal, mark
from liancun.kernel.tokens import ALPHABET

COUNTIES: dict[str, Callable[[str, Callable[[str], None]], list[tuple[str, str]]]] = {
    "tieling": tieling.load,
    **federations.COUNTIES,
}


def load(names: Sequence[str]) -> None:
    """One transaction a county; writes the accounts beside the data. Refusal: demo.unknown."""
    unknown = [name for name in names if name not in COUNTIES]
    if unknown:
        raise Refusal(
            "demo.unknown",
            mark("还没有“{name}”的示范数据，现有：{known}。"),
            {"name": "、".join(unknown), "known": "、".join(COUNTIES)},
        )
    password = _password()
    for name in names:
        begun = time.monotonic()
        with entered(SYSTEM):
            playbook.apply(playbook_folder(name))
            accounts = COUNTIES[name](password, _say)
            audit.publish_head()
        _write_accounts(password, accounts)
        _say(f"{name}: {time.monotonic() - begun:.0f} s")


def playbook_folder(county: str) -> Path:
    return Path(settings.LIANCUN_PLAYBOOKS_DIR) / county


def _say(line: str) -> None:
    print(f"    {line}", flush=True)


def _password() -> str:
    """Different on every machine: a demonstration must not teach a password that works elsewhere."""
    word = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"Cun-{word.lower()}-{secrets.randbelow(90) + 10}"


def _write_accounts(password: str, accounts: list[tuple[str, str]]) -> None:
    width = max(len(name) for name, _ in accounts)
    lines = [f"密码 password: {password}", *(f"{name:<{width}}  {title}" for name, title in accounts)]
    path = Path(settings.LIANCUN_DATA_DIR) / "accounts.txt"
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as sheet:
        sheet.write("\n".join(lines) + "\n")
