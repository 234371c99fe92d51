"""The only door of formation: the planner as a pure library."""

from __future__ import annotations

from liancun.contexts.formation.rules.bounding import Proof, TooMany, prove
from liancun.contexts.formation.rules.checking import faults, plan_score
from liancun.contexts.formation.rules.explaining import Explainer, compared
from liancun.contexts.formation.rules.neighbours import neighbours
from liancun.contexts.formation.rules.problem import (
    PROFILES,
    TERMS,
    Certificate,
    Group,
    Link,
    Plan,
    Problem,
    Profile,
    Rules,
    Score,
    Supply,
    Village,
)
from liancun.contexts.formation.rules.searching import Effort, resumed, search
from liancun.contexts.formation.rules.verifying import verified

__all__ = [
    "PROFILES",
    "TERMS",
    "Certificate",
    "Effort",
    "Explainer",
    "Group",
    "Link",
    "Plan",
    "Problem",
    "Profile",
    "Proof",
    "Rules",
    "Score",
    "Supply",
    "TooMany",
    "Village",
    "compared",
    "faults",
    "neighbours",
    "plan_score",
    "prove",
    "resumed",
    "search",
    "verified",
]
