"""Who may call a meeting of a body, keep its attendance and confirm its minutes; reading follows the scope."""

from __future__ import annotations

from liancun.framework.permissions import Rule

KEEPERS = ("committee_secretary", "committee_clerk", "branch_secretary")
READERS = (
    *KEEPERS,
    "county_officer",
    "township_officer",
    "township_approver",
    "village_clerk",
    "village_approver",
    "supervisor",
    "auditor",
)

POLICY = (
    *(Rule("meetings.read", role=role) for role in READERS),
    *(Rule(f"meetings.{act}", role=role) for act in ("convene", "attend", "confirm") for role in KEEPERS),
)
