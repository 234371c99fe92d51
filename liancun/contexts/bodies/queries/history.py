"""The register as it was on a day: names, codes and places are those of the versions that held then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from liancun.contexts.bodies.models import Membership
from liancun.contexts.bodies.queries.tree import BodyLine, MemberLine, holding, member_lines


@dataclass(frozen=True)
class VersionLine:
    """What a body was called, coded and placed under from `since` to the day before `until`."""

    id: int
    body_id: int
    change: str
    name: str
    short_name: str
    code: str
    parent_id: int | None
    parent_name: str
    since: date
    until: date | None
    basis: str


@dataclass(frozen=True)
class EndLine:
    """A body ended on `day`; `into` is the one it was merged into."""

    body_id: int
    name: str
    day: date
    into_id: int | None
    into_name: str
    basis: str


@dataclass(frozen=True)
class ProfileLine:
    """What a joint body was in a period; the words are codes of the playbook."""

    nature: str
    bond: str
    mode: str
    setting: str
    since: date
    until: date | None
    basis: str


@dataclass(frozen=True)
class Below:
    """How much stood below a body on a day."""

    areas: int = 0
    villages: int = 0
    joints: int = 0
    others: int = 0


def versions_of(id: int) -> list[VersionLine]:
    """Oldest first."""
    return [VersionLine(*row) for row in _rows(_VERSIONS, id=id)]


_VERSIONS = """
select v.id, v.body_id, v.change, v.name, v.short_name, v.code, v.parent_id, coalesce(p.name, ''),
    v.since, v.until, v.basis
from bodies_bodyversion v left join bodies_body p on p.id = v.parent_id
where v.body_id = %(id)s order by v.since
"""


def _rows(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


@dataclass(frozen=True)
class Ends:
    """How a body ended (None: it did not) and which bodies were merged into it, by day."""

    own: EndLine | None
    merged: Sequence[EndLine]


def ends_of(id: int) -> Ends:
    """Both in one statement."""
    found = [EndLine(*row) for row in _rows(_ENDS, id=id)]
    own = next((one for one in found if one.body_id == id), None)
    return Ends(own, [one for one in found if one.body_id != id])


_ENDS = """
select e.body_id, b.name, e.day, e.into_id, coalesce(i.name, ''), e.basis
from bodies_bodyend e join bodies_body b on b.id = e.body_id left join bodies_body i on i.id = e.into_id
where e.body_id = %(id)s or e.into_id = %(id)s order by e.day, e.id
"""


def end_of(id: int) -> EndLine | None:
    return ends_of(id).own


def merged_into(id: int, day: date) -> list[EndLine]:
    """Bodies that had been merged into this one by that day."""
    return [one for one in ends_of(id).merged if one.day <= day]


def profiles_of(id: int) -> list[ProfileLine]:
    """Oldest first."""
    return [ProfileLine(*row) for row in _rows(_PROFILES, id=id)]


_PROFILES = """
select nature, bond, mode, setting, since, until, basis from bodies_jointprofile
where body_id = %(id)s order by since
"""


def profile_on(id: int, day: date) -> ProfileLine | None:
    found = profiles_of(id)
    return next((one for one in found if one.since <= day and (not one.until or one.until > day)), None)


def memberships_of(id: int) -> list[tuple[str, MemberLine]]:
    """Every membership a body had or has, as ("member", the joint body's member) or ("joint", where it belonged)."""
    return [
        (side, MemberLine(number, BodyLine(*body), role, since, until))
        for side, number, role, since, until, *body in _rows(_MEMBERSHIPS, id=id)
    ]


_MEMBERSHIPS = """
select case when m.joint_id = %(id)s then 'member' else 'joint' end as side, m.id, m.role, m.since, m.until,
    b.id, b.kind, b.name, b.short_name, b.code, b.parent_id, b.path, b.form, b.joins
from bodies_membership m
join bodies_body b on b.id = case when m.joint_id = %(id)s then m.member_id else m.joint_id end
where m.joint_id = %(id)s or m.member_id = %(id)s
order by side desc, m.since, m.id
"""


_AS_OF = """
select b.id, b.kind, v.name, v.short_name, v.code, v.parent_id, b.path, b.form, b.joins
from bodies_bodyversion v join bodies_body b on b.id = v.body_id
where v.since <= %(day)s and (v.until is null or v.until > %(day)s)
"""


def _as_of(where: str, day: date, **values: Any) -> list[BodyLine]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_AS_OF} {where}", {"day": day, **values})
        return [BodyLine(*row) for row in cursor.fetchall()]


