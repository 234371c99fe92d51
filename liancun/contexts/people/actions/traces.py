"""What the log is told: ids and counts, never names or numbers."""

from __future__ import annotations

from collections.abc import Mapping

from liancun.contexts.audit import api as audit
from liancun.framework.actors import Actor


def trace(actor: Actor, verb: str, body_id: int, count: int) -> None:
    trace_all(actor, verb, {body_id: count})


def trace_all(actor: Actor, verb: str, counts: Mapping[int, int]) -> None:
    """One row for each body that people were added to."""
    acts = [audit.Act(verb, "people.person", None, id, {"count": count}) for id, count in counts.items()]
    audit.record_all(actor, acts)
