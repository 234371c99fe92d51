"""Tables of `disclosure`: notices with what was said about them, plans and their review, complaints."""

from liancun.contexts.disclosure.models.complaints import (
    Complaint,
    ComplaintDecision,
    ComplaintText,
    Outcome,
)
from liancun.contexts.disclosure.models.notices import (
    Answer,
    AnswerReminder,
    BoardPhoto,
    Ending,
    Extension,
    Kind,
    Notice,
    NoticeClosing,
    Objection,
    ObjectionText,
    ReleasedText,
)
from liancun.contexts.disclosure.models.plans import DueReminder, Plan, PlanEnding, Review, ReviewAnswer

__all__ = [
    "Answer",
    "AnswerReminder",
    "BoardPhoto",
    "Complaint",
    "ComplaintDecision",
    "ComplaintText",
    "DueReminder",
    "Ending",
    "Extension",
    "Kind",
    "Notice",
    "NoticeClosing",
    "Objection",
    "ObjectionText",
    "Outcome",
    "Plan",
    "PlanEnding",
    "ReleasedText",
    "Review",
    "ReviewAnswer",
]
