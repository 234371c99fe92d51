from liancun.contexts.portal.web.views.heads import heads, heads_file
from liancun.contexts.portal.web.views.notices import notice, received
from liancun.contexts.portal.web.views.privacy import privacy
from liancun.contexts.portal.web.views.rating import enter_token, rating
from liancun.contexts.portal.web.views.villages import index, village

__all__ = [
    "enter_token",
    "heads",
    "heads_file",
    "index",
    "notice",
    "privacy",
    "rating",
    "received",
    "village",
]
