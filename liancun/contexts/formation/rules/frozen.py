"""A problem and its plans as plain values, the same bytes each time: what is kept can be read and worked again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from liancun.contexts.formation.rules.outlines import Sheet
from liancun.contexts.formation.rules.problem import (
    Certificate,
    Group,
    Link,
    Plan,
    Problem,
    Profile,
    Rules,
    Score,
    Supply,
    Village,
)

Plain = dict[str, Any]


def bytes_of(value: object) -> bytes:
    """One way of writing a plain value: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def told(problem: Problem) -> Plain:
    """The problem as JSON values; `problem_of` gives the same problem back."""
    return {
        "villages": [_village(one) for one in problem.villages],
        "links": [[one.one, one.other, one.minutes] for one in problem.links],
        "supplies": [[one.seller, one.buyer, one.amount] for one in problem.supplies],
        "rules": asdict(problem.rules),
        "profile": asdict(problem.profile),
    }


def told_sheet(sheet: Sheet, sources: Sequence[str]) -> Plain:
    """Cells as they lie, with what must be said of where they come from; `drawing_of` gives them back."""
    return {**asdict(sheet), "sources": list(sources)}


def drawing_of(value: Mapping[str, Any] | None) -> tuple[Sheet | None, tuple[str, ...]]:
    if not value:
        return None, ()
    shapes = tuple(tuple(tuple((x, y) for x, y in ring) for ring in shape) for shape in value["shapes"])
    spots = tuple((x, y) for x, y in value["spots"])
    return Sheet(value["width"], value["height"], shapes, spots), tuple(value["sources"])


def _village(one: Village) -> Plain:
    return {**asdict(one), "industries": dict(one.industries), "has": dict(one.has), "needs": dict(one.needs)}


def problem_of(value: Mapping[str, Any]) -> Problem:
    return Problem(
        tuple(Village(**{**one, "traits": tuple(one["traits"])}) for one in value["villages"]),
        tuple(Link(*one) for one in value["links"]),
        tuple(Supply(*one) for one in value["supplies"]),
        rules_of(value["rules"]),
        Profile(**value["profile"]),
    )


_SETS = ("together", "apart", "kept")


def rules_of(value: Mapping[str, Any]) -> Rules:
    """Lists of JSON become tuples again."""
    sets = {name: tuple(tuple(one) for one in value[name]) for name in _SETS}
    return Rules(**{**value, **sets, "groups": tuple(value["groups"])})


def groups_told(plan: Plan) -> Plain:
    return {
        "groups": [{"centre": one.centre, "members": list(one.members)} for one in plan.groups],
        "waiting": list(plan.waiting),
    }


def plan_of(value: Mapping[str, Any]) -> Plan:
    groups = tuple(Group(one["centre"], tuple(one["members"])) for one in value["groups"])
    return Plan(groups, tuple(value["waiting"]))


def score_told(score: Score) -> dict[str, float]:
    return {term: round(value, 9) for term, value in score}


def certificate_told(found: Certificate) -> Plain:
    return {
        "prices": dict(found.prices),
        "per_group": found.per_group,
        "centres": dict(found.centres),
        "bound": found.bound,
    }


def certificate_of(value: Mapping[str, Any]) -> Certificate:
    return Certificate(value["prices"], value["per_group"], value["centres"], value["bound"])
