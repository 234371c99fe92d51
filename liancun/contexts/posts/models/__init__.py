"""The tables of `posts`. What they promise below the forms is SQL in the migrations."""

from liancun.contexts.posts.models.offices import Delegation, Post, TermReminder

__all__ = ["Delegation", "Post", "TermReminder"]
