"""Groups planned by the county officer, by the county's own playbook, from what the register knows. Figures invented."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from random import Random

from liancun.contexts.formation import api as formation
from liancun.demo.county import Federation
from liancun.demo.sheet import Line, hand_in
from liancun.demo.world import World
from liancun.demo.yearbook import SOURCE, YEARS, Land
from liancun.framework.scope import entered

# What a village may grow besides the county's main product, and the most of it.
BESIDES: dict[str, int] = {
    "industry_vegetables": 3_000,
    "industry_mushrooms": 900_000,
    "livestock_sheep": 4_000,
    "livestock_cattle": 600,
}
# A first plan for looking at: a search without proof, in a second or two.
MOVES = 300
# Rounds of prices for a bound, where that takes seconds: not in a county of 505 villages.
ROUNDS = 30


def diversify(federation: Federation, land: Land, besides: dict[str, int], seed: int) -> None:
    """Neighbouring villages grow alike things: the second product changes along the list of villages, with exceptions.

    The county's main product is on record already and is left as it stands.
    """
    random = Random(seed)
    rows = [row for group in federation.groups for row in group.villages]
    kinds = [kind for kind in besides if kind != land.product]
    lines: list[Line] = []
    for place, row in enumerate(rows):
        kind = kinds[place // 9 % len(kinds)] if random.random() < 0.7 else random.choice(kinds)
        value = random.randint(besides[kind] // 10, besides[kind])
        lines.append({"body": row.code, "fact": kind, "year": YEARS[-1], "value": value, "source": SOURCE})
    hand_in("bodies.facts", "特色产业", lines)


def plan(
    played: World,
    area_id: int,
    planner: str,
    title: str,
    *,
    proof: bool = False,
    among: Collection[int] | None = None,
) -> int:
    """The county's playbook over all villages that stand in a union; gives the plan.

    `proof`: with a bound. `among`: all other villages do not wish to take part.
    """
    actor = played.actor(planner)
    asked = replace(
        formation.usual_question(title), joined=True, moves=MOVES, runs=1, proof=proof, rounds=ROUNDS
    )
    with entered(actor):
        if among is not None:
            asked = replace(asked, unwilling=formation.others_than(area_id, among))
        planning = formation.begin_planning(actor, area_id=area_id, asked=asked)
        return formation.work_planning(actor, planning_id=planning)


def apply(played: World, plan_id: int, planner: str) -> None:
    """The ripest group of the stage's township applies, and the township gives its opinion."""
    actor, township = played.actor(planner), played.actor("fenguan")
    with entered(actor):
        chosen = formation.ripest(plan_id, township_id=played.township)
        if chosen is None:
            return
        made = formation.apply(
            actor,
            proposal_id=plan_id,
            centre=chosen,
            name="示范片区联村党委",
            reason="示范：与县乡产业发展规划的种养循环片区一致。",
        )
    with entered(township):
        formation.review_for_township(
            township, application_id=made, verdict="passed", note="条件成熟，同意申请。"
        )
