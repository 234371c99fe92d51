"""Who may keep persons and rolls, and see a village's roll (names masked)."""

from __future__ import annotations

from liancun.framework.permissions import Rule

POLICY = (
    *(
        Rule(f"people.{verb}", role=role, relation="self")
        for verb in ("add_person", "enrol", "see_roll")
        for role in ("branch_secretary", "village_clerk")
    ),
    *(
        Rule(f"people.{verb}", role=role, relation="subtree")
        for verb in ("add_person", "enrol", "see_roll")
        for role in ("county_officer", "township_officer")
    ),
    Rule("people.see_roll", role="supervisor", relation="self"),
    Rule("people.see_roll", role="village_approver", relation="self"),
)
