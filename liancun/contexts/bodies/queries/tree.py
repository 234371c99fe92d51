"""Reads of the register of bodies. Bodies are public: nothing here depends on the scope."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from liancun.contexts.bodies import rules
from liancun.contexts.bodies.models import Agency, Body, BodyVersion, Membership
from liancun.framework import clock
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class BodyLine:
    id: int
    kind: str
    name: str
    short_name: str
    code: str
    parent_id: int | None
    path: str
    form: str = ""
    joins: bool = False

    @property
    def is_joint(self) -> bool:
        """A joint body of any kind: 联合党委, 联盟党委, 联合党支部 …"""
        return self.form == "joint"

    @property
    def is_village(self) -> bool:
        """A village, a community, or what a county has at that level."""
        return self.form == "area" and self.joins

    @property
    def above(self) -> tuple[int, ...]:
        """Ids from the top of the tree down to this body."""
        return rules.above(self.path)


@dataclass(frozen=True)
class MemberLine:
    """A membership: `body` is the member when asked from the joint body, the joint body otherwise."""

    id: int
    body: BodyLine
    role: str
    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until > day)


@dataclass(frozen=True)
class Relations:
    """For some bodies on one day: their members, the joint bodies they are in, the villages they keep books for."""

    members: dict[int, tuple[int, ...]]
    joints: dict[int, tuple[int, ...]]
    clients: dict[int, tuple[int, ...]]


_FIELDS = ("id", "kind", "name", "short_name", "code", "parent_id", "path", "form", "joins")


def holding(day: date) -> Q:
    """Rows whose period holds that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def _lines(found: QuerySet[Body]) -> list[BodyLine]:
    return [BodyLine(*row) for row in found.values_list(*_FIELDS)]


# What every page asks several times is written out: composing the statement costs more than answering it.
_LINE = "select b.id, b.kind, b.name, b.short_name, b.code, b.parent_id, b.path, b.form, b.joins from bodies_body b "


def _read(where: str, values: dict[str, Any]) -> list[BodyLine]:
    with connection.cursor() as cursor:
        cursor.execute(_LINE + where, values)
        return [BodyLine(*row) for row in cursor.fetchall()]


def get(id: int) -> BodyLine:
    """Unknown when there is no such body."""
    found = _read("where b.id = %(id)s", {"id": id})
    if not found:
        raise Unknown("bodies.unknown", mark("没有这个组织。"), remedy=mark("请返回列表重新选择。"))
    return found[0]


def find(code: str, day: date | None = None) -> BodyLine | None:
    """The area that carried this 12-digit code on a day; without a day the one that carries it, or did last."""
    if not code:
        return None
    held = BodyVersion.objects.filter(code=code)
    held = held.filter(holding(day)) if day else held.order_by(F("until").desc(nulls_first=True))
    id = held.values_list("body_id", flat=True).first()
    return get(id) if id else None


def lines(ids: Collection[int]) -> dict[int, BodyLine]:
    return {line.id: line for line in _read("where b.id = any(%(ids)s)", {"ids": list(set(ids))})}


def children(id: int, kind: str | None = None) -> list[BodyLine]:
    where = "where b.parent_id = %(id)s and (b.until is null or b.until > %(today)s)"
    if kind:
        where += " and b.kind = %(kind)s"
    values = {"id": id, "kind": kind, "today": clock.today()}
    return _read(f"{where} order by b.name_pinyin, b.id", values)


def of_kind(kind: str) -> list[BodyLine]:
    return _lines(Body.objects.filter(holding(clock.today()), kind=kind).order_by("name_pinyin", "id"))


def joint_bodies() -> list[BodyLine]:
    """Joint bodies of every kind that are there today."""
    return _lines(Body.objects.filter(holding(clock.today()), form="joint").order_by("name_pinyin", "id"))


def joint_bodies_with_place() -> list[tuple[BodyLine, str]]:
    """The same, each with the short name of the body above it ("" at the top); one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_PLACE, [clock.today(), clock.today()])
        return [(BodyLine(*row), place) for *row, place in cursor.fetchall()]


_WITH_PLACE = """
select b.id, b.kind, b.name, b.short_name, b.code, b.parent_id, b.path, b.form, b.joins,
  coalesce(p.short_name, '')
from bodies_body b left join bodies_body p on p.id = b.parent_id
where b.form = 'joint' and b.since <= %s and (b.until is null or b.until > %s)
order by b.name_pinyin, b.id
"""


def search(kind: str | Collection[str], text: str, most: int = 30) -> list[BodyLine]:
    """Bodies of a kind, or of one of several, whose name holds the text, or whose pinyin (spaces left out) or code begins with it."""
    words = "".join(text.split()).lower()
    if not words:
        return []
    kinds = {kind} if isinstance(kind, str) else set(kind)
    found = Body.objects.filter(holding(clock.today()), kind__in=kinds)
    found = found.annotate(pinyin=Replace(F("name_pinyin"), Value(" "), Value("")))
    match = Q(name__contains=words) | Q(pinyin__startswith=words) | Q(code__startswith=words)
    return _lines(found.filter(match).order_by("name_pinyin", "id")[:most])


def part_of(village_id: int, kind: str) -> BodyLine:
    """The village's own body of that kind: its branch, its collective … Unknown when it has none."""
    found = _lines(
        Body.objects.filter(holding(clock.today()), parent_id=village_id, kind=kind).order_by("id")
    )
    if not found:
        raise Unknown("bodies.no_part", mark("这个村没有登记这一组织。"), remedy=mark("请先登记该组织。"))
    return found[0]


