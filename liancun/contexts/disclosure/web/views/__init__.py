"""Office pages of notices, plans and complaints."""

from liancun.contexts.disclosure.web.views.boards import photo, picture, poster, release, result
from liancun.contexts.disclosure.web.views.complaints import complaint, complaint_contact
from liancun.contexts.disclosure.web.views.pages import answer, contact, notice, notices, withdraw
from liancun.contexts.disclosure.web.views.plans import (
    answer_review,
    calendar,
    drop_plan,
    new_plan,
    plan,
    plans,
    publish_plan,
    review,
)
from liancun.contexts.disclosure.web.views.waiting import waiting

__all__ = [
    "answer",
    "answer_review",
    "calendar",
    "complaint",
    "complaint_contact",
    "contact",
    "drop_plan",
    "new_plan",
    "notice",
    "notices",
    "photo",
    "picture",
    "plan",
    "plans",
    "poster",
    "publish_plan",
    "release",
    "result",
    "review",
    "waiting",
    "withdraw",
]
