"""This context's section of a playbook: procedures, subjects, ways and laws."""

from __future__ import annotations

from functools import lru_cache

from liancun.contexts.affairs.playbook.checks import faults
from liancun.contexts.affairs.playbook.schema import AffairsSection, PurchaseBand, Subject
from liancun.contexts.affairs.rules.procedure import Plan, Procedure
from liancun.framework import playbook

__all__ = [
    "AffairsSection",
    "PurchaseBand",
    "Subject",
    "declare",
    "faults",
    "plan_of",
    "procedure_of",
    "section_of",
]

PROCEDURES = (
    "procedures.toml",
    *(
        f"procedures/{name}.toml"
        for name in ("assemblies", "committees", "cooperatives", "levies", "methods")
    ),
)
LAW = tuple(
    f"law/{name}.toml"
    for name in ("rural-collective", "village-committee", "cooperative", "party", "levies", "practice")
)


def section_of(playbook_id: int) -> AffairsSection:
    found = playbook.version(playbook_id).section("affairs")
    assert isinstance(found, AffairsSection)
    return found


def plan_of(playbook_id: int, subject: str, minimum: int) -> Plan:
    """The plan by the playbook version a matter was raised under; later versions do not change it."""
    return _plan(playbook_id, playbook.version(playbook_id).digest, subject, minimum)


@lru_cache(maxsize=256)
def _plan(playbook_id: int, digest: str, subject: str, minimum: int) -> Plan:
    # A version never changes; the digest tells databases of one process apart.
    return section_of(playbook_id).plan_of(subject, minimum)


def procedure_of(playbook_id: int, key: str) -> Procedure:
    """A body's own procedure by the version its matter was raised under."""
    return _procedure(playbook_id, playbook.version(playbook_id).digest, key)


@lru_cache(maxsize=256)
def _procedure(playbook_id: int, digest: str, key: str) -> Procedure:
    return section_of(playbook_id).procedure_of(key)


def declare() -> None:
    files = (*LAW, *PROCEDURES, "requirements.toml", "subjects.toml")
    playbook.section(name="affairs", files=files, schema=AffairsSection, check=faults)
