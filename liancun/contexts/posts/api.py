"""The door of `posts`: who holds which public post, which roles a post brings, and who stands in for whom."""

from liancun.contexts.posts.actions.delegates import delegate, take_back
from liancun.contexts.posts.actions.offices import NewPost, appoint, appoint_many, correct, relieve
from liancun.contexts.posts.playbook import ROLES, kind_name, kinds
from liancun.contexts.posts.queries.delegates import DelegationLine, Held, delegations_of, held_by
from liancun.contexts.posts.queries.lines import PostLine
from liancun.contexts.posts.queries.offices import (
    Counts,
    all_with_roles,
    counts,
    history,
    holders,
    holders_in,
    holders_of_role,
    posts_of,
    posts_of_user,
    vacancies,
)
from liancun.contexts.posts.rules.offices import Vacancy

__all__ = [
    "ROLES",
    "Counts",
    "DelegationLine",
    "Held",
    "NewPost",
    "PostLine",
    "Vacancy",
    "all_with_roles",
    "appoint",
    "appoint_many",
    "correct",
    "counts",
    "delegate",
    "delegations_of",
    "held_by",
    "history",
    "holders",
    "holders_in",
    "holders_of_role",
    "kind_name",
    "kinds",
    "posts_of",
    "posts_of_user",
    "relieve",
    "take_back",
    "vacancies",
]
