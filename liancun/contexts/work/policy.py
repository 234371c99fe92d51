"""Who may do what with tasks."""

from __future__ import annotations

from liancun.framework.permissions import Rule

READERS = ("branch_secretary", "village_clerk", "village_approver", "supervisor", "county_officer",
           "township_officer", "auditor")  # fmt: skip

POLICY = (
    *(Rule("work.read_tasks", role=role) for role in READERS),
    *(
        Rule("work.read_tasks", role=role, relation="members")
        for role in ("committee_secretary", "committee_clerk")
    ),
    Rule("work.finish_task", role="branch_secretary"),
    Rule("work.finish_task", role="village_clerk"),
)
