"""The only door of formation: the planner as a pure library, and plannings kept in the platform."""

from __future__ import annotations

from liancun.contexts.formation.actions.applying import (
    apply,
    found_group,
    raise_joining,
    review_for_county,
    review_for_township,
)
from liancun.contexts.formation.actions.asking import Asked, begin_planning, usual_question
from liancun.contexts.formation.actions.fronting import work_front
from liancun.contexts.formation.actions.links import NewDelivery, NewRoad, record_deliveries, record_roads
from liancun.contexts.formation.actions.working import work_planning
from liancun.contexts.formation.queries.applications import members_of
from liancun.contexts.formation.queries.cards import ripest
from liancun.contexts.formation.queries.known import others_than
from liancun.contexts.formation.rules.assigning import Assignment, Pair
from liancun.contexts.formation.rules.attaching import Attachment, Outsider, attached
from liancun.contexts.formation.rules.borders import beside, middle_of, sheet_of
from liancun.contexts.formation.rules.bounding import Proof, TooMany, prove
from liancun.contexts.formation.rules.checking import faults, plan_score
from liancun.contexts.formation.rules.comparing import Change, Comparison, Side, compare, plan_of
from liancun.contexts.formation.rules.counties import CountyPlan, fingerprint, plan_counties
from liancun.contexts.formation.rules.explaining import Explainer
from liancun.contexts.formation.rules.front import AIMS, Front, Point, front, hypervolume
from liancun.contexts.formation.rules.outlines import Area, Sheet, area_of
from liancun.contexts.formation.rules.pairing import (
    Agency,
    Helper,
    Household,
    PairRules,
    PairWeights,
    assign_households,
    pair_agencies,
    pair_villages,
)
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
from liancun.contexts.formation.rules.rotas import (
    Person,
    Rota,
    RotaRules,
    Swap,
    Turn,
    rota,
    rota_faults,
    swapped,
    swaps,
)
from liancun.contexts.formation.rules.saying import Sentence
from liancun.contexts.formation.rules.searching import Effort, search
from liancun.contexts.formation.rules.stages import (
    Criterion,
    Gate,
    Line,
    ScoreCard,
    Step,
    score_card,
    staged,
    standard_criteria,
    why_waiting,
)
from liancun.contexts.formation.rules.trying import Effect, Replanned, Trial, replan, try_move
from liancun.contexts.formation.rules.verifying import verified

__all__ = [
    "AIMS",
    "PROFILES",
    "TERMS",
    "Agency",
    "Area",
    "Asked",
    "Assignment",
    "Attachment",
    "Certificate",
    "Change",
    "Comparison",
    "CountyPlan",
    "Criterion",
    "Effect",
    "Effort",
    "Explainer",
    "Front",
    "Gate",
    "Group",
    "Helper",
    "Household",
    "Line",
    "Link",
    "NewDelivery",
    "NewRoad",
    "Outsider",
    "Pair",
    "PairRules",
    "PairWeights",
    "Person",
    "Plan",
    "Point",
    "Problem",
    "Profile",
    "Proof",
    "Replanned",
    "Rota",
    "RotaRules",
    "Rules",
    "Score",
    "ScoreCard",
    "Sentence",
    "Sheet",
    "Side",
    "Step",
    "Supply",
    "Swap",
    "TooMany",
    "Trial",
    "Turn",
    "Village",
    "apply",
    "area_of",
    "assign_households",
    "attached",
    "begin_planning",
    "beside",
    "compare",
    "faults",
    "fingerprint",
    "found_group",
    "front",
    "hypervolume",
    "members_of",
    "middle_of",
    "others_than",
    "pair_agencies",
    "pair_villages",
    "plan_counties",
    "plan_of",
    "plan_score",
    "prove",
    "raise_joining",
    "record_deliveries",
    "record_roads",
    "replan",
    "review_for_county",
    "review_for_township",
    "ripest",
    "rota",
    "rota_faults",
    "score_card",
    "search",
    "sheet_of",
    "staged",
    "standard_criteria",
    "swapped",
    "swaps",
    "try_move",
    "usual_question",
    "verified",
    "why_waiting",
    "work_front",
    "work_planning",
]
