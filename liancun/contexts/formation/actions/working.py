"""The search of a planning, in steps that are told; the same seed gives the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from liancun.contexts.audit import api as audit
from liancun.contexts.formation.models import Planning, Proposal
from liancun.contexts.formation.rules import frozen
from liancun.contexts.formation.rules.bounding import USUAL, Proof, TooMany, prove
from liancun.contexts.formation.rules.checking import plan_score
from liancun.contexts.formation.rules.problem import Plan, Problem, Score
from liancun.contexts.formation.rules.searching import Effort, search
from liancun.framework import clock
from liancun.framework.actions import action
from liancun.framework.actors import Actor
from liancun.framework.permissions import require
from liancun.kernel.errors import Unknown, mark


@dataclass(frozen=True)
class Found:
    """A plan with its score, and its proof where one could be had."""

    plan: Plan
    score: Score
    proof: Proof | None = None

    @property
    def body(self) -> dict[str, Any]:
        """What is kept of it, as plain values."""
        told = {"plan": frozen.groups_told(self.plan), "score": frozen.score_told(self.score)}
        if self.proof is None:
            return {**told, "bound": None, "certificate": None, "best": False}
        certificate = self.proof.certificate
        return {
            **told,
            "bound": certificate.bound,
            "certificate": frozen.certificate_told(certificate),
            "best": self.proof.best,
        }

    @property
    def digest(self) -> str:
        return sha256(frozen.bytes_of(self.body)).hexdigest()


Tell = Callable[[int, Found, str], None]


def _silent(done: int, found: Found, stage: str) -> None:
    """Nobody listens."""


def steps_of(runs: int, proof: bool) -> int:
    return runs + (1 if proof else 0)


def worked(
    problem: Problem,
    *,
    seed: int,
    moves: int,
    runs: int,
    proof: bool,
    rounds: int = USUAL.rounds,
    tell: Tell = _silent,
) -> Found:
    """The best of `runs` searches, each with a seed of its own, then proven and bettered where that is possible."""
    best: Found | None = None
    for number in range(runs):
        plan = search(problem, seed=seed + number, effort=Effort(moves=moves, runs=1))
        found = Found(plan, plan_score(problem, plan))
        if best is None or found.score.total < best.score.total - 1e-12:
            best = found
        tell(number + 1, best, "search")
    assert best is not None
    if proof and best.plan.groups:
        best = _proven(problem, best, rounds)
        tell(runs + 1, best, "proof")
    return best


def _proven(problem: Problem, found: Found, rounds: int) -> Found:
    try:
        proof = prove(problem, found.plan, patience=replace(USUAL, rounds=rounds))
    except TooMany:
        return found
    return Found(proof.plan, plan_score(problem, proof.plan), proof)


def again(planning: Planning, tell: Tell = _silent) -> Found:
    """The same search from the frozen question."""
    return worked(
        frozen.problem_of(planning.inputs),
        seed=planning.seed,
        moves=planning.moves,
        runs=planning.runs,
        proof=planning.proof,
        rounds=planning.rounds,
        tell=tell,
    )


def row_of(planning: Planning, found: Found, origin: str, **more: Any) -> Proposal:
    """Writes a plan under its planning, numbered after those that are there."""
    latest = Proposal.objects.filter(planning=planning).order_by("-number").first()
    body: Mapping[str, Any] = found.body
    return Proposal.objects.create(
        area_id=planning.area_id,
        planning=planning,
        number=(latest.number if latest else 0) + 1,
        origin=origin,
        plan=body["plan"],
        score=body["score"],
        total=found.score.total,
        bound=body["bound"],
        best=body["best"],
        certificate=body["certificate"],
        digest=found.digest,
        made_at=clock.now(),
        **{"made_by_name": planning.made_by_name, **more},
    )


@action("formation.work_planning")
def work_planning(actor: Actor, *, planning_id: int, tell: Tell = _silent) -> int:
    """Searches what was asked and keeps the plan; gives its id. Doing it again gives the first one."""
    planning = Planning.objects.filter(pk=planning_id).first()
    if planning is None:
        raise Unknown("formation.unknown", mark("没有这项规划。"))
    require(actor, "formation.plan", planning.area_id)
    kept = Proposal.objects.filter(planning=planning, origin="searched").first()
    if kept is not None:
        return kept.pk
    row = row_of(planning, again(planning, tell), "searched")
    audit.record(
        actor,
        "formation.work_planning",
        subject="formation.planning",
        subject_id=planning.pk,
        body_id=planning.area_id,
        detail={"groups": len(row.plan["groups"]), "digest": row.digest},
    )
    return row.pk


@dataclass(frozen=True)
class Recomputed:
    """Whether a plan searched anew has the same bytes; `digest`: of what came out now."""

    same: bool
    digest: str
    kept: str


@action("formation.recompute")
def recompute(actor: Actor, *, proposal_id: int) -> Recomputed:
    """A searched plan is searched anew from its frozen question, and nothing is written but that it was done.

    Refusal: formation.not_searched for a plan that was moved by hand.
    """
    row = Proposal.objects.select_related("planning").filter(pk=proposal_id, origin="searched").first()
    if row is None:
        raise Unknown(
            "formation.not_searched", mark("只有计算得出的方案可以重算；手工调整的方案以保存的为准。")
        )
    require(actor, "formation.read_plans", row.area_id)
    digest = again(row.planning).digest
    found = Recomputed(digest == row.digest, digest, row.digest)
    audit.record(
        actor,
        "formation.recompute",
        subject="formation.proposal",
        subject_id=row.pk,
        body_id=row.area_id,
        detail={"same": found.same},
    )
    return found
