"""Who may appoint and relieve: officers of the county and the township, each for their area."""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = tuple(
    Rule(f"posts.{verb}", role=role, relation="subtree")
    for verb in ("appoint", "relieve")
    for role in ("county_officer", "township_officer")
)
