"""The security administrator sees who may what; nobody grants here: rights come from posts.

Accounts and keys of programs are the system administrator's work, who reads no record of any business.
"""

from __future__ import annotations

from liancun.contexts.access.rules.inspections import INSPECTORS
from liancun.framework.permissions import Relation, Rule

KEEPERS: tuple[tuple[str, Relation], ...] = (
    ("branch_secretary", "self"),
    ("village_clerk", "self"),
    ("township_officer", "subtree"),
    ("county_officer", "subtree"),
)

POLICY = (
    Rule("access.see_grants", role="security_admin", relation="subtree"),
    Rule("access.see_grants", role="auditor", relation="subtree"),
    *(
        Rule("access.inspect", role=role, relation="clients" if role.startswith("agency") else "subtree")
        for role in INSPECTORS
    ),
    *(
        Rule(f"access.{verb}", role=role, relation=relation)
        for verb in ("issue_link", "declare_kin")
        for role, relation in KEEPERS
    ),
    Rule("access.make_key", role="system_admin", relation="subtree"),
    Rule("access.revoke_key", role="system_admin", relation="subtree"),
)
