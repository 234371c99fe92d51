"""The two tiers: each village by its own rule, then which villages the joint resolution binds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from liancun.kernel.errors import mark

from .life import Life, Standing, Track
from .procedure import Stage

_SENTENCES: Mapping[Standing, str] = {
    Standing.DELIBERATING: mark("联合党委还没有作出决议。"),
    Standing.DECLINED: mark("党支部不同意参加：联合决议对本村没有约束力。"),
    Standing.DECIDING: mark("本村还没有按自己的程序作出决定（下一步：{step}）：联合决议对本村没有约束力。"),
    Standing.FAILED: mark("本村在“{step}”未通过：联合决议对本村没有约束力。"),
    Standing.OVERDUE: mark("本村没有在期限内作出决定：联合决议对本村没有约束力。"),
    Standing.AGREED: mark("本村已经通过，决议公开期满后生效。"),
    Standing.WAITING: mark("本村已经通过，决议正在公开，{day} 期满并答复异议后生效。"),
    Standing.BOUND: mark("本村已经通过并公开期满：联合决议自 {day} 起对本村生效。"),
}


@dataclass(frozen=True)
class Binding:
    """Whether the resolution binds a village, and why: a message id, its parameters, the article."""

    village: int
    standing: Standing
    bound: bool
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)
    article: str = ""


@dataclass(frozen=True)
class Tally:
    """The joint matter: how each village stands, and whether enough of them agreed."""

    villages: tuple[Binding, ...]
    minimum: int
    in_favour: int
    condition_met: bool

    @property
    def bound(self) -> tuple[int, ...]:
        return tuple(binding.village for binding in self.villages if binding.bound)


def tally(life: Life) -> Tally:
    villages = tuple(_binding(life, track) for track in life.tracks)
    return Tally(villages, life.plan.minimum, len(life.in_favour), life.condition_met)


def _binding(life: Life, track: Track) -> Binding:
    standing = track.standing(life.plan, life.resolved is True)
    stage = _telling_stage(life, track, standing)
    article = stage.article.words if stage and stage.article else ""
    params: dict[str, object] = {
        "step": stage.name if stage else "",
        "day": track.effective_on or track.closes_on or "",
    }
    bound = standing is Standing.BOUND
    return Binding(track.village, standing, bound, _SENTENCES[standing], params, article)


def _telling_stage(life: Life, track: Track, standing: Standing) -> Stage | None:
    """The stage whose rule explains the standing: the failed one, the due one, else the deciding one."""
    if standing is Standing.FAILED and life.plan.inner:
        return life.plan.inner.stage(next(step.key for step in track.steps if not step.passed))
    if standing is Standing.DECIDING:
        return track.next_step(life.plan)
    if standing is Standing.DECLINED or not life.plan.steps:
        return life.plan.outer_stage("opinion")
    return life.plan.steps[-1]
