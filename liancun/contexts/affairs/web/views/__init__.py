from liancun.contexts.affairs.web.views.committee import convene, effect, raise_matter, resolve
from liancun.contexts.affairs.web.views.pages import matter, matters
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
    "assembly",
    "close_rating",
    "convene",
    "decide",
    "deliberate",
    "effect",
    "matter",
    "matters",
    "publish",
    "raise_matter",
    "rating",
    "resolve",
    "result",
    "step",
    "vote",
    "waiting",
]
