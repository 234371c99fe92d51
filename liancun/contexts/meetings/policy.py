"""Who may call a meeting of a body, keep its attendance and confirm its minutes; reading follows the scope.

The supervisors' own meetings are kept by the supervisors alone (`keep_own`). Whom a meeting gave something to do
reports on it without a rule: it was given to them.
"""

from __future__ import annotations

from liancun.framework.permissions import Rule

KEEPERS = ("committee_secretary", "committee_clerk", "branch_secretary", "village_approver", "coop_officer")
READERS = (
    *KEEPERS,
    "county_officer",
    "township_officer",
    "township_approver",
    "village_clerk",
    "supervisor",
    "auditor",
)

POLICY = (
    *(Rule("meetings.read", role=role) for role in READERS),
    *(Rule(f"meetings.{act}", role=role) for act in ("convene", "attend", "confirm") for role in KEEPERS),
    *(Rule("meetings.countersign", role=role) for role in (*KEEPERS, "supervisor")),
    Rule("meetings.keep_own", role="supervisor"),
)
