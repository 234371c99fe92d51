"""The only door of formation: the planner as a pure library."""

from __future__ import annotations

from liancun.contexts.formation.rules.checking import faults, plan_score
from liancun.contexts.formation.rules.explaining import Explainer, compared
from liancun.contexts.formation.rules.problem import (
    PROFILES,
    TERMS,
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
from liancun.contexts.formation.rules.searching import Effort, search

__all__ = [
    "PROFILES",
    "TERMS",
    "Effort",
    "Explainer",
    "Group",
    "Link",
    "Plan",
    "Problem",
    "Profile",
    "Rules",
    "Score",
    "Supply",
    "Village",
    "compared",
    "faults",
    "plan_score",
    "search",
]