def line_on(id: int, day: date) -> BodyLine | None:
    """The body as it was named, coded and placed that day; None when it was not there. Its path is today's."""
    return next(iter(_as_of("and b.id = %(id)s", day, id=id)), None)


def lines_on(ids: Collection[int], day: date) -> dict[int, BodyLine]:
    return {line.id: line for line in _as_of("and b.id = any(%(ids)s)", day, ids=list(set(ids)))}


def children_on(id: int | None, day: date) -> list[BodyLine]:
    """What stood directly below a body that day; None asks for the top."""
    where = "and v.parent_id = %(id)s" if id else "and v.parent_id is null"
    return _as_of(f"{where} order by v.code = '', v.code, v.name_pinyin, b.id", day, id=id)


def above_on(id: int, day: date) -> list[BodyLine]:
    """What stood above a body that day, from the top; without the body itself."""
    return [BodyLine(*row) for row in _rows(_ABOVE, id=id, day=day)]


_ABOVE = f"""
with recursive up as (
    select parent_id, 1 as step from bodies_bodyversion
    where body_id = %(id)s and since <= %(day)s and (until is null or until > %(day)s)
    union all
    select v.parent_id, up.step + 1 from up join bodies_bodyversion v on v.body_id = up.parent_id
    where v.since <= %(day)s and (v.until is null or v.until > %(day)s)
), held as ({_AS_OF} and b.id in (select parent_id from up))
select held.* from up join held on held.id = up.parent_id order by up.step desc
"""


def below_on(ids: Collection[int], day: date) -> dict[int, Below]:
    """How many areas, villages, joint bodies and others stood anywhere below each body that day; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"ids": list(set(ids)), "day": day})
        return {root: Below(*counts) for root, *counts in cursor.fetchall()}


_BELOW = """
with recursive held as materialized (
    select v.body_id, v.parent_id, b.form, b.joins
    from bodies_bodyversion v join bodies_body b on b.id = v.body_id
    where v.since <= %(day)s and (v.until is null or v.until > %(day)s)
), down as (
    select h.parent_id as root, h.body_id, h.form, h.joins from held h where h.parent_id = any(%(ids)s)
    union all
    select d.root, h.body_id, h.form, h.joins from down d join held h on h.parent_id = d.body_id
)
select root, count(*) filter (where form = 'area' and not joins), count(*) filter (where form = 'area' and joins),
    count(*) filter (where form = 'joint'), count(*) filter (where form not in ('area', 'joint'))
from down group by root
"""


def members_below(joint_id: int, day: date) -> list[MemberLine]:
    """Members of a joint body and of the joint bodies of all levels below it."""
    line = line_on(joint_id, day)
    if line is None:
        return []
    rows = Membership.objects.filter(
        holding(day),
        joint__path__gte=line.path,
        joint__path__lt=line.path[:-1] + "0",
    )
    return member_lines(rows.order_by("member__name_pinyin", "id"), "member")


@dataclass(frozen=True)
class Card:
    """What the register keeps of a body beside its line."""

    since: date
    until: date | None
    registration_code: str
    basis: str


def card(id: int) -> Card:
    """Of a body that is there."""
    (row,) = _rows("select since, until, registration_code, basis from bodies_body where id = %(id)s", id=id)
    return Card(*row)
