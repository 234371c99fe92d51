"""Minors as others than the two in charge meet them: a line without a name, and a number in a count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _


def minor_name() -> str:
    """What stands for a name that only the two in charge may read."""
    return _("未成年人")


def unnamed_minors(ids: Collection[int], day: date) -> dict[int, bool]:
    """Who of these unreadable persons is a minor of the asker's villages → whether grown up on `day`.

    One statement, none when nobody is asked for.
    """
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select id, grown from people_unnamed_minors(%s::bigint[], %s)", [list(set(ids)), day])
        return dict(cursor.fetchall())


@dataclass(frozen=True)
class Told:
    """What somebody registering a person says: enough to find the same one again."""

    digest: str
    home_id: int
    name: str
    birth_date: date | None


@dataclass(frozen=True)
class Met:
    """A minor whom the asker may not read and who is the one told of."""

    id: int
    home_id: int
    same_name: bool


def same_minors(told: Sequence[Told]) -> dict[int, Met]:
    """Place in the list → the registered minor meant there; one statement."""
    if not told:
        return {}
    columns = (
        [one.digest for one in told],
        [one.home_id for one in told],
        [one.name for one in told],
        [one.birth_date for one in told],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "select place, id, home, same_name from"
            " people_same_minors(%s::text[], %s::bigint[], %s::text[], %s::date[])",
            columns,
        )
        return {place - 1: Met(*row) for place, *row in cursor.fetchall()}
