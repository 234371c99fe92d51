"""Reads of facts, flags and places; the scope decides which bodies' are seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from liancun.contexts.bodies import playbook, rules
from liancun.contexts.bodies.models import BodyFact, BodyFlag, BodyPlace
from liancun.contexts.bodies.queries.tree import BodyLine, get, holding
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class FactLine:
    """A value as it holds now. `quantity` in the unit of the playbook's fact (yes 1, no 0), or `wording`.

    `sequence` above 1: it was corrected, for `reason`.
    """

    body_id: int
    code: str
    year: int
    sequence: int
    quantity: Decimal | None
    wording: str
    source: str
    reason: str
    entered_by_name: str
    entered_at: datetime


def fact_value(line: FactLine, kind: playbook.FactKind | None) -> str:
    """The value as the sheet of facts takes it: a plain number, 是 or 否, or words."""
    if line.quantity is None:
        return line.wording
    if kind is not None and kind.kind == "flag":
        return rules.facts.YES if line.quantity else rules.facts.NO
    text = f"{line.quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_FIELDS = (
    "body_id",
    "code",
    "year",
    "sequence",
    "quantity",
    "wording",
    "source",
    "reason",
    "entered_by_name",
    "entered_at",
)
Facts = dict[int, dict[str, FactLine]]


def facts_of(body_ids: Collection[int], year: int, codes: Collection[str] = ()) -> Facts:
    """body id → code → the value that holds for that year, in one statement; all codes when none is named."""
    found = BodyFact.objects.filter(body_id__in=set(body_ids), year=year)
    if codes:
        found = found.filter(code__in=set(codes))
    rows = found.order_by("body_id", "code", "-sequence").distinct("body_id", "code").values_list(*_FIELDS)
    facts: Facts = {}
    for row in rows:
        facts.setdefault(row[0], {})[row[1]] = FactLine(*row)
    return facts


def held_facts(keys: Sequence[tuple[int, str, int]]) -> dict[tuple[int, str, int], FactLine]:
    """(body id, code, year) → the value that holds, of those that have one; a statement a year."""
    by_year: dict[int, set[int]] = {}
    for body_id, _code, year in keys:
        by_year.setdefault(year, set()).add(body_id)
    return {
        (line.body_id, line.code, year): line
        for year, body_ids in by_year.items()
        for of_body in facts_of(body_ids, year).values()
        for line in of_body.values()
    }


def fact_values(body_id: int, year: int) -> list[FactLine]:
    """Every value entered for the body and year, corrected ones among them, latest first."""
    rows = BodyFact.objects.filter(body_id=body_id, year=year).order_by("-entered_at", "-id")
    return [FactLine(*row) for row in rows.values_list(*_FIELDS)]


def fact_years(body_id: int) -> list[int]:
    """Years of which something is known, latest first."""
    found = BodyFact.objects.filter(body_id=body_id).order_by("-year").distinct("year")
    return list(found.values_list("year", flat=True))


@dataclass(frozen=True)
class Supplied:
    """One body of a register of one fact; `line` None: nothing entered yet."""

    body_id: int
    name: str
    place: str
    line: FactLine | None


@dataclass(frozen=True)
class FactRegister:
    """One fact over all bodies of an area it applies to; `total` is the sum of what is known."""

    bodies: int
    missing: int
    total: Decimal
    page: Sequence[Supplied]


# Readable bodies only: the scope is asked once, and the rows of facts are guarded by their own policy.
_REGISTER = """
with asked as materialized (
    select b.id, b.name, b.name_pinyin, p.name as place
    from bodies_body b left join bodies_body p on p.id = b.parent_id
    where b.path >= %(path)s and b.path < %(end)s and b.kind = any(%(kinds)s)
      and b.since <= %(day)s and (b.until is null or b.until > %(day)s)
      and (b.id in (select unnest(liancun_scope('bodies'))) or (select liancun_everything()))
      and (%(words)s = '' or position(%(words)s in b.name) > 0)
), held as (
    select distinct on (f.body_id) f.* from bodies_bodyfact f
    where f.code = %(code)s and f.year = %(year)s and f.body_id in (select id from asked)
    order by f.body_id, f.sequence desc
)
"""
_COUNTS = """
select count(*), count(*) - count(h.id), coalesce(sum(h.quantity), 0)
from asked a left join held h on h.body_id = a.id
"""
_PAGE = """
select a.id, a.name, coalesce(a.place, ''), h.body_id, h.code, h.year, h.sequence, h.quantity, h.wording,
       h.source, h.reason, h.entered_by_name, h.entered_at
