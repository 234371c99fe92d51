"""The tables of `posts`. What they promise below the forms is SQL in the migrations."""

from liancun.contexts.posts.models.contacts import Contact, Issue, Lead, LeadResult, Visit
from liancun.contexts.posts.models.offices import Delegation, Post, TermReminder
from liancun.contexts.posts.models.selections import (
    Candidate,
    Opinion,
    Selection,
    SelectionState,
    SelectionStep,
    Stand,
)
from liancun.contexts.posts.models.stationing import Handover, Rota, Slot, SlotChange, Swap
from liancun.contexts.posts.models.talent import TalentEvent

__all__ = [
    "Candidate",
    "Contact",
    "Delegation",
    "Handover",
    "Issue",
    "Lead",
    "LeadResult",
    "Opinion",
    "Post",
    "Rota",
    "Selection",
    "SelectionState",
    "SelectionStep",
    "Slot",
    "SlotChange",
    "Stand",
    "Swap",
    "TalentEvent",
    "TermReminder",
    "Visit",
]
