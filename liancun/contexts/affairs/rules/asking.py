"""What may be asked of a matter, by whom, and how the answer reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .procedure import Article
from .track import Outcome


class Act(StrEnum):
    DELIBERATE = "deliberate"
    MARK_LATE = "mark-late"
    CONVENE = "convene"
    RESOLVE = "resolve"
    TAKE_STEP = "take-step"
    PUBLISH_STEP = "publish-step"
    CONSENT = "consent"
    DECIDE_ESCALATION = "decide-escalation"
    PUBLISH_DECISION = "publish-decision"
    TAKE_EFFECT = "take-effect"
    REVOKE = "revoke"
    PUBLISH_RESULT = "publish-result"
    OPEN_RATING = "open-rating"
    RATE = "rate"
    CLOSE_RATING = "close-rating"


_OFFICE = frozenset({"committee_secretary", "committee_clerk"})
_BODY = frozenset({"branch_secretary", "village_approver", "supervisor", "coop_officer"}) | _OFFICE
_ABOVE = frozenset({"township_approver", "township_officer", "county_officer"})

WHO: Mapping[Act, frozenset[str]] = {
    Act.DELIBERATE: frozenset({"branch_secretary"}),
    Act.MARK_LATE: frozenset({"system"}),
    Act.CONVENE: _OFFICE,
    Act.RESOLVE: _OFFICE,
    Act.TAKE_STEP: _BODY,
    Act.PUBLISH_STEP: _BODY,
    Act.CONSENT: _ABOVE,
    Act.DECIDE_ESCALATION: frozenset({"township_approver"}),
    Act.PUBLISH_DECISION: _BODY,
    Act.TAKE_EFFECT: _BODY | {"system"},
    Act.REVOKE: frozenset({"system"}),
    Act.PUBLISH_RESULT: _BODY,
    Act.OPEN_RATING: _BODY,
    Act.RATE: frozenset({"stranger"}),
    Act.CLOSE_RATING: _BODY | {"system"},
}


@dataclass(frozen=True)
class Asked:
    """An act with its particulars. `passed`: how the meeting came out, or whether consent was given.

    `village`: the body concerned; None for the joint body. `counts`: the stages as which the record counts too.
    """

    act: Act
    day: date
    village: int | None = None
    step: str = ""
    passed: bool = True
    counts: bool | tuple[str, ...] = False
    meets_on: date | None = None
    closes_on: date | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Ruling:
    """Yes, or why not: a message id with parameters and the article it rests on."""

    allowed: bool
    reason: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    article: str = ""


YES = Ruling(True)


def no(reason: str, article: Article | None = None, **params: object) -> Ruling:
    return Ruling(False, reason, params, article.words if article else "")
