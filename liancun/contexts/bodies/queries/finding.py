"""Finding bodies: one box for all kinds, the register of a kind as of a day, cells of the schematic map."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from liancun.contexts.bodies.models import Membership
from liancun.contexts.bodies.queries.history import lines_on
from liancun.contexts.bodies.queries.tree import BodyLine, holding


@dataclass(frozen=True)
class Hit:
    """A body found. `place` is the body above; `former` a name or code it no longer carries; `until` its end."""

    line: BodyLine
    place: str
    former: str
    until: date | None


@dataclass(frozen=True)
class Listed:
    """A line of the register: `place` is the body above, `joined` members or joint bodies that day."""

    line: BodyLine
    place: str
    joined: tuple[str, ...]


@dataclass(frozen=True)
class Union:
    id: int
    name: str
    kind: str


@dataclass(frozen=True)
class Cell:
    """A village of the schematic map: its place in the grid and every joint body it was in that day."""

    id: int
    name: str
    column: int
    row: int
    unions: tuple[Union, ...] = ()

    def of_kind(self, kind: str) -> Union | None:
        """The joint body of this kind it belonged to; the first where a playbook allows several."""
        return next((one for one in self.unions if one.kind == kind), None)


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).replace("|", "").split()).lower()[:60]


def search_all(text: str, limit: int = 20) -> list[Hit]:
    """Bodies of any kind by name, short name, pinyin, initials, code or registration code, also by former ones.

    One statement whatever the size. Whole matches come first, then beginnings; what has ended comes last.
    """
    key = _key(text)
    if not key:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _FOUND,
            {"key": key, "whole": f"|{key}|", "begin": f"|{key}", "number": key.upper(), "limit": limit},
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [Hit(BodyLine(*row[:9]), row[9], row[10], row[11]) for row in rows]


_FOUND = """
with hits as (
    select distinct on (body_id) body_id, name, code, rank from (
        select body_id, name, code, until, case when position(%(whole)s in keys) > 0 then 0
            when position(%(begin)s in keys) > 0 then 1 else 2 end as rank
        from bodies_bodyversion where position(%(key)s in keys) > 0
        union all
        select id, name, code, until, 0 from bodies_body where registration_code = %(number)s
    ) found order by body_id, until desc nulls first
)
select b.id, b.kind, b.name, b.short_name, b.code, b.parent_id, b.path, b.form, b.joins, coalesce(p.name, ''),
    case when h.name <> b.name then h.name when h.code <> b.code then h.code else '' end, b.until
from hits h join bodies_body b on b.id = h.body_id left join bodies_body p on p.id = b.parent_id
order by h.rank, b.until is not null, b.form <> 'area', b.form <> 'joint', length(b.path), length(b.name),
    b.name_pinyin, b.id
limit %(limit)s
"""

_LISTED = """
from bodies_bodyversion v join bodies_body b on b.id = v.body_id
where v.since <= %(day)s and (v.until is null or v.until > %(day)s) and b.kind = any(%(kinds)s)
    and (%(key)s = '' or position(%(key)s in v.keys) > 0)
"""
_LINE = "b.id, b.kind, v.name, v.short_name, v.code, v.parent_id, b.path, b.form, b.joins"


def register(
    kinds: Collection[str], search: str, day: date, *, first: int, count: int
) -> tuple[int, list[Listed]]:
    """How many match, and one page of them as they were that day; five statements whatever the size."""
    values: dict[str, Any] = {
        "day": day,
        "kinds": list(kinds),
        "key": _key(search),
        "first": first,
        "count": count,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) {_LISTED}", values)
        ((total,),) = cursor.fetchall()
        cursor.execute(
            f"select {_LINE} {_LISTED} order by v.name_pinyin, b.id offset %(first)s limit %(count)s", values
        )
        page = [BodyLine(*row) for row in cursor.fetchall()]
    above = lines_on({line.parent_id for line in page if line.parent_id is not None}, day)
    joined = {
        **_joined("joint_id", "member", [line.id for line in page if line.is_joint], day),
        **_joined("member_id", "joint", [line.id for line in page if not line.is_joint], day),
    }
    return total, [
        Listed(line, above[line.parent_id].name if line.parent_id in above else "", joined.get(line.id, ()))
        for line in page
    ]


def _joined(own: str, other: str, ids: Sequence[int], day: date) -> dict[int, tuple[str, ...]]:
    rows = Membership.objects.filter(holding(day), **{f"{own}__in": ids}).order_by(f"{other}__name_pinyin")
    found: dict[int, tuple[str, ...]] = {}
    for id, name in rows.values_list(own, f"{other}__short_name"):
        found[id] = (*found.get(id, ()), name)
    return found


def counts(day: date) -> dict[str, int]:
    """How many bodies of each kind there were on a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, count(*) from bodies_body where since <= %(day)s and (until is null or until > %(day)s)"
            " group by kind",
            {"day": day},
        )
        return dict(cursor.fetchall())


