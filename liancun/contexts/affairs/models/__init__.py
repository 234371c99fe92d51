"""What happened to matters, one row for one event. Only `Matter.state` follows; nothing else changes.

Every row carries in `body` the joint committee, because all members of a committee see all of its matters; or the one
body whose matter it is.
"""

from liancun.contexts.affairs.models.above import (
    Consent,
    Escalation,
    EscalationDecision,
    Revocation,
)
from liancun.contexts.affairs.models.buying import PurchasePaper
from liancun.contexts.affairs.models.matters import (
    IN_SCOPE,
    STATE_WORDS,
    Matter,
    Party,
)
from liancun.contexts.affairs.models.rating import (
    RatingClosing,
    RatingDrive,
    RatingMark,
    RatingToken,
)
from liancun.contexts.affairs.models.steps import (
    Call,
    Effect,
    How,
    Publication,
    Resolution,
    StageRecord,
    Vote,
)

__all__ = [
    "IN_SCOPE",
    "STATE_WORDS",
    "Call",
    "Consent",
    "Effect",
    "Escalation",
    "EscalationDecision",
    "How",
    "Matter",
    "Party",
    "Publication",
    "PurchasePaper",
    "RatingClosing",
    "RatingDrive",
    "RatingMark",
    "RatingToken",
    "Resolution",
    "Revocation",
    "StageRecord",
    "Vote",
]