from asked a left join held h on h.body_id = a.id
where not %(missing)s or h.id is null
order by h.id is not null, a.name_pinyin, a.id offset %(first)s limit %(count)s
"""


def fact_register(
    code: str,
    year: int,
    area: BodyLine,
    day: date,
    *,
    search: str = "",
    missing_only: bool = False,
    first: int = 0,
    count: int = 25,
) -> FactRegister:
    """Bodies without a value come first; two statements whatever the size. Unknown for an unknown fact."""
    asked: dict[str, Any] = {
        "path": area.path,
        "end": rules.subtree_end(area.path),
        "kinds": list(fact_kind(code).applies_to),
        "day": day,
        "words": search,
        "code": code,
        "year": year,
        "missing": missing_only,
        "first": first,
        "count": count,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REGISTER + _COUNTS, asked)
        bodies, missing, total = cursor.fetchone()
        cursor.execute(_REGISTER + _PAGE, asked)
        page = [_supplied(row) for row in cursor.fetchall()]
    return FactRegister(bodies, missing, total, page)


def _supplied(row: tuple[Any, ...]) -> Supplied:
    body_id, name, place, *value = row
    return Supplied(body_id, name, place, FactLine(*value) if value[0] is not None else None)


def fact_kind(code: str) -> playbook.FactKind:
    """What the playbook says of a fact. Unknown when it names none."""
    kind = playbook.facts_section().kinds().get(code)
    if kind is None:
        raise Unknown("bodies.fact_unknown", mark("方案里没有这一项。"), remedy=mark("请返回列表重新选择。"))
    return kind


Suppliers = Callable[[Collection[int]], Mapping[int, str]]
_suppliers: list[Suppliers] = []


def offer_suppliers(suppliers: Suppliers) -> None:
    """A higher context says who can supply the facts of some bodies: body id → posts and names."""
    if suppliers not in _suppliers:
        _suppliers.append(suppliers)


def suppliers_of(body_ids: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for suppliers in _suppliers if body_ids else ():
        found.update(suppliers(body_ids))
    return found


@dataclass(frozen=True)
class FlagLine:
    id: int
    body_id: int
    code: str
    basis: str
    since: date
    until: date | None

    @property
    def name(self) -> str:
        return playbook.flag_name(self.code)


_FLAG_FIELDS = ("id", "body_id", "code", "basis", "since", "until")


def flags_of(body_id: int) -> list[FlagLine]:
    """Every flag the body has or had, latest first."""
    found = BodyFlag.objects.filter(body_id=body_id).order_by("-since", "-id")
    return [FlagLine(*row) for row in found.values_list(*_FLAG_FIELDS)]


def flag(id: int) -> FlagLine:
    """Unknown when there is none or one may not know of it."""
    found = [FlagLine(*row) for row in BodyFlag.objects.filter(pk=id).values_list(*_FLAG_FIELDS)]
    if not found:
        raise Unknown("bodies.flag_unknown", mark("没有这个标记。"), remedy=mark("请返回上一页重新选择。"))
    return found[0]


def flagged(body_ids: Collection[int], day: date) -> dict[int, tuple[str, ...]]:
    """body id → codes of its flags on that day, in one statement; for planners, never for public pages."""
    found: dict[int, tuple[str, ...]] = {}
    rows = BodyFlag.objects.filter(holding(day), body_id__in=set(body_ids)).order_by("code")
    for body, code in rows.values_list("body_id", "code"):
        found[body] = (*found.get(body, ()), code)
    return found


@dataclass(frozen=True)
class PlaceLine:
    """Where a body lies: GeoJSON geometry, its coordinate system, where it comes from, 审图号."""

    body_id: int
    geometry: dict[str, Any]
    crs: str
    source: str
    approval: str
    audience: str
    recorded_by_name: str
    recorded_at: datetime


_PLACE_FIELDS = (
    "body_id",
    "geometry",
    "crs",
    "source",
    "approval",
    "audience",
    "recorded_by_name",
    "recorded_at",
)


def place_of(body_id: int) -> PlaceLine | None:
    """The latest place one may see."""
    return places_of([body_id]).get(body_id)


def places_of(body_ids: Collection[int]) -> dict[int, PlaceLine]:
    """body id → its latest place, in one statement."""
    found = BodyPlace.objects.filter(body_id__in=set(body_ids)).order_by("body_id", "-id").distinct("body_id")
    return {row[0]: PlaceLine(*row) for row in found.values_list(*_PLACE_FIELDS)}


def public_places(body_ids: Collection[int]) -> dict[int, PlaceLine]:
    """What public pages may draw: nothing without a map approval number (law 13), whoever asks.

    A body whose latest place is not public has none.
    """
    found = places_of(body_ids)
    return {id: place for id, place in found.items() if place.audience == "public" and place.approval}


def fact_body(body_id: int) -> tuple[BodyLine, dict[str, playbook.FactKind]]:
    """The body and the facts kept of its kind."""
    body = get(body_id)
    return body, playbook.fact_kinds(body.kind)
