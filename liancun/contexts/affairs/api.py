"""The only door of `affairs`."""

from liancun.contexts.affairs.actions.above import decide_escalation, record_consent
from liancun.contexts.affairs.actions.buying import record_purchase_paper
from liancun.contexts.affairs.actions.deliberating import record_deliberation
from liancun.contexts.affairs.actions.hooks import Adoption, on_adopted
from liancun.contexts.affairs.actions.publishing import publish_decision, publish_result, publish_step
from liancun.contexts.affairs.actions.raising import raise_matter
from liancun.contexts.affairs.actions.raising_own import raise_own
from liancun.contexts.affairs.actions.rating import (
    Rated,
    RatingPage,
    Slips,
    close_rating,
    open_rating,
    rate,
    rating_of,
)
from liancun.contexts.affairs.actions.resolving import adopt_resolution, convene_committee
from liancun.contexts.affairs.actions.reviewing import send_to_review
from liancun.contexts.affairs.actions.taking_effect import keep_time, mark_late, take_effect
from liancun.contexts.affairs.actions.village_steps import (
    convene_assembly,
    open_vote,
    record_decision,
    record_hearing,
    record_village_step,
)
from liancun.contexts.affairs.metrics import satisfaction
from liancun.contexts.affairs.queries.lines import (
    Event,
    MatterLine,
    bound_villages,
    lines,
    listed,
    matter_line,
    timeline,
)
from liancun.contexts.affairs.queries.lives import SUBJECT
from liancun.contexts.affairs.queries.lives import load as matter
from liancun.contexts.affairs.queries.overview import (
    Followed,
    raised_by_quarter,
    results_by_quarter,
    running_by_joint,
)
from liancun.contexts.affairs.queries.steps import Waiting, waiting_on
from liancun.contexts.affairs.rules.life import State
from liancun.contexts.affairs.rules.rating import MARK_KEYS, MARK_WORDS

__all__ = [
    "MARK_KEYS",
    "MARK_WORDS",
    "SUBJECT",
    "Adoption",
    "Event",
    "Followed",
    "MatterLine",
    "Rated",
    "RatingPage",
    "Slips",
    "State",
    "Waiting",
    "adopt_resolution",
    "bound_villages",
    "close_rating",
    "convene_assembly",
    "convene_committee",
    "decide_escalation",
    "keep_time",
    "lines",
    "listed",
    "mark_late",
    "matter",
    "matter_line",
    "on_adopted",
    "open_rating",
    "open_vote",
    "publish_decision",
    "publish_result",
    "publish_step",
    "raise_matter",
    "raise_own",
    "raised_by_quarter",
    "rate",
    "rating_of",
    "record_consent",
    "record_decision",
    "record_deliberation",
    "record_hearing",
    "record_purchase_paper",
    "record_village_step",
    "results_by_quarter",
    "running_by_joint",
    "satisfaction",
    "send_to_review",
    "take_effect",
    "timeline",
    "waiting_on",
]
