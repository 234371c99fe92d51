"""Tallies are derived: they may be counted anew at any time, and nobody's rights or rows change by it."""

from __future__ import annotations

from django.db import connection, transaction


def recount() -> None:
    """Every tally from the rows themselves; who writes meanwhile waits (seconds in a whole county)."""
    _call("people_recount")


def join_tallies() -> None:
    """Several lines of one body and day become one; nobody waits and no sum changes."""
    _call("people_join_tallies")


def _call(door: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"select {door}()")
