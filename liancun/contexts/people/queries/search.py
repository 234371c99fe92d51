"""Finding persons: by the beginning of a name or its sound, or by an exact number; counted village by village.

Every condition is a range or an equality that the row policies let an index answer; a page is found by its
last line (keyset), so that the thousandth page costs what the first does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from liancun.contexts.people import rules
from liancun.framework import scope
from liancun.framework.database.fields import blind_index

# Below so many villages the list is read village by village, above along the sound of all names.
_FEW_HOMES = 60
# So few bodies (a village with its own) are read home by home whatever is looked for.
_ONE_VILLAGE = 8


@dataclass(frozen=True)
class FoundLine:
    """`key` is what the list is sorted by: with the id it names the place where the next page begins."""

    id: int
    name: str
    home_id: int
    birth_year: int | None
    sex: str
    died_on: date | None
    key: str


@dataclass(frozen=True)
class FoundPage:
    """`after` is the last line's key and id when there is more."""

    lines: tuple[FoundLine, ...]
    after: tuple[str, int] | None = None


def find(
    key: rules.SearchKey,
    homes: Collection[int] | None,
    *,
    after: tuple[str, int] | None = None,
    count: int = 25,
) -> FoundPage:
    """One page of those the asker may know of, at most two statements. `homes` None: wherever they live."""
    if key.kind == "part_of_number":
        return FoundPage(())
    if key.kind in ("identity", "phone"):
        return FoundPage(tuple(_by_number(key, homes)))
    column = key.kind if key.kind in ("name", "initials") else "sound"
    homes = _narrowed(column) if homes is None else homes
    rows = _ranged(column, key.text, homes, after, count + 1)
    if not rows and column == "sound" and key.text:  # 欧阳文秀 is looked for as "oywx" too
        rows = _ranged("initials", key.text, homes, after, count + 1)
    shown = tuple(FoundLine(*row) for row in rows[:count])
    return FoundPage(shown, (shown[-1].key, shown[-1].id) if len(rows) > count else None)


def _narrowed(column: str) -> Collection[int] | None:
    """Who reads few homes is led to them: along the names of a whole county one in five hundred would be theirs."""
    homes = scope.homes()
    few = _FEW_HOMES if column == "sound" else _ONE_VILLAGE
    return homes if homes is not None and len(homes) <= few else None


def _by_number(key: rules.SearchKey, homes: Collection[int] | None) -> list[FoundLine]:
    column = f"{key.kind}_index"
    where = [f"p.{column} = %(digest)s and p.{column} <> '' and p.merged_into_id is null"]
    values: dict[str, Any] = {"digest": blind_index(key.text, key.kind).hex()}
    if homes is not None:
        where.append("p.home_id = any(%(homes)s)")
        values["homes"] = list(homes)
    with connection.cursor() as cursor:
        cursor.execute(_SELECT.format(column="sound", where=" and ".join(where)) + " limit 50", values)
        return [FoundLine(*row) for row in cursor.fetchall()]


_SELECT = """
select p.id, p.name, p.home_id, extract(year from p.birth_date)::int, p.sex, p.died_on, p.{column} as key
from people_person p
where {where}
order by p.{column}, p.id"""
_BY_HOME = """
select q.* from unnest(%(homes)s::bigint[]) as h(id)
cross join lateral ({inner} limit %(count)s) q
order by q.key, q.id limit %(count)s"""


def _ranged(
    column: str, prefix: str, homes: Collection[int] | None, after: tuple[str, int] | None, count: int
) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {"count": count}
    where = ["p.merged_into_id is null"]
    if prefix:
        where.append(f"p.{column} >= %(prefix)s and p.{column} < %(end)s")
        values |= {"prefix": prefix, "end": rules.after_prefix(prefix)}
    if after is not None:
        where.append(f"(p.{column}, p.id) > (%(after)s, %(after_id)s)")
        values |= {"after": after[0], "after_id": after[1]}
    if homes is None:
        sql = _SELECT.format(column=column, where=" and ".join(where)) + " limit %(count)s"
    elif len(homes) <= _FEW_HOMES:
        where.append("p.home_id = h.id")
        inner = _SELECT.format(column=column, where=" and ".join(where))
        sql = _BY_HOME.format(inner=inner)
        values["homes"] = list(homes)
    else:
        where.append("p.home_id = any(%(homes)s)")
        sql = _SELECT.format(column=column, where=" and ".join(where)) + " limit %(count)s"
        values["homes"] = list(homes)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
