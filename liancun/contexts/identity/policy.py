"""Who may open and repair accounts: the system administrator of the county, who holds no other right.

A lost second factor is taken off by the security administrator: taking over an account needs two administrators.
"""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    *(
        Rule(f"identity.{verb}", role="system_admin", relation="subtree")
        for verb in ("create_user", "set_password", "block", "unblock")
    ),
    Rule("identity.reset_second_factor", role="security_admin", relation="subtree"),
)
