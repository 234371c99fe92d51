"""What changes meetings, one verb at a time."""

from liancun.contexts.meetings.actions.attending import hand_in_proxy, hold, record_attendance
from liancun.contexts.meetings.actions.calling import (
    cancel,
    change_notice,
    convene,
    convene_kind,
    delivered,
    put_out_papers,
)
from liancun.contexts.meetings.actions.following import add_follow_up, remind, take_follow_up_step
from liancun.contexts.meetings.actions.ground import SUBJECT
from liancun.contexts.meetings.actions.minuting import Said, confirm, correct, draft_minutes

__all__ = [
    "SUBJECT",
    "Said",
    "add_follow_up",
    "cancel",
    "change_notice",
    "confirm",
    "convene",
    "convene_kind",
    "correct",
    "delivered",
    "draft_minutes",
    "hand_in_proxy",
    "hold",
    "put_out_papers",
    "record_attendance",
    "remind",
    "take_follow_up_step",
]
