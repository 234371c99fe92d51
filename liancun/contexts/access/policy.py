"""The security administrator sees who may what; nobody grants here: rights come from posts."""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    Rule("access.see_grants", role="security_admin", relation="subtree"),
    Rule("access.see_grants", role="auditor", relation="subtree"),
)
