"""Who may plan groups, look at plans, hand applications in and judge them."""

from __future__ import annotations

from liancun.framework.permissions import Relation, Rule

_Who = tuple[tuple[str, Relation], ...]
_COUNTY: _Who = (("county_officer", "subtree"),)
_TOWNSHIP: _Who = (("township_officer", "subtree"), ("township_approver", "subtree"))
_VILLAGE: _Who = (("branch_secretary", "self"),)
_WHO: dict[str, _Who] = {
    "read_plans": _COUNTY,
    "plan": _COUNTY,
    "read_applications": (*_COUNTY, *_TOWNSHIP, *_VILLAGE),
    "apply": _COUNTY,
    "review_for_township": (("township_approver", "subtree"),),
    "review_for_county": _COUNTY,
    "raise_joining": _VILLAGE,
    "found_group": _COUNTY,
    "assign": _COUNTY,
    "record_roads": (*_COUNTY, ("township_officer", "subtree")),
    "record_deliveries": (*_COUNTY, ("township_officer", "subtree")),
}
POLICY: tuple[Rule, ...] = tuple(
    Rule(f"formation.{action}", role=role, relation=relation)
    for action, table in _WHO.items()
    for role, relation in table
)
