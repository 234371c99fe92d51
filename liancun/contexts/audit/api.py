"""The door of `audit`: adding to the log, sealing, verifying it, and its published heads."""

from liancun.contexts.audit.actions import (
    Act,
    publish_head,
    record,
    record_all,
    record_aside,
    record_refusal,
    seal,
)
from liancun.contexts.audit.queries import (
    AuditReport,
    Head,
    heads,
    name_verbs,
    strangers,
    subjects_of,
    verb_words,
    verify,
)

__all__ = [
    "Act",
    "AuditReport",
    "Head",
    "heads",
    "name_verbs",
    "publish_head",
    "record",
    "record_all",
    "record_aside",
    "record_refusal",
    "seal",
    "strangers",
    "subjects_of",
    "verb_words",
    "verify",
]
