"""Who may open and repair accounts: the system administrator of the county, who holds no other right."""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    Rule("identity.create_user", role="system_admin", relation="subtree"),
    Rule("identity.set_password", role="system_admin", relation="subtree"),
)
