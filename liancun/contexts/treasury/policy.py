"""Who may do what with bank accounts. The body asked about is the owner of the book."""

from __future__ import annotations

from liancun.framework.permissions import Relation, Rule

_Holder = tuple[str, Relation]
_VILLAGE: tuple[_Holder, ...] = (
    ("branch_secretary", "self"),
    ("village_clerk", "self"),
    ("village_approver", "self"),
    ("supervisor", "self"),
)
_ACCOUNTANT: _Holder = ("agency_accountant", "clients")
_REVIEWER: _Holder = ("agency_reviewer", "clients")
_TOWNSHIP: _Holder = ("township_officer", "subtree")
_ABOVE: tuple[_Holder, ...] = (_TOWNSHIP, ("township_approver", "subtree"), ("county_officer", "subtree"))


def _rules(action: str, *holders: _Holder) -> tuple[Rule, ...]:
    return tuple(Rule(f"treasury.{action}", role, relation) for role, relation in holders)


POLICY: tuple[Rule, ...] = (
    *_rules("read", *_VILLAGE, _ACCOUNTANT, _REVIEWER, *_ABOVE),
    *_rules("open_custody", ("agency_accountant", "self"), _TOWNSHIP),
    *_rules("open_account", _ACCOUNTANT, _TOWNSHIP),
    *_rules("import_statement", _ACCOUNTANT),
    *_rules("match", _ACCOUNTANT),
    *_rules("reconcile", _ACCOUNTANT),
    *_rules("keep_payee", ("village_clerk", "self"), _ACCOUNTANT),
    *_rules("make_batch", _ACCOUNTANT),
    *_rules("release_batch", _REVIEWER),
    *_rules("record_results", _ACCOUNTANT, _REVIEWER),
)
