"""Who may change the register of bodies, found joint bodies and sign agreements."""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    Rule("bodies.add_body", role="county_officer", relation="subtree"),
    Rule("bodies.change_body", role="county_officer", relation="subtree"),
    Rule("bodies.end_body", role="county_officer", relation="subtree"),
    Rule("bodies.found_joint", role="county_officer", relation="subtree"),
    Rule("bodies.join", role="county_officer", relation="subtree"),
    Rule("bodies.leave", role="county_officer", relation="subtree"),
    Rule("bodies.sign_agency", role="county_officer", relation="subtree"),
    Rule("bodies.sign_agency", role="township_officer", relation="subtree"),
)
