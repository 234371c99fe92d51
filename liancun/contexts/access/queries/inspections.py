"""Inspections: which are open for a person, and which there were in one's villages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liancun.contexts.access.models import Inspection
from liancun.framework import clock


@dataclass(frozen=True)
class InspectionLine:
    id: int
    person_id: int
    name: str
    post: str
    body_id: int
    body_name: str
    reason: str
    since: datetime
    until: datetime
    closed_at: datetime | None

    @property
    def ended_at(self) -> datetime | None:
        """When it ended; None while it is open."""
        if self.closed_at is not None:
            return self.closed_at
        return self.until if self.until <= clock.now() else None


_FIELDS = (
    "id",
    "person_id",
    "name",
    "post",
    "body_id",
    "body__name",
    "reason",
    "since",
    "until",
    "closed_at",
)


def open_for(person_id: int) -> tuple[InspectionLine, ...]:
    found = Inspection.objects.filter(person_id=person_id, closed_at=None, until__gt=clock.now())
    return tuple(InspectionLine(*row) for row in found.order_by("pk").values_list(*_FIELDS))


def listed(*, first: int, count: int) -> tuple[int, list[InspectionLine]]:
    """One's own and those of the villages in scope, newest first; under the row policy."""
    found = Inspection.objects.order_by("-pk")
    return found.count(), [InspectionLine(*row) for row in found.values_list(*_FIELDS)[first : first + count]]