def parts_of(village_ids: Collection[int], kind: str) -> dict[int, BodyLine]:
    """village id → its own body of that kind, in one statement."""
    found = _lines(
        Body.objects.filter(holding(clock.today()), parent_id__in=set(village_ids), kind=kind).order_by("-id")
    )
    return {line.parent_id: line for line in found if line.parent_id is not None}


def village_of(body_id: int) -> BodyLine | None:
    """The village a body is or belongs to; None above the village."""
    found = lines(get(body_id).above).values()
    return next((line for line in found if line.is_village), None)


def members_of(joint_id: int, day: date) -> list[MemberLine]:
    rows = Membership.objects.filter(holding(day), joint_id=joint_id).order_by("member__name_pinyin", "id")
    return member_lines(rows, "member")


def joints_of(member_id: int, day: date) -> list[MemberLine]:
    return member_lines(
        Membership.objects.filter(holding(day), member_id=member_id).order_by("since", "id"), "joint"
    )


def member_lines(rows: QuerySet[Membership], side: str) -> list[MemberLine]:
    """`side` "member" or "joint": which body of the membership each line shows."""
    fields = (*(f"{side}__{name}" for name in _FIELDS), "id", "role", "since", "until")
    return [MemberLine(row[9], BodyLine(*row[:9]), *row[10:]) for row in rows.values_list(*fields)]


def memberships(day: date) -> dict[int, list[int]]:
    """joint id → member ids on that day, for all joint bodies, in one statement."""
    found: dict[int, list[int]] = {}
    pairs = Membership.objects.filter(holding(day)).order_by("joint_id", "member__name_pinyin")
    for joint, member in pairs.values_list("joint_id", "member_id"):
        found.setdefault(joint, []).append(member)
    return found


def members_with_role(role: str, day: date) -> set[int]:
    """Who has this role in any joint body on that day, in one statement."""
    rows = Membership.objects.filter(holding(day), role=role)
    return set(rows.values_list("member_id", flat=True))


def relations(ids: Collection[int], day: date) -> Relations:
    """Members (those of the levels below too), joint bodies and clients of the bodies, in one statement."""
    wanted = list(set(ids))
    found = Relations({}, {}, {})
    with connection.cursor() as cursor:
        cursor.execute(_RELATIONS, {"ids": wanted, "day": day})
        for side, body, others in cursor.fetchall():
            getattr(found, side)[body] = tuple(others)
    return found


_RELATIONS = """
with held as (select joint_id, member_id from bodies_membership
    where since <= %(day)s and (until is null or until > %(day)s))
select 'members', r.id, array_agg(distinct held.member_id) from bodies_body r
join bodies_body j on j.form = 'joint' and j.path >= r.path and j.path < left(r.path, -1) || '0'
join held on held.joint_id = j.id where r.id = any(%(ids)s) and r.form = 'joint' group by r.id
union all
select 'joints', member_id, array_agg(joint_id) from held where member_id = any(%(ids)s) group by member_id
union all
select 'clients', agency_id, array_agg(client_id) from bodies_agency
where agency_id = any(%(ids)s) and since <= %(day)s and (until is null or until > %(day)s) group by agency_id
"""


def clients_of(agency_id: int, day: date) -> list[BodyLine]:
    """The villages whose books the agency keeps on that day."""
    ids = Agency.objects.filter(holding(day), agency_id=agency_id).values("client_id")
    return _lines(Body.objects.filter(pk__in=ids).order_by("name_pinyin", "id"))


def agency_of(village_id: int, day: date) -> BodyLine | None:
    return next(iter(_read(_AGENCY, {"id": village_id, "day": day})), None)


_AGENCY = """
join bodies_agency a on a.agency_id = b.id
where a.client_id = %(id)s and a.since <= %(day)s and (a.until is null or a.until > %(day)s)
"""


def subtree_ids(id: int, kinds: Sequence[str] | None = None) -> tuple[int, ...]:
    """The body and all below it, or those of some kinds; a range of paths, so one index scan."""
    path = get(id).path
    found = Body.objects.filter(path__gte=path, path__lt=rules.subtree_end(path))
    return tuple(
        (found.filter(kind__in=kinds) if kinds else found).order_by("path").values_list("id", flat=True)
    )


def subtrees(ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Each body's id with the ids of itself and all below it, in one statement."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREES, [list(set(ids))])
        return {root: frozenset(found) for root, found in cursor.fetchall()}


_SUBTREES = """
select r.id, array_agg(b.id)
from bodies_body r join bodies_body b on b.path >= r.path and b.path < left(r.path, -1) || '0'
where r.id = any(%s) group by r.id
"""


def joined_cells(day: date) -> list[tuple[int, int, int]]:
    """Joint committee, column and row of every village that is a member of one that day and has a cell."""
    with connection.cursor() as cursor:
        cursor.execute(_JOINED_CELLS, {"day": day})
        return list(cursor.fetchall())


_JOINED_CELLS = """
select distinct on (v.y, v.x, v.id) m.joint_id, v.x, v.y
from bodies_membership m
join bodies_body j on j.id = m.joint_id and j.form = 'joint'
join bodies_body v on v.id = m.member_id and v.form = 'area' and v.joins and v.x is not null and v.y is not null
where m.since <= %(day)s and (m.until is null or m.until > %(day)s)
order by v.y, v.x, v.id, m.since
"""
