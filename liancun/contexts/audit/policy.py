"""The auditor reads the log, and nobody else does (三员分立: GB/T 22239)."""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    Rule("audit.read", role="auditor", relation="subtree"),
    Rule("audit.export", role="auditor", relation="subtree"),
)
