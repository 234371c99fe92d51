"""Procedures nobody wrote: every kind of stage, in random numbers, with random tries, limits and outcomes."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from liancun.contexts.affairs.rules.procedure import Plan, Procedure, Publicity, Share, Stage
from liancun.contexts.affairs.tests.plans import HALF, TWO_THIRDS

LIMITS = st.one_of(st.none(), st.integers(1, 30))
ABOVE = ("township_approver", "township_officer", "county_officer")
SHARES = st.builds(
    Share,
    st.sampled_from(["present", "entitled", "all", "cast"]),
    st.sampled_from([HALF, TWO_THIRDS, Fraction(4, 5)]),
    st.booleans(),
)


@st.composite
def own_stage(draw: st.DrawFn, number: int) -> Stage:
    kind = draw(st.sampled_from(["record", "hearing", "vote", "vote", "consent", "publicity"]))
    limit = draw(LIMITS)
    on_limit = "not-decided" if limit else ""
    if limit:
        choices = ["not-decided", "escalate"] + (["deemed-given"] if kind == "consent" else [])
        on_limit = draw(st.sampled_from(choices))
    met = kind in ("record", "vote")
    return Stage(
        f"own-{number}",
        f"第{number}步",
        kind,  # type: ignore[arg-type]
        draw(st.sampled_from(["branch", "village_committee", "collective"])),
        convener=tuple(draw(st.lists(st.sampled_from(ABOVE), unique=True))) if kind == "consent" else (),
        passes=draw(SHARES) if met else None,
        limit_days=limit,
        on_limit=on_limit,  # type: ignore[arg-type]
        publicity=Publicity("公示", draw(st.integers(1, 15))) if kind == "publicity" else None,
        counted_from=draw(st.sampled_from(["", "*.opinion", f"own.own-{number - 1}"])),
        tries=draw(st.integers(1, 3)) if met else 1,
        on_fail=draw(st.sampled_from(["", "escalate"])),
        consent=draw(st.sampled_from(["consent", "register"])) if kind == "consent" else "",
        within=draw(st.booleans()) and draw(st.booleans()) and met,
    )


@st.composite
def own_procedure(draw: st.DrawFn) -> Procedure:
    stages = [draw(own_stage(number)) for number in range(draw(st.integers(1, 5)))]
    stages.append(Stage("own-vote", "表决", "vote", "collective", passes=Share("all", TWO_THIRDS)))
    if draw(st.booleans()) and draw(st.booleans()):
        stages.append(Stage("own-after", "公示", "publicity", "village", publicity=Publicity("公示", 5)))
    if draw(st.booleans()) or draw(st.booleans()):
        days = draw(st.integers(1, 15))
        stages.append(
            Stage("publish-decision", "决议公开", "publicity", "village", publicity=Publicity("公开", days))
        )
    if draw(st.booleans()):
        stages.append(
            Stage(
                "publish-result",
                "结果公开",
                "publicity",
                "village",
                publicity=Publicity("公开", 7),
                limit_days=draw(LIMITS),
            )
        )
    if draw(st.booleans()):
        stages.append(Stage("appraise", "评议", "appraisal", "village"))
    return Procedure("own", "自己的程序", tuple(stages))


@st.composite
def joint_procedure(draw: st.DrawFn) -> Procedure:
    stages = [Stage("raise", "提出", "intake", "village")]
    if draw(st.booleans()):
        limit = draw(LIMITS)
        stages.append(
            Stage(
                "opinion",
                "议事",
                "opinion",
                "branch",
                limit_days=limit,
                on_limit="not-deliberated" if limit else "",
            )
        )
    if draw(st.booleans()) or draw(st.booleans()):
        limit = draw(LIMITS)
        on_limit = draw(st.sampled_from(["escalate", "not-decided"])) if limit else ""
        stages.append(
            Stage(
                "resolve",
                "定事",
                "resolution",
                "joint_committee",
                notice_days=draw(st.integers(0, 5)),
                limit_days=limit,
                on_limit=on_limit,  # type: ignore[arg-type]
                then_days=draw(LIMITS),
                tries=draw(st.integers(1, 3)),
            )
        )
    for number in range(draw(st.integers(0, 2))):
        limit = draw(LIMITS)
        on_limit = draw(st.sampled_from(["escalate", "not-consented", "deemed-given"])) if limit else ""
        stages.append(
            Stage(
                f"joint-application-{number}",
                "联合申报",
                "consent",
                "township",
                consent=draw(st.sampled_from(["consent", "register"])),
                limit_days=limit,
                on_limit=on_limit,  # type: ignore[arg-type]
            )
        )
    stages.append(Stage("act", "办事", "work", "village", then_days=draw(LIMITS)))
    if draw(st.booleans()):
        stages.append(
            Stage("appraise", "评事", "appraisal", "village", limit_days=10, then_days=draw(LIMITS))
        )
    return Procedure("joint", "联合程序", tuple(stages))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, tuple[Procedure | None, ...]]:
    """A plan, and the procedure of each body concerned; a matter of one body alone has no joint procedure."""
    alone = draw(st.booleans())
    if alone:
        own = draw(own_procedure())
        return Plan(None, own), (own,)
    inners = tuple(draw(st.one_of(own_procedure(), st.none())) for _ in range(draw(st.integers(1, 3))))
    return Plan(draw(joint_procedure()), inners[0], draw(st.integers(1, len(inners)))), inners
