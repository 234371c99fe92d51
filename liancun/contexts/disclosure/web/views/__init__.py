"""Office pages of notices."""

from liancun.contexts.disclosure.web.views.pages import answer, contact, notice, notices, poster, withdraw
from liancun.contexts.disclosure.web.views.waiting import waiting

__all__ = ["answer", "contact", "notice", "notices", "poster", "waiting", "withdraw"]
