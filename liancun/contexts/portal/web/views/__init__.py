from liancun.contexts.portal.web.views.notices import notice, received
from liancun.contexts.portal.web.views.rating import enter_token, rating
from liancun.contexts.portal.web.views.villages import index, village

__all__ = ["enter_token", "index", "notice", "rating", "received", "village"]
