"""Satisfaction of a joint committee in a quarter, opening to the counts of every rating."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from liancun.contexts.affairs.models import RatingClosing
from liancun.contexts.affairs.rules.rating import MARK_WORDS
from liancun.contexts.affairs.rules.rating import satisfaction as share
from liancun.framework.metrics import Figure, Record
from liancun.kernel.periods import Quarter

NAME = "affairs.satisfaction"


def satisfaction(joint_id: int, quarter: Quarter) -> Figure:
    """All marks of ratings that ended in the quarter, together; absent where nobody rated."""
    return satisfaction_of_many([joint_id], quarter)[joint_id]


def satisfaction_of_many(joint_ids: Sequence[int], quarter: Quarter) -> Mapping[int, Figure]:
    rows = RatingClosing.objects.filter(
        body_id__in=list(joint_ids), closed_on__gte=quarter.first, closed_on__lte=quarter.last
    ).select_related("drive__matter")
    by_joint: dict[int, list[RatingClosing]] = {}
    for row in rows.order_by("closed_on", "pk"):
        by_joint.setdefault(row.body_id, []).append(row)
    return {joint: _figure(by_joint.get(joint, ())) for joint in joint_ids}


def _figure(rows: Iterable[RatingClosing]) -> Figure:
    found = list(rows)
    counts = {
        "very": sum(row.very for row in found),
        "fairly": sum(row.fairly for row in found),
        "not": sum(row.not_satisfied for row in found),
    }
    words = {MARK_WORDS[key]: count for key, count in counts.items()}
    return Figure(share(counts), "share", tuple(_record(row) for row in found), words)


def _record(row: RatingClosing) -> Record:
    given = f"{row.very} / {row.fairly} / {row.not_satisfied}"
    return Record(row.drive.matter.title, reverse("affairs:matter", args=[row.drive.matter_id]), given)
