"""Reads of extra votes: those in force that day, and the registers of the co-operatives in scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from liancun.contexts.ballots.models import Basis, ExtraDecision
from liancun.contexts.ballots.rules.extra import Extra


@dataclass(frozen=True)
class ExtraLine:
    person_id: int
    name: str
    basis: str
    votes: int


@dataclass(frozen=True)
class ExtraRegister:
    """What holds for a co-operative in a year."""

    body_id: int
    body_name: str
    year: int
    decided_on: date
    decision: str
    recorded_by: str
    lines: tuple[ExtraLine, ...]

    @property
    def votes(self) -> int:
        return sum(line.votes for line in self.lines)

    @property
    def extras(self) -> frozenset[Extra]:
        return frozenset(Extra(line.person_id, line.basis, line.votes) for line in self.lines)


def extra_votes(body_id: int, day: date) -> dict[int, int]:
    """Person → votes beyond their own one, in force that day; empty where none were decided for the year."""
    found = extra_register(body_id, day.year, day)
    return {line.person_id: line.votes for line in found.lines} if found else {}


def extra_register(body_id: int, year: int, day: date | None = None) -> ExtraRegister | None:
    """The last decision for the year, made by that day."""
    rows = ExtraDecision.objects.filter(body_id=body_id, year=year).order_by("-decided_on", "-id")
    if day is not None:
        rows = rows.filter(decided_on__lte=day)
    row = rows.select_related("body").prefetch_related("lines").first()
    return _register(row) if row else None


def extra_registers() -> Sequence[ExtraRegister]:
    """Of each co-operative the asker may know of and each year, what holds; newest year first."""
    rows = ExtraDecision.objects.order_by("-year", "body__name", "body_id", "-decided_on", "-id")
    found: dict[tuple[int, int], ExtraDecision] = {}
    for row in rows.select_related("body").prefetch_related("lines"):
        found.setdefault((row.body_id, row.year), row)
    return [_register(row) for row in found.values()]


def basis_word(basis: str) -> str:
    return str(Basis(basis).label)


def _register(row: ExtraDecision) -> ExtraRegister:
    lines = sorted(row.lines.all(), key=lambda line: (-line.votes, line.name, line.person_id))
    return ExtraRegister(
        body_id=row.body_id,
        body_name=row.body.name,
        year=row.year,
        decided_on=row.decided_on,
        decision=row.decision,
        recorded_by=row.recorded_by,
        lines=tuple(ExtraLine(line.person_id, line.name, line.basis, line.votes) for line in lines),
    )
