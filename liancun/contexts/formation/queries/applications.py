"""Applications of groups, what was said of them, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liancun.contexts.affairs import api as affairs
from liancun.contexts.bodies import api as bodies
from liancun.contexts.formation.models import Application, ApplicationStep
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class StepLine:
    stage: str
    verdict: str
    note: str
    body_id: int | None
    matter_id: int | None
    made_by: int | None
    made_by_name: str
    made_at: datetime


@dataclass(frozen=True)
class ApplicationLine:
    """`stage` is what must happen next: township, county, matter, founded or done; "refused" ends it.

    `held`: the reason why it waits, where somebody said so last.
    """

    id: int
    area_id: int
    township_id: int
    centre_id: int
    proposal_id: int
    name: str
    members: tuple[int, ...]
    card: Mapping[str, Any]
    reason: str
    made_by: int | None
    made_by_name: str
    made_at: datetime
    steps: tuple[StepLine, ...]

    @property
    def stage(self) -> str:
        if any(one.verdict == "refused" for one in self.steps):
            return "refused"
        passed = {one.stage for one in self.steps if one.verdict == "passed"}
        for stage in ("township", "county"):
            if stage not in passed:
                return stage
        if "founded" in passed:
            return "done"
        return "founded" if not self.undecided else "matter"

    @property
    def matters(self) -> dict[int, int]:
        """Village → the matter it raised about joining."""
        return {one.body_id: one.matter_id for one in self.steps if one.body_id and one.matter_id}

    @property
    def undecided(self) -> tuple[int, ...]:
        """Member villages that have not decided by their own procedure."""
        matters = self.matters
        return tuple(
            village
            for village in self.members
            if village not in matters or village not in affairs.bound_villages(matters[village])
        )

    @property
    def held(self) -> str:
        last = self.steps[-1] if self.steps else None
        return last.note if last and last.verdict in ("waiting", "refused") and last.stage != "matter" else ""

    @property
    def founded_id(self) -> int | None:
        return next((one.body_id for one in self.steps if one.stage == "founded"), None)


_STEP = ("stage", "verdict", "note", "body_id", "matter_id", "made_by", "made_by_name", "made_at")
_LINE = (
    *("id", "area_id", "township_id", "centre_id", "proposal_id", "name", "members", "card", "reason"),
    *("made_by", "made_by_name", "made_at"),
)


def applications(first: int, count: int) -> tuple[int, list[ApplicationLine]]:
    """Those in the scope, latest first; three statements."""
    rows = Application.objects.order_by("-id")
    return rows.count(), _lines(list(rows[first : first + count]))


def application(id: int) -> ApplicationLine:
    """Unknown when there is none or one may not know of it."""
    found = _lines(list(Application.objects.filter(pk=id)))
    if not found:
        raise Unknown(
            "formation.no_application", mark("没有这项组建申请。"), remedy=mark("请返回列表重新选择。")
        )
    return found[0]


def of_proposal(proposal_id: int) -> dict[int, int]:
    """Centre village → its application, of one plan."""
    return dict(Application.objects.filter(proposal_id=proposal_id).values_list("centre_id", "id"))


def _lines(rows: Sequence[Application]) -> list[ApplicationLine]:
    steps: dict[int, list[StepLine]] = {}
    found = ApplicationStep.objects.filter(application_id__in=[row.pk for row in rows]).order_by("id")
    for application, *values in found.values_list("application_id", *_STEP):
        steps.setdefault(application, []).append(StepLine(*values))
    return [
        ApplicationLine(
            **{name: getattr(row, name) for name in _LINE if name != "members"},
            members=tuple(row.members),
            steps=tuple(steps.get(row.pk, ())),
        )
        for row in rows
    ]


def todays_unions(line: ApplicationLine) -> dict[int, str]:
    """Members that stand in a union today, by the union's name: they would have to leave it first."""
    held = bodies.relations(line.members, line.made_at.date()).joints
    names = bodies.lines({joint for joints in held.values() for joint in joints})
    return {village: "、".join(names[id].name for id in joints) for village, joints in held.items()}


def members_of(application_id: int) -> tuple[int, ...]:
    """The villages of the group that applies."""
    return application(application_id).members
