"""Plannings and their plans, read within the scope; the frozen question is opened once a process."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from liancun.contexts.formation.models import Planning, Proposal
from liancun.contexts.formation.rules import frozen
from liancun.contexts.formation.rules.outlines import Sheet
from liancun.contexts.formation.rules.problem import Certificate, Plan, Problem
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class PlanningLine:
    """A planning of a list; `villages`, `groups` and `total` of its newest plan, None while it is worked."""

    id: int
    area_id: int
    title: str
    way: str
    year: int
    made_by_name: str
    made_at: datetime
    villages: int
    proposals: int


@dataclass(frozen=True)
class ProposalLine:
    id: int
    planning_id: int
    number: int
    origin: str
    groups: int
    waiting: int
    total: float
    bound: float | None
    best: bool
    faults: int
    score: Mapping[str, float]
    note: str
    made_by_name: str
    made_at: datetime

    @property
    def gap(self) -> float | None:
        """At most this part of the score could be saved by any plan."""
        if self.bound is None:
            return None
        return max(0.0, self.total - self.bound) / max(1e-12, abs(self.total))


@dataclass(frozen=True)
class Asking:
    """A planning as it was asked."""

    id: int
    area_id: int
    title: str
    year: int
    way: str
    seed: int
    moves: int
    runs: int
    proof: bool
    rounds: int
    digest: str
    versions: Mapping[str, str]
    based_on_id: int | None
    made_by_name: str
    made_at: datetime
    problem: Problem


@dataclass(frozen=True)
class Opened:
    """A plan with its problem, ready to be explained and changed; `sheet`: the map as imported, None: schematic."""

    line: ProposalLine
    title: str
    area_id: int
    planning_id: int
    problem: Problem
    plan: Plan
    points: Mapping[str, Sequence[float]]
    sheet: Sheet | None
    sources: tuple[str, ...]
    certificate: Certificate | None
    digest: str


class Inputs(NamedTuple):
    """What was frozen: the problem, points of admission, the map if areas were imported, and their sources."""

    problem: Problem
    points: Mapping[str, Sequence[float]]
    sheet: Sheet | None
    sources: tuple[str, ...]


_PROPOSAL = (
    *("id", "planning_id", "number", "origin", "total", "bound", "best", "faults", "score", "note"),
    *("made_by_name", "made_at", "plan"),
)


def plannings(area_ids: list[int] | None, first: int, count: int) -> tuple[int, list[PlanningLine]]:
    """Latest first; `area_ids` None: every area in the scope."""
    rows = Planning.objects.order_by("-id")
    if area_ids is not None:
        rows = rows.filter(area_id__in=area_ids)
    chosen = list(rows.defer("inputs")[first : first + count])
    ids = [row.pk for row in chosen]
    many = dict.fromkeys(ids, 0)
    for planning in Proposal.objects.filter(planning_id__in=ids).values_list("planning_id", flat=True):
        many[planning] += 1
    sizes = _sizes(ids)
    lines = [
        PlanningLine(
            row.pk,
            row.area_id,
            row.title,
            row.way,
            row.year,
            row.made_by_name,
            row.made_at,
            sizes.get(row.pk, 0),
            many[row.pk],
        )
        for row in chosen
    ]
    return rows.count(), lines


def _sizes(ids: list[int]) -> dict[int, int]:
    """How many villages each asks about, counted in the database."""
    rows = Planning.objects.filter(pk__in=ids).extra(
        select={"many": "jsonb_array_length(inputs->'villages')"}
    )
    return dict(rows.values_list("pk", "many"))


def asking(planning_id: int) -> Asking:
    """Unknown when there is none or one may not know of it."""
    row = Planning.objects.defer("inputs").filter(pk=planning_id).first()
    if row is None:
        raise Unknown("formation.unknown", mark("没有这项规划。"), remedy=mark("请返回列表重新选择。"))
    return Asking(
        row.pk,
        row.area_id,
        row.title,
        row.year,
        row.way,
        row.seed,
        row.moves,
        row.runs,
        row.proof,
        row.rounds,
        row.digest,
        row.versions,
        row.based_on_id,
        row.made_by_name,
        row.made_at,
        problem(row.pk, row.digest),
    )


def problem(planning_id: int, digest: str) -> Problem:
    """The frozen question; asked only after its row was seen."""
    return _inputs(planning_id, digest).problem


@lru_cache(maxsize=16)
def _inputs(planning_id: int, digest: str) -> Inputs:
    """What was frozen never changes, so it is read once a process."""
    found = Planning.objects.values_list("inputs", flat=True).get(pk=planning_id)
    return Inputs(frozen.problem_of(found), found["points"], *frozen.drawing_of(found.get("drawing")))


def proposals(planning_id: int) -> list[ProposalLine]:
    rows = Proposal.objects.filter(planning_id=planning_id).order_by("number")
    return [_line(dict(zip(_PROPOSAL, row, strict=True))) for row in rows.values_list(*_PROPOSAL)]


def _line(row: dict[str, Any]) -> ProposalLine:
    plan = row.pop("plan")
    row["faults"] = len(row["faults"])
    return ProposalLine(groups=len(plan["groups"]), waiting=len(plan["waiting"]), **row)


def opened(proposal_id: int) -> Opened:
    """Unknown when there is none or one may not know of it."""
    row = Proposal.objects.select_related("planning").defer("planning__inputs").filter(pk=proposal_id).first()
    if row is None:
        raise Unknown("formation.unknown", mark("没有这个方案。"), remedy=mark("请返回列表重新选择。"))
    asked = _inputs(row.planning_id, row.planning.digest)
    return Opened(
        _line({name: getattr(row, name) for name in _PROPOSAL}),
        row.planning.title,
        row.area_id,
        row.planning_id,
        asked.problem,
        frozen.plan_of(row.plan),
        asked.points,
        asked.sheet,
        asked.sources,
        frozen.certificate_of(row.certificate) if row.certificate else None,
        row.digest,
    )


def of_area(area_id: int) -> list[ProposalLine]:
    """Every plan of an area, latest first, for choosing a second one."""
    rows = Proposal.objects.filter(area_id=area_id).order_by("-id")[:60]
    return [_line(dict(zip(_PROPOSAL, row, strict=True))) for row in rows.values_list(*_PROPOSAL)]


def titles(planning_ids: Collection[int]) -> dict[int, str]:
    """What plannings are called."""
    return dict(Planning.objects.filter(pk__in=planning_ids).values_list("pk", "title"))