def cells(root: BodyLine, day: date) -> list[Cell]:
    """Villages below an area, or of a joint body and its levels, that have a cell in the schematic grid."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CELLS, {"day": day, "path": root.path, "end": root.path[:-1] + "0", "joint": root.is_joint}
        )
        rows = cursor.fetchall()
    unions: dict[int, list[Union]] = {}
    for row in rows:
        if row[4]:
            unions.setdefault(row[0], []).append(Union(*row[4:]))
    places: dict[int, tuple[int, str, int, int]] = {row[0]: row[:4] for row in rows}
    return [Cell(*place, tuple(unions.get(id, ()))) for id, place in places.items()]


_CELLS = """
select v.id, v.short_name, v.x, v.y, j.id, j.short_name, j.kind
from bodies_body v
left join bodies_membership m on m.member_id = v.id
    and m.since <= %(day)s and (m.until is null or m.until > %(day)s)
left join bodies_body j on j.id = m.joint_id and (not %(joint)s or (j.path >= %(path)s and j.path < %(end)s))
where v.form = 'area' and v.joins and v.x is not null and v.y is not null
    and v.since <= %(day)s and (v.until is null or v.until > %(day)s)
    and case when %(joint)s then j.id is not null else v.path >= %(path)s and v.path < %(end)s end
order by v.y, v.x, v.id, m.since, j.id
"""


@dataclass(frozen=True)
class Candidate:
    """A body that may join; `place` tells bodies of one name apart."""

    id: int
    name: str
    place: str
    form: str


def candidates(
    area: BodyLine, kinds: Collection[str], joint_kind: str, find: str, most: int
) -> list[Candidate]:
    """Living bodies of these kinds below an area that are in no joint body of this kind; one statement.

    `find`: part of the name, sound or code of the body or of what it stands in.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            {
                "path": area.path,
                "end": area.path[:-1] + "0",
                "kinds": list(kinds),
                "joint_kind": joint_kind,
                "key": _key(find),
                "most": most,
            },
        )
        return [Candidate(*row) for row in cursor.fetchall()]


_CANDIDATES = """
select b.id, b.short_name, coalesce(p.short_name, ''), b.form
from bodies_body b join bodies_bodyversion v on v.body_id = b.id and v.until is null
left join bodies_body p on p.id = b.parent_id
left join bodies_bodyversion pv on pv.body_id = p.id and pv.until is null
where b.path >= %(path)s and b.path < %(end)s and b.until is null and b.joins and b.kind = any(%(kinds)s)
    and (%(key)s = '' or position(%(key)s in v.keys) > 0 or position(%(key)s in pv.keys) > 0)
    and not exists (select from bodies_membership m
        where m.member_id = b.id and m.sole and m.joint_kind = %(joint_kind)s and m.until is null)
order by b.form <> 'area', p.name_pinyin, b.name_pinyin, b.id limit %(most)s
"""


def unions_below(area: BodyLine, day: date, most: int) -> list[tuple[BodyLine, int]]:
    """Joint bodies anywhere below an area on a day, the largest first, with how many members each had."""
    with connection.cursor() as cursor:
        cursor.execute(_UNIONS, {"path": area.path, "end": area.path[:-1] + "0", "day": day, "most": most})
        return [(BodyLine(*row[:9]), row[9]) for row in cursor.fetchall()]


_UNIONS = f"""
select {_LINE}, count(m.id) from bodies_bodyversion v join bodies_body b on b.id = v.body_id
left join bodies_membership m on m.joint_id = b.id
    and m.since <= %(day)s and (m.until is null or m.until > %(day)s)
where b.form = 'joint' and b.path >= %(path)s and b.path < %(end)s
    and v.since <= %(day)s and (v.until is null or v.until > %(day)s)
group by b.id, v.id order by count(m.id) desc, v.name_pinyin, b.id limit %(most)s
"""
