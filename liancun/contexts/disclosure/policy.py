"""Who may publish for a body, answer what it receives, and look after it. Reading needs no rule: notices are public."""

from __future__ import annotations

from liancun.framework.permissions import Rule

OFFICE = ("committee_secretary", "committee_clerk", "branch_secretary", "coop_officer")
READERS = (
    *OFFICE,
    "county_officer",
    "township_officer",
    "village_clerk",
    "village_approver",
    "township_approver",
    "supervisor",
    "agency_accountant",
    "agency_reviewer",
    "auditor",
)

POLICY = (
    *(Rule("disclosure.read", role=role) for role in READERS),
    *(Rule(f"disclosure.{act}", role=role) for act in ("publish", "answer", "withdraw", "open_contact", "plan")
      for role in OFFICE),
    *(Rule("disclosure.board_photo", role=role) for role in (*OFFICE, "village_clerk", "supervisor")),
    *(Rule("disclosure.read_plans", role=role) for role in (*OFFICE, "supervisor", "township_officer", "township_approver")),
    Rule("disclosure.review", role="supervisor"),
    *(Rule("disclosure.decide_complaint", role=role) for role in ("township_officer", "township_approver")),
)  # fmt: skip
