"""The door of `posts`: who holds which public post, which roles a post brings, and who stands in for whom."""

from liancun.contexts.posts.actions.contacts import (
    end_contact,
    end_lead,
    make_contact,
    record_result,
    record_visit,
    settle_issue,
    take_lead,
)
from liancun.contexts.posts.actions.delegates import delegate, take_back
from liancun.contexts.posts.actions.offices import NewPost, appoint, appoint_many, correct, relieve
from liancun.contexts.posts.actions.rotas import (
    answer_swap,
    ask_swap,
    hand_over,
    make_rota,
    report_absence,
)
from liancun.contexts.posts.actions.selections import (
    appoint_selected,
    approve_selection,
    conclude_selection,
    give_opinion,
    open_selection,
    put_up,
)
from liancun.contexts.posts.actions.talent import NewTalent, record_talent, strike_talent
from liancun.contexts.posts.playbook import ROLES, kind_name, kinds
from liancun.contexts.posts.queries.contacts import contacts_of, leaders, leads
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
from liancun.contexts.posts.queries.rotas import persons_in_turn, slots_of
from liancun.contexts.posts.queries.selections import SelectionRecord
from liancun.contexts.posts.queries.selections import record as selection
from liancun.contexts.posts.queries.talent import counts as talent_counts
from liancun.contexts.posts.rules.offices import Vacancy
from liancun.contexts.posts.rules.rotas import Away

__all__ = [
    "ROLES",
    "Away",
    "Counts",
    "DelegationLine",
    "Held",
    "NewPost",
    "NewTalent",
    "PostLine",
    "SelectionRecord",
    "Vacancy",
    "all_with_roles",
    "answer_swap",
    "appoint",
    "appoint_many",
    "appoint_selected",
    "approve_selection",
    "ask_swap",
    "conclude_selection",
    "contacts_of",
    "correct",
    "counts",
    "delegate",
    "delegations_of",
    "end_contact",
    "end_lead",
    "give_opinion",
    "hand_over",
    "held_by",
    "history",
    "holders",
    "holders_in",
    "holders_of_role",
    "kind_name",
    "kinds",
    "leaders",
    "leads",
    "make_contact",
    "make_rota",
    "open_selection",
    "persons_in_turn",
    "posts_of",
    "posts_of_user",
    "put_up",
    "record_result",
    "record_talent",
    "record_visit",
    "relieve",
    "report_absence",
    "selection",
    "settle_issue",
    "slots_of",
    "strike_talent",
    "take_back",
    "take_lead",
    "talent_counts",
    "vacancies",
]
