"""Who sees the schematic map of all committees; the home page itself is everyone's."""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    Rule("insight.see_map", role="county_officer", relation="subtree"),
    Rule("insight.see_map", role="township_officer", relation="subtree"),
    Rule("insight.see_map", role="auditor", relation="subtree"),
)
