"""What other programs take for the same kind of work, in the same run on the same machine.

Those of the registry: `python3 -m venv .cache/peers && .cache/peers/bin/pip install -r
benchmarks/peers/requirements.txt` (or another interpreter in LIANCUN_PEERS); hledger: `apt-get install hledger`. One
that is not there is told and not compared. Their figures are printed beside ours without a bar: they do less (no
authority, no chain, no rights).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
from psycopg import sql

from benchmarks import Measure
from benchmarks._books import BEGUN, DAYS, voucher_lines
from liancun.project.settings_table import value

HERE = Path(__file__).parent
NAMES = {"hordak": "django-hordak", "tryton": "Tryton", "beancount": "beancount"}
UNITS = {"posting": "ms of CPU", "trial balance": "ms", "import": "s", "memory": "MB"}


def peers(vouchers: int, posted: int, seed: int) -> list[Measure]:
    """`vouchers`: in the text that beancount and hledger read; `posted`: one by one with the others."""
    found: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder:
        texts = _texts(Path(folder), vouchers, seed)
        for name, title in NAMES.items():
            found += _measures(title, _asked(name, posted, texts["beancount"]))
        found += _measures("hledger", _hledger(texts["hledger"]))
    return found


def _measures(title: str, told: Mapping[str, float] | None) -> list[Measure]:
    if told is None:
        print(f"# {title} is not installed: not compared", flush=True)
        return []
    return [Measure(f"peer {title}: {what}", worth, UNITS.get(what, "")) for what, worth in told.items()]


def _asked(name: str, vouchers: int, text: Path) -> Mapping[str, float] | None:
    python = Path(os.environ.get("LIANCUN_PEERS", ".cache/peers/bin/python"))
    module = {"tryton": "trytond.modules.account"}.get(name, name)
    if (
        not python.exists()
        or subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode
    ):
        return None
    with _database(made=name != "tryton") as (host, user, database):
        told = {"host": host, "user": user, "database": database, "vouchers": vouchers, "text": str(text)}
        program = HERE / "peers" / f"with_{name}.py"
        done = subprocess.run([python, program, json.dumps(told)], capture_output=True, text=True)
    if done.returncode:
        print(f"# {NAMES[name]} failed: {done.stderr.strip().splitlines()[-1]}", flush=True)
        return {}
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


@contextmanager
def _database(*, made: bool) -> Iterator[tuple[str, str, str]]:
    """A database of this run's server, empty or only its name, where the program insists on making it; dropped."""
    from liancun.framework.database import launcher

    cluster = launcher.ensure_running(Path(value("LIANCUN_DATA_DIR")), durable=False)
    name = f"peer_{os.getpid()}"
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as link:
        if made:
            link.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            yield str(cluster.socket_dir), launcher.SUPERUSER, name
        finally:
            link.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _hledger(text: Path) -> Mapping[str, float] | None:
    program = shutil.which("hledger")
    if program is None:
        return None
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, program, text], check=True, capture_output=True, text=True
    )
    taken, peak = (float(word) for word in done.stdout.split())
    return {"import": taken, "memory": peak}


# From a small parent: the kernel's figure begins with what that one holds.
_CHILD = """
import resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run([sys.argv[1], "-f", sys.argv[2], "balance", "--flat"], check=True, stdout=subprocess.DEVNULL)
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def _texts(folder: Path, vouchers: int, seed: int) -> dict[str, Path]:
    """The vouchers of our own import, of one book, in the text of each program."""
    from datetime import timedelta

    made = {name: folder / f"book.{name}" for name in ("beancount", "hledger")}
    chance = Random(seed)
    with made["beancount"].open("w") as bean, made["hledger"].open("w") as plain:
        bean.write('option "operating_currency" "CNY"\n')
        codes: set[str] = set()
        for number in range(vouchers):
            day = BEGUN + timedelta(days=number * DAYS // vouchers)
            head, lines = f'\n{day} * "支付或者收到一笔款项"\n', list(voucher_lines(chance))
            bean.write(head)
            plain.write(f"\n{day} 支付或者收到一笔款项\n")
            for code, debit, credit, _party in lines:
                codes.add(code)
                bean.write(f"  Assets:A{code}  {debit - credit} CNY\n")
                plain.write(f"  a:{code}  {debit - credit}\n")
        bean.writelines(f"{BEGUN} open Assets:A{code} CNY\n" for code in sorted(codes))
    return made
