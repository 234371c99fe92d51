"""The only door of `disclosure`."""

from liancun.contexts.disclosure.actions.notices import close, publish, recount, withdraw
from liancun.contexts.disclosure.actions.objections import answer, object_to, open_contact
from liancun.contexts.disclosure.actions.objections import object_to as object
from liancun.contexts.disclosure.queries import (
    AnswerLine,
    NoticeLine,
    NoticeRecord,
    ObjectionLine,
    ReceivedLine,
    about,
    by_slug,
    due,
    is_closed,
    line,
    objections,
    published_for,
    snapshots_of,
    waiting,
    window,
    windows,
)
from liancun.contexts.disclosure.rules.snapshot import (
    Line,
    MaskedPerson,
    Section,
    Snapshot,
    Table,
    masked_person,
    plain,
)
from liancun.contexts.disclosure.rules.window import Kind, Window

__all__ = [
    "AnswerLine",
    "Kind",
    "Line",
    "MaskedPerson",
    "NoticeLine",
    "NoticeRecord",
    "ObjectionLine",
    "ReceivedLine",
    "Section",
    "Snapshot",
    "Table",
    "Window",
    "about",
    "answer",
    "by_slug",
    "close",
    "due",
    "is_closed",
    "line",
    "masked_person",
    "object",
    "object_to",
    "objections",
    "open_contact",
    "plain",
    "publish",
    "published_for",
    "recount",
    "snapshots_of",
    "waiting",
    "window",
    "windows",
    "withdraw",
]
