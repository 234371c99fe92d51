"""Who may open a vote of a body, record it, count it, confirm the count and close it; reading follows the scope."""

from __future__ import annotations

from liancun.framework.permissions import Rule

KEEPERS = ("committee_secretary", "committee_clerk", "branch_secretary")
WITNESSES = (*KEEPERS, "supervisor", "village_clerk", "village_approver", "township_officer")
READERS = (*WITNESSES, "county_officer", "township_approver", "auditor")

POLICY = (
    *(Rule("ballots.read", role=role) for role in READERS),
    *(Rule(f"ballots.{act}", role=role) for act in ("open", "cast", "count", "close") for role in KEEPERS),
    *(Rule("ballots.witness", role=role) for role in WITNESSES),
)
