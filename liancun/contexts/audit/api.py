"""The door of `audit`: adding to the log, sealing and verifying it."""

from liancun.contexts.audit.actions import Act, record, record_all, record_aside, record_refusal, seal
from liancun.contexts.audit.queries import AuditReport, name_verbs, subjects_of, verb_words, verify

__all__ = [
    "Act",
    "AuditReport",
    "name_verbs",
    "record",
    "record_all",
    "record_aside",
    "record_refusal",
    "seal",
    "subjects_of",
    "verb_words",
    "verify",
]
