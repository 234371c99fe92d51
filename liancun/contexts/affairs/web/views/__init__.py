from liancun.contexts.affairs.web.views.above import approval, consent, escalation
from liancun.contexts.affairs.web.views.buying import purchase
from liancun.contexts.affairs.web.views.committee import convene, effect, resolve
from liancun.contexts.affairs.web.views.more_steps import display, hearing
from liancun.contexts.affairs.web.views.pages import matter, matters
from liancun.contexts.affairs.web.views.paperwork import registration_paper, resolution_paper
from liancun.contexts.affairs.web.views.raising import raise_matter
from liancun.contexts.affairs.web.views.rating import close_rating, rating
from liancun.contexts.affairs.web.views.village import (
    assembly,
    decide,
    deliberate,
    publish,
    result,
    step,
    vote,
)
from liancun.contexts.affairs.web.views.waiting import waiting

__all__ = [
    "approval",
    "assembly",
    "close_rating",
    "consent",
    "convene",
    "decide",
    "deliberate",
    "display",
    "effect",
    "escalation",
    "hearing",
    "matter",
    "matters",
    "publish",
    "purchase",
    "raise_matter",
    "rating",
    "registration_paper",
    "resolution_paper",
    "resolve",
    "result",
    "step",
    "vote",
    "waiting",
]
