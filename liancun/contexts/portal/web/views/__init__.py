from liancun.contexts.portal.web.views.booth import booth
from liancun.contexts.portal.web.views.counts import vote_file, vote_result
from liancun.contexts.portal.web.views.following import matter
from liancun.contexts.portal.web.views.heads import heads, heads_file
from liancun.contexts.portal.web.views.notices import complain, notice, received, short
from liancun.contexts.portal.web.views.privacy import privacy
from liancun.contexts.portal.web.views.rating import enter_token, rating
from liancun.contexts.portal.web.views.villages import index, village
from liancun.contexts.portal.web.views.voting import enter_slip, vote

__all__ = [
    "booth",
    "complain",
    "enter_slip",
    "enter_token",
    "heads",
    "heads_file",
    "index",
    "matter",
    "notice",
    "privacy",
    "rating",
    "received",
    "short",
    "village",
    "vote",
    "vote_file",
    "vote_result",
]
