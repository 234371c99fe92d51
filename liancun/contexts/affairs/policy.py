"""Who may do what with matters. Reading follows the scope; acting follows `rules.acts.WHO`.

A body's own steps belong to its own officers: who they are follows from who convenes its deciding meeting.
"""

from __future__ import annotations

from liancun.contexts.affairs.rules.acts import Act
from liancun.contexts.affairs.rules.binding import deciding_stage
from liancun.contexts.affairs.rules.life import Life, Track
from liancun.contexts.affairs.rules.procedure import Stage
from liancun.framework.permissions import Rule

READERS = (
    "committee_secretary",
    "committee_clerk",
    "branch_secretary",
    "village_clerk",
    "village_approver",
    "supervisor",
    "coop_officer",
    "county_officer",
    "township_officer",
    "township_approver",
    "auditor",
)
OFFICE = ("committee_secretary", "committee_clerk")
VILLAGE = ("branch_secretary", "village_approver")
VERBS: dict[Act, str] = {
    Act.DELIBERATE: "record_deliberation",
    Act.CONVENE: "convene_committee",
    Act.RESOLVE: "adopt_resolution",
    Act.TAKE_STEP: "take_village_step",
    Act.PUBLISH_STEP: "publish_step",
    Act.CONSENT: "record_consent",
    Act.DECIDE_ESCALATION: "decide_escalation",
    Act.PUBLISH_DECISION: "publish_decision",
    Act.TAKE_EFFECT: "take_effect",
    Act.PUBLISH_RESULT: "publish_result",
    Act.OPEN_RATING: "open_rating",
    Act.CLOSE_RATING: "close_rating",
}
# Who acts for a body that is no village, and which verb of the permission table that is.
OTHERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "office": ("act_for_office", OFFICE),
    "supervisors": ("act_for_supervisors", ("supervisor",)),
    "cooperative": ("act_for_cooperative", ("coop_officer",)),
}
ABOVE: dict[str, str] = {
    "township_approver": "record_consent",
    "township_officer": "record_filing",
    "county_officer": "record_county_consent",
}
_OWN = (Act.TAKE_STEP, Act.PUBLISH_STEP, Act.PUBLISH_DECISION, Act.PUBLISH_RESULT)
_ALONE = (Act.TAKE_EFFECT, Act.OPEN_RATING, Act.CLOSE_RATING)
EVERY_VERB = (
    *VERBS.values(),
    *(verb for verb, _ in OTHERS.values()),
    *(verb for verb in ABOVE.values() if verb != "record_consent"),
)

POLICY = (
    *(Rule("affairs.read", role=role) for role in READERS),
    Rule("affairs.raise_matter", role="branch_secretary"),
    *(Rule("affairs.raise_own", role=role) for role in (*VILLAGE, *OFFICE, "supervisor", "coop_officer")),
    Rule("affairs.raise_demanded", role="township_officer"),
    Rule("affairs.see_limits", role="township_officer"),
    Rule("affairs.record_deliberation", role="branch_secretary"),
    *(
        Rule(f"affairs.{verb}", role=role)
        for verb in ("take_village_step", "publish_step", "publish_decision", "publish_result")
        for role in VILLAGE
    ),
    *(
        Rule(f"affairs.{verb}", role=role)
        for verb in ("convene_committee", "adopt_resolution", "take_effect", "open_rating", "close_rating")
        for role in OFFICE
    ),
    *(Rule(f"affairs.{verb}", role=role) for verb, roles in OTHERS.values() for role in roles),
    *(Rule(f"affairs.{verb}", role=role) for role, verb in ABOVE.items()),
    Rule("affairs.decide_escalation", role="township_approver"),
)


def officers_of(stage: Stage | None) -> str:
    """ "village", or the key of OTHERS whose officers take this body's steps."""
    conveners = set(stage.convener) if stage else set()
    if not conveners or conveners & set(VILLAGE):
        return "village"
    return next((key for key, (_, roles) in OTHERS.items() if conveners & set(roles)), "village")


def verbs_for(act: Act, life: Life, track: Track | None, step: str = "") -> tuple[str, ...]:
    """The verbs of the permission table, one of which this act asks for."""
    if act is Act.CONSENT:
        stage = track.stage(step) if track else life.approval_due
        return tuple(
            verb for role, verb in ABOVE.items() if not stage or not stage.convener or role in stage.convener
        )
    if act not in VERBS:
        return ()
    alone = life.plan.outer is None and act in _ALONE
    if act not in _OWN and not alone:
        return (VERBS[act],)
    whose = track or (life.tracks[0] if life.tracks else None)
    group = officers_of(deciding_stage(whose)) if whose else "village"
    if group != "village":
        return (OTHERS[group][0],)
    return ("take_village_step",) if alone else (VERBS[act],)
