"""A database of any number of villages for one benchmark, dropped at its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ["LIANCUN_MODE"] = "test"
os.environ.setdefault("LIANCUN_TODO_SECONDS", "60")  # as it is served

PASSWORD = "Liancun-2026!"


@contextmanager
def furnished(villages: int, seed: int) -> Iterator[int]:
    """A prefecture of so many villages with its demonstration matters; gives the id of one matter."""
    import django

    django.setup()
    from liancun.demo import tieling
    from liancun.framework import testing_databases
    from liancun.framework.database import launcher
    from liancun.framework.testing import as_system
    from liancun.project.settings_table import value

    if not os.environ.get("LIANCUN_DATABASE_URL"):
        launcher.ensure_running(Path(value("LIANCUN_DATA_DIR")), durable=False)
    template = testing_databases.build_template("liancun_bench", furnish=lambda: None)
    with testing_databases.cloned(template) as name, testing_databases.using(name):
        with as_system():
            _, matter_id = tieling.furnish(villages, PASSWORD, print, seed=seed)
        testing_databases.analyse(name)
        yield matter_id
