"""The door of `posts`: who holds which public post, and which roles a post brings."""

from liancun.contexts.posts.actions.offices import NewPost, appoint, appoint_many, relieve
from liancun.contexts.posts.playbook import ROLES, kind_name, kinds
from liancun.contexts.posts.queries.offices import (
    PostLine,
    all_with_roles,
    holders,
    holders_in,
    holders_of_role,
    posts_of,
    posts_of_user,
)

__all__ = [
    "ROLES",
    "NewPost",
    "PostLine",
    "all_with_roles",
    "appoint",
    "appoint_many",
    "holders",
    "holders_in",
    "holders_of_role",
    "kind_name",
    "kinds",
    "posts_of",
    "posts_of_user",
    "relieve",
]
