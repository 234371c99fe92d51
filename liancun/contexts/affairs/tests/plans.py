"""Plans as the shipped playbook states them, built by hand so that rules are tested without files."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from liancun.contexts.affairs.rules.life import Life, Track
from liancun.contexts.affairs.rules.procedure import Article, Plan, Procedure, Publicity, Share, Stage

TWO_THIRDS, HALF = Fraction(2, 3), Fraction(1, 2)
ART_28 = Article("rural-collective", "农村集体经济组织法", "第28条")

DELIBERATE = Stage(
    "deliberate", "支部议事", "opinion", "branch",
    quorum=Share("entitled", HALF, strict=True), passes=Share("present", HALF, strict=True),
    limit_days=10, on_limit="not-deliberated",
)  # fmt: skip
RESOLVE = Stage(
    "resolve", "党委定事", "resolution", "joint_committee", notice_days=3,
    quorum=Share("entitled", TWO_THIRDS), passes=Share("entitled", HALF, strict=True), then_days=45,
)  # fmt: skip
FIVE_STEP = Procedure(
    "five-step",
    "五步工作法",
    (
        Stage("raise", "成员单位提事", "intake", "village"),
        DELIBERATE,
        RESOLVE,
        Stage("act", "联动办事", "work", "village"),
        Stage("appraise", "群众评事", "appraisal", "village", limit_days=10, on_limit="escalate"),
    ),
)
REVIEW = Stage(
    "review", "党员大会审议", "record", "branch", roll="party_member",
    quorum=Share("entitled", TWO_THIRDS), passes=Share("entitled", HALF, strict=True),
)  # fmt: skip
DECIDE = Stage(
    "decide", "成员代表大会决议", "vote", "collective", roll="representative",
    quorum=Share("all", TWO_THIRDS), passes=Share("all", TWO_THIRDS), article=ART_28,
)  # fmt: skip
FOUR_TWO = Procedure(
    "four-two",
    "四议两公开",
    (
        Stage("propose", "村党支部会提议", "record", "branch", counted_from="five-step.deliberate"),
        Stage(
            "discuss",
            "村“两委”会商议",
            "record",
            "village_committee",
            passes=Share("present", HALF, strict=True),
        ),
        REVIEW,
        DECIDE,
        Stage("publish-decision", "决议公开", "publicity", "village", publicity=Publicity("公开", 7)),
        Stage("publish-result", "实施结果公开", "publicity", "village", publicity=Publicity("公开", 7)),
    ),
)
PLAN = Plan(FIVE_STEP, FOUR_TWO, minimum=2)
START = date(2026, 3, 2)


def new_life(villages: int = 3, plan: Plan = PLAN) -> Life:
    return Life.begin(plan, START, tuple(Track(village, plan.inner) for village in range(1, villages + 1)))
