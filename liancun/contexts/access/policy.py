"""The security administrator sees who may what; nobody grants here: rights come from posts.

Accounts and keys of programs are the system administrator's work, who reads no record of any business.
"""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    Rule("access.see_grants", role="security_admin", relation="subtree"),
    Rule("access.see_grants", role="auditor", relation="subtree"),
    Rule("access.make_key", role="system_admin", relation="subtree"),
    Rule("access.revoke_key", role="system_admin", relation="subtree"),
)
