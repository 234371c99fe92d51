"""Who may do what with assets, land and contracts. The body asked about is the owner of the book."""

from __future__ import annotations

from liancun.framework.permissions import Relation, Rule

_Holder = tuple[str, Relation]
_CLERK: _Holder = ("village_clerk", "self")
_ACCOUNTANT: _Holder = ("agency_accountant", "clients")
_READERS: tuple[_Holder, ...] = (
    ("branch_secretary", "self"),
    _CLERK,
    ("village_approver", "self"),
    ("supervisor", "self"),
    _ACCOUNTANT,
    ("agency_reviewer", "clients"),
    ("township_officer", "subtree"),
    ("township_approver", "subtree"),
    ("county_officer", "subtree"),
)


def _rules(action: str, *holders: _Holder) -> tuple[Rule, ...]:
    return tuple(Rule(f"estate.{action}", role, relation) for role, relation in holders)


POLICY: tuple[Rule, ...] = (
    *_rules("read", *_READERS),
    *_rules("register", _CLERK, _ACCOUNTANT),
    *_rules("make_contract", _CLERK, _ACCOUNTANT),
    *_rules("record_receipt", _CLERK, _ACCOUNTANT),
    *_rules("count", _CLERK, ("supervisor", "self")),
    *_rules("dispose", _ACCOUNTANT),
    *_rules("propose_wear", _ACCOUNTANT),
    *_rules("spread_rent", _ACCOUNTANT),
)
