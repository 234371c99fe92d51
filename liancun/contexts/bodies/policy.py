"""Who may change the register of bodies, found joint bodies and sign agreements."""

from __future__ import annotations

from liancun.framework.permissions import Relation, Rule

POLICY: tuple[Rule, ...] = (
    Rule("bodies.add_body", role="county_officer", relation="subtree"),
    Rule("bodies.change_body", role="county_officer", relation="subtree"),
    Rule("bodies.end_body", role="county_officer", relation="subtree"),
    Rule("bodies.found_joint", role="county_officer", relation="subtree"),
    Rule("bodies.join", role="county_officer", relation="subtree"),
    Rule("bodies.leave", role="county_officer", relation="subtree"),
    Rule("bodies.sign_agency", role="county_officer", relation="subtree"),
    Rule("bodies.sign_agency", role="township_officer", relation="subtree"),
)

_Who = tuple[tuple[str, Relation], ...]
_OFFICERS: _Who = (("county_officer", "subtree"), ("township_officer", "subtree"))
_COMMITTEE: _Who = (("committee_secretary", "self"), ("committee_clerk", "self"))
_VILLAGE: _Who = (
    ("branch_secretary", "self"),
    ("village_clerk", "self"),
    ("village_approver", "self"),
    ("supervisor", "self"),
)
_READERS: _Who = (*_OFFICERS, ("township_approver", "subtree"), *_COMMITTEE, *_VILLAGE)
_MEMBERS: _Who = (("committee_secretary", "members"), ("committee_clerk", "members"))
_WRITERS: _Who = (("branch_secretary", "self"), ("village_clerk", "self"))
_WHO: dict[str, _Who] = {
    "read_facts": (*_READERS, *_MEMBERS),
    "record_facts": (*_OFFICERS, *_WRITERS),
    "flag_body": _OFFICERS,
    "place_body": _OFFICERS,
    "read_agreements": _READERS,
    "draft_agreement": (*_COMMITTEE, *_OFFICERS),
    # A party is signed for by its own officer, never by one above it.
    "sign_agreement": (
        ("branch_secretary", "self"),
        ("village_approver", "self"),
        ("committee_secretary", "self"),
    ),
    "record_signature": (("committee_clerk", "self"), *_OFFICERS),
    "end_agreement": (("committee_secretary", "self"), *_OFFICERS),
    "read_pairings": _READERS,
    "pair": _OFFICERS,
    "record_result": (*_OFFICERS, *_WRITERS),
}
POLICY += tuple(
    Rule(f"bodies.{action}", role=role, relation=relation)
    for action, table in _WHO.items()
    for role, relation in table
)
