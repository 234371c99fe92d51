"""Who may appoint, relieve, correct and name a delegate: officers of the county and the township, for their area.

A holder names a delegate of their own without a rule: the post is theirs.
"""

from __future__ import annotations

from liancun.framework.permissions import Rule

OFFICERS = ("county_officer", "township_officer")
POLICY = tuple(
    Rule(f"posts.{verb}", role=role, relation="subtree")
    for verb in ("appoint", "relieve", "correct", "delegate")
    for role in OFFICERS
)
