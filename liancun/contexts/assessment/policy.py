"""Who may read scores. A score is of the committee, never of a person."""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    Rule("assessment.read_scores", role="county_officer", relation="subtree"),
    Rule("assessment.read_scores", role="township_officer", relation="subtree"),
    Rule("assessment.read_scores", role="auditor", relation="subtree"),
    Rule("assessment.read_scores", role="committee_secretary"),
    Rule("assessment.read_scores", role="committee_clerk"),
    Rule("assessment.read_scores", role="branch_secretary", relation="joint"),
    Rule("assessment.read_scores", role="supervisor", relation="joint"),
)
