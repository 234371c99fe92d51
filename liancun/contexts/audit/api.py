"""The door of `audit`: adding to the log, sealing and verifying it."""

from liancun.contexts.audit.actions import record, record_refusal, seal
from liancun.contexts.audit.queries import AuditReport, verify

__all__ = ["AuditReport", "record", "record_refusal", "seal", "verify"]
