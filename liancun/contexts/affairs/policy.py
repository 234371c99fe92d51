"""Who may do what with joint matters. Reading follows the scope; acting follows `rules.acts.WHO`."""

from __future__ import annotations

from liancun.contexts.affairs.rules.acts import WHO, Act
from liancun.framework.permissions import Rule

READERS = (
    "committee_secretary",
    "committee_clerk",
    "branch_secretary",
    "village_clerk",
    "village_approver",
    "supervisor",
    "county_officer",
    "township_officer",
    "township_approver",
    "auditor",
)
VERBS: dict[Act, str] = {
    Act.DELIBERATE: "record_deliberation",
    Act.CONVENE: "convene_committee",
    Act.RESOLVE: "adopt_resolution",
    Act.TAKE_STEP: "take_village_step",
    Act.PUBLISH_DECISION: "publish_decision",
    Act.TAKE_EFFECT: "take_effect",
    Act.PUBLISH_RESULT: "publish_result",
    Act.OPEN_RATING: "open_rating",
    Act.CLOSE_RATING: "close_rating",
}
PEOPLE = {"branch_secretary", "committee_secretary", "committee_clerk"}

POLICY = (
    *(Rule("affairs.read", role=role) for role in READERS),
    Rule("affairs.raise_matter", role="branch_secretary"),
    Rule("affairs.see_limits", role="township_officer"),
    *(
        Rule(f"affairs.{verb}", role=role)
        for act, verb in VERBS.items()
        for role in sorted(WHO[act] & PEOPLE)
    ),
)
