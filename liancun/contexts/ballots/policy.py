"""Who may open a vote of a body, record it, count it, confirm the count and close it; reading follows the scope."""

from __future__ import annotations

from liancun.framework.permissions import Rule

KEEPERS = ("committee_secretary", "committee_clerk", "branch_secretary", "coop_officer")
WITNESSES = (*KEEPERS, "supervisor", "village_clerk", "village_approver", "township_officer")
READERS = (*WITNESSES, "county_officer", "township_approver", "auditor")

OF_KEEPERS = ("open", "cast", "count", "close", "keep_proxies", "issue_slips", "correct_roll")
OF_OFFICERS = (
    "keep_half",
    "bring_half",
    "wish_void",
    "witness",
    "enter_paper",
    "serve_station",
    "confirm_correction",
)

# What the head of a supervisory board may do with the board's own ballots, and with no others.
OWN_BOARD, OWN_BOARD_KIND = "ballots.act_for_supervisors", "supervision"
OF_THE_BOARD = tuple(f"ballots.{act}" for act in OF_KEEPERS)

POLICY = (
    *(Rule("ballots.read", role=role) for role in READERS),
    *(Rule(f"ballots.{act}", role=role) for act in OF_KEEPERS for role in KEEPERS),
    *(Rule(f"ballots.{act}", role=role) for act in OF_OFFICERS for role in WITNESSES),
    Rule("ballots.keep_proxies", role="village_clerk"),
    Rule(OWN_BOARD, role="supervisor"),
    Rule("ballots.record_extra_votes", role="coop_officer"),
)
