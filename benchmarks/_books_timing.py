"""How the parts of `./run bench books` take the time of an act, and the import that all of them begin with."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks._books import Books
from benchmarks._books_plain import persons


@dataclass(frozen=True)
class Timed:
    seconds: float
    result: Any


def timed(act: Callable[[], Any]) -> Timed:
    begun = time.perf_counter()
    result = act()
    return Timed(time.perf_counter() - begun, result)


def cpu(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of CPU of this process, and what came of it."""
    begun = time.process_time()
    result = act()
    return (time.process_time() - begun) * 1000, result


def say(text: str) -> None:
    print(f"# {text}", flush=True)


def imported(county: Books, given: Iterable[Any], key: str) -> None:
    """Prepared by one officer and posted by another."""
    from liancun.contexts.ledger import api as ledger
    from liancun.framework.scope import entered

    first, second = persons(county)
    with entered(first):
        ledger.import_vouchers(first, rows=given, key=key, source="benchmark")
    with entered(second):
        ledger.post_import(second, key=key)
