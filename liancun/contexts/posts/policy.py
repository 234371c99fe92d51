"""Who may appoint, select, make rotas, name contacts and record talent.

Holders name a delegate of their own, whoever has a turn swaps it and hands it over, whoever is a contact writes
down a visit, all without a rule: the post, the turn and the contact are theirs.
"""

from __future__ import annotations

from liancun.framework.permissions import Relation, Rule

OFFICERS = ("county_officer", "township_officer")
COMMITTEE = ("committee_secretary", "committee_clerk")


def _rules(verbs: tuple[str, ...], roles: tuple[str, ...], relation: Relation) -> list[Rule]:
    return [Rule(f"posts.{verb}", role=role, relation=relation) for verb in verbs for role in roles]


POLICY = (
    *_rules(("appoint", "relieve", "correct", "delegate"), OFFICERS, "subtree"),
    *_rules(
        ("open_selection", "make_rota", "make_contact", "take_lead", "record_talent"), OFFICERS, "subtree"
    ),
    *_rules(("open_selection", "make_rota", "make_contact", "take_lead"), COMMITTEE, "self"),
    *_rules(
        ("make_contact", "take_lead", "record_talent", "give_opinion", "settle_issue"), COMMITTEE, "members"
    ),
    *_rules(
        ("open_selection", "record_talent", "give_opinion", "settle_issue"), ("branch_secretary",), "self"
    ),
    *_rules(("give_opinion", "settle_issue"), OFFICERS, "subtree"),
    *_rules(("approve_selection",), (*OFFICERS, "township_approver"), "subtree"),
    *_rules(("see_work",), (*OFFICERS, "township_approver"), "subtree"),
    *_rules(("see_work",), (*COMMITTEE, "branch_secretary"), "self"),
)
