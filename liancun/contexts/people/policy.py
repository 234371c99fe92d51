"""Who may keep persons, households and rolls, who asks for changes and who decides them."""

from __future__ import annotations

from liancun.framework.permissions import Rule

_KEEPING = ("add_person", "enrol", "see_roll", "see_person", "keep_household", "ask_change")

POLICY = (
    *(
        Rule(f"people.{verb}", role=role, relation="self")
        for verb in _KEEPING
        for role in ("branch_secretary", "village_clerk")
    ),
    *(
        Rule(f"people.{verb}", role=role, relation="subtree")
        for verb in (*_KEEPING, "open_roll", "decide_change")
        for role in ("county_officer", "township_officer")
    ),
    # Deciding is neither asking nor supervising: the secretary and the approver, never the clerk or the supervisor.
    Rule("people.decide_change", role="branch_secretary", relation="self"),
    Rule("people.decide_change", role="village_approver", relation="self"),
    Rule("people.see_roll", role="supervisor", relation="self"),
    Rule("people.see_roll", role="village_approver", relation="self"),
    # Numbers are opened where the person is served; minors' and health also pass the row policies.
    *(
        Rule(f"people.{verb}", role=role, relation="self")
        for verb in ("open_numbers", "keep_number", "record_consent", "serve_person")
        for role in ("branch_secretary", "village_clerk", "minors_keeper", "health_keeper")
    ),
    *(
        Rule(f"people.{verb}", role="township_officer", relation="subtree")
        for verb in ("open_numbers", "serve_person", "export_numbers", "confirm_erasure", "propose_erasures")
    ),
    # The two in charge of minors: they alone read them, so they register, house and ask for them too.
    *(Rule(f"people.{verb}", role="minors_keeper", relation="self") for verb in _KEEPING if verb != "enrol"),
    Rule("people.export_numbers", role="branch_secretary", relation="self"),
    *(
        Rule("people.see_assessment", role=role, relation="subtree")
        for role in ("security_admin", "auditor", "county_officer")
    ),
    Rule("people.sign_assessment", role="security_admin", relation="subtree"),
)
