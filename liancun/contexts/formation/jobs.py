"""The search in the background, with a bar that tells the best score so far.

What searches is large (numba, numpy, scipy) and is loaded by the worker when there is something to search.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from liancun.contexts.formation.queries.plans import asking
from liancun.framework import jobs, permissions
from liancun.framework.actors import Actor
from liancun.framework.jobs import progress
from liancun.kernel.errors import Refusal, Refusals, mark

if TYPE_CHECKING:
    from liancun.contexts.formation.actions.working import Found


def key_of(planning_id: int) -> str:
    return f"formation.plan.{planning_id}"


LABEL = mark("分组规划")


@jobs.task(name="formation.plan")
def plan(planning_id: int, user_id: int) -> None:
    """Under the rights of who asked; a refusal is told on the bar."""
    from liancun.contexts.formation.actions.working import steps_of, work_planning

    asked = asking(planning_id)
    actor = _actor(user_id)
    job = progress.begin(key_of(planning_id), LABEL, steps_of(asked.runs, asked.proof), actor)
    progress.advance(job, 0, told(None, "search"))

    def tell(done: int, found: Found, stage: str) -> None:
        proving = asked.proof and stage == "search" and done == asked.runs
        progress.advance(job, done, told(found, "proof" if proving else stage))

    try:
        work_planning(actor, planning_id=planning_id, tell=tell)
    except (Refusal, Refusals) as refusal:
        progress.fail(job, str(refusal))
        return
    except Exception:
        progress.fail(job, "")
        raise
    progress.finish(job)


def _actor(user_id: int) -> Actor:
    resolver = permissions.resolver()
    return resolver.identify(user_id) if resolver and user_id else Actor.system("formation.plan")


def told(found: Found | None, stage: str) -> str:
    """What the bar shows, in few bytes: stage, score by term, bound."""
    value: dict[str, object] = {"stage": stage}
    if found is not None:
        value["terms"] = [round(amount, 2) for _term, amount in found.score]
        value["bound"] = round(found.proof.certificate.bound, 2) if found.proof else None
    return json.dumps(value, separators=(",", ":"))


def check_key(proposal_id: int) -> str:
    return f"formation.check.{proposal_id}"


CHECK_LABEL = mark("重算核对")
SAME, OTHER = mark("重算的方案与保存的逐字节相同。"), mark("重算的方案与保存的不同：程序或运算库的版本变了。")


@jobs.task(name="formation.check")
def check(proposal_id: int, user_id: int) -> None:
    """A kept plan searched anew under the rights of who asked."""
    from liancun.contexts.formation.actions.working import recompute

    actor = _actor(user_id)
    job = progress.begin(check_key(proposal_id), CHECK_LABEL, 1, actor)
    try:
        found = recompute(actor, proposal_id=proposal_id)
    except Exception:
        progress.fail(job, "")
        raise
    progress.finish(job, message=SAME if found.same else OTHER)


def front_key(planning_id: int) -> str:
    return f"formation.front.{planning_id}"


FRONT_LABEL = mark("取舍方案")


@jobs.task(name="formation.front")
def front(planning_id: int, user_id: int) -> None:
    """The undominated plans of a planning under the rights of who asked."""
    from liancun.contexts.formation.actions.fronting import work_front

    actor = _actor(user_id)
    job = progress.begin(front_key(planning_id), FRONT_LABEL, 1, actor)
    try:
        work_front(actor, planning_id=planning_id)
    except (Refusal, Refusals) as refusal:
        progress.fail(job, str(refusal))
        return
    except Exception:
        progress.fail(job, "")
        raise
    progress.finish(job, result_url=f"/planning/{planning_id}/front/")
