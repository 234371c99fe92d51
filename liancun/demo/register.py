"""Areas, their own bodies and their unions, written as the lines of the three sheets of the register of bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from liancun.contexts.bodies import api as bodies
from liancun.demo.divisions import Group, VillageRow, is_village_code
from liancun.demo.setting import BEGUN, JOINED, SYSTEM
from liancun.demo.sheet import Line, hand_in
from liancun.framework import clock

_COLUMNS = 24


@dataclass(frozen=True)
class Plan:
    """What is to be registered: `top` code and name of the prefecture, the unions with their names."""

    top: tuple[str, str]
    groups: Sequence[Group]
    areas: Sequence[VillageRow]
    names: Sequence[str]

    @property
    def seats(self) -> list[VillageRow]:
        """Villages that stand in a union, union by union."""
        return [row for group in self.groups for row in group.villages]

    @property
    def rows(self) -> list[VillageRow]:
        return sorted({*self.seats, *self.areas}, key=lambda row: row.code)


def enter(plan: Plan) -> dict[str, int]:
    """The prefecture first, as whoever sets the program up; all else by sheets. Ids by key of the demonstration."""
    code = plan.top[0].ljust(12, "0")
    bodies.add_bodies(SYSTEM, bodies=[bodies.NewBody("prefecture", plan.top[1], BEGUN, code=code, key="top")])
    hand_in("bodies.areas", "行政区划和村（社区）", _areas(plan))
    hand_in("bodies.under", "村级组织和三资代理中心", _under(plan))
    hand_in("bodies.joints", "联建组织和成员", _joints(plan))
    return _ids(plan)


def _areas(plan: Plan) -> Iterator[Line]:
    cells = {row.code: divmod(place, _COLUMNS) for place, row in enumerate(plan.seats)}
    for code, name in {row.county_code: row.county for row in plan.rows}.items():
        yield {"code": code.ljust(12, "0"), "name": name, "kind": "county", "since": BEGUN}
    for code, name in {row.township_code: row.township for row in plan.rows}.items():
        yield {"code": code.ljust(12, "0"), "name": name, "kind": "township", "since": BEGUN}
    for row in plan.rows:
        y, x = cells.get(row.code, ("", ""))
        yield {
            "code": row.code,
            "name": f"{row.township}{row.name}",
            "kind": "village" if is_village_code(row.code) else "community",
            "short_name": row.name,
            "since": BEGUN,
            "x": x,
            "y": y,
        }


def _under(plan: Plan) -> Iterator[Line]:
    for code, inside in groupby(plan.rows, key=lambda row: row.township_code):
        name = f"{next(inside).township}农村集体三资代理中心"
        yield {"above": code.ljust(12, "0"), "kind": "agency", "name": name, "since": BEGUN}
    for row in plan.seats:
        for kind, name in own_bodies(row):
            yield {"above": row.code, "kind": kind, "name": name, "since": BEGUN}


def own_bodies(row: VillageRow) -> Iterator[tuple[str, str]]:
    """Kind and name of a village's own bodies."""
    yield "branch", f"{row.name}党支部"
    yield "collective", f"{row.township}{row.name}股份经济合作社"
    yield "village_committee", f"{row.name}村民委员会".replace("村村民", "村民")
    yield "supervision", f"{row.name}村务监督委员会".replace("村村务", "村务")


def _joints(plan: Plan) -> Iterator[Line]:
    """The first village of a union is its centre; what joins is the village or one of its own bodies."""
    for group, name in zip(plan.groups, plan.names, strict=True):
        own = {"name": name, "kind": group.kind, "above": seat_of(group).ljust(12, "0"), "since": JOINED}
        for place, row in enumerate(group.villages):
            member = row.code if group.joins == "village" else dict(own_bodies(row))[group.joins]
            yield {**own, "member": member, "role": "member" if place else "centre", "joined": JOINED}


def seat_of(group: Group) -> str:
    """The code of the township all its villages lie in, or of the county."""
    townships = {row.township_code for row in group.villages}
    return group.villages[0].township_code if len(townships) == 1 else group.county_code


def _ids(plan: Plan) -> dict[str, int]:
    found = bodies.Lookup(clock.today())

    def known(kind: str, name: str, above: int) -> int:
        spot = found.known(kind, name, above)
        assert spot is not None, (kind, name)
        return spot.id

    ids = {"top": area(found, plan.top[0])}
    for row in plan.rows:
        for code in (row.county_code, row.township_code, row.code):
            ids[code] = ids.get(code) or area(found, code)
        agency = f"agency{row.township_code}"
        name = f"{row.township}农村集体三资代理中心"
        ids[agency] = ids.get(agency) or known("agency", name, ids[row.township_code])
    for row in plan.seats:
        for kind, name in own_bodies(row):
            ids[f"{row.code}/{kind}"] = known(kind, name, ids[row.code])
    for number, (group, name) in enumerate(zip(plan.groups, plan.names, strict=True)):
        ids[f"joint{number}"] = known(group.kind, name, ids[seat_of(group)])
    return ids


def area(found: bodies.Lookup, code: str) -> int:
    spot = found.by_code(code.ljust(12, "0"))
    assert spot is not None, code
    return spot.id


def add(wanted: Sequence[bodies.NewBody]) -> dict[str, int]:
    """More bodies, each under a registered one; unions by their own sheet, without members yet. Ids by key."""
    found = bodies.Lookup(clock.today())
    unions = set(bodies.kinds_of("joint"))
    hand_in("bodies.under", "其他单位", [_line(one, found) for one in wanted if one.kind not in unions])
    hand_in("bodies.joints", "其他联建组织", [_line(one, found) for one in wanted if one.kind in unions])
    found = bodies.Lookup(clock.today())
    made = [(one.key, found.known(one.kind, one.name, _above(one))) for one in wanted]
    return {key: spot.id for key, spot in made if spot is not None}


def _above(body: bodies.NewBody) -> int:
    assert isinstance(body.under, int), body
    return body.under


def _line(body: bodies.NewBody, found: bodies.Lookup) -> Line:
    above = found.by_id[_above(body)]
    told = {key: getattr(body, key) for key in ("name", "kind", "short_name", "registration_code", "since")}
    return {**told, "above": above.code or above.name}


def join(members: Sequence[bodies.NewMember]) -> None:
    """Members of registered unions, by the same sheet as the unions themselves."""
    found = bodies.Lookup(clock.today())
    hand_in("bodies.joints", "成员单位", [_member(one, found) for one in members])


def _member(member: bodies.NewMember, found: bodies.Lookup) -> Line:
    joint, one = found.by_id[member.joint_id], found.by_id[member.member_id]
    above = found.by_id[joint.parent_id or 0]
    return {
        "name": joint.name,
        "kind": joint.kind,
        "above": above.code or above.name,
        "member": one.code or one.name,
        "role": member.role,
        "joined": member.since,
    }
