"""The two tiers: each body by its own rule, then which bodies the joint resolution binds."""

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
    Standing.ESCALATED: mark("“{step}”没有通过或者过了期限，已经提请乡镇决定：联合决议对本村没有约束力。"),
    Standing.FAILED: mark("本村在“{step}”未通过：联合决议对本村没有约束力。"),
    Standing.OVERDUE: mark("本村没有在期限内作出决定：联合决议对本村没有约束力。"),
    Standing.AGREED: mark("本村已经通过，决议公开期满后生效。"),
    Standing.WAITING: mark("本村已经通过，决议正在公开，{day} 期满并答复异议后生效。"),
    Standing.BOUND: mark("本村已经通过并公开期满：联合决议自 {day} 起对本村生效。"),
    Standing.REVOKED: mark("本村后来的决定自 {day} 起撤销了这件事。"),
}
_ALONE: Mapping[Standing, str] = {
    Standing.DELIBERATING: mark("还没有开始。"),
    Standing.DECLINED: mark("党支部不同意。"),
    Standing.DECIDING: mark("还没有作出决定（下一步：{step}）。"),
    Standing.ESCALATED: mark("“{step}”没有通过或者过了期限，已经提请乡镇决定。"),
    Standing.FAILED: mark("在“{step}”未通过：不生效。"),
    Standing.OVERDUE: mark("“{step}”没有在期限内办理：不生效。"),
    Standing.AGREED: mark("已经通过，决议公开期满后生效。"),
    Standing.WAITING: mark("已经通过，决议正在公开，{day} 期满并答复异议后生效。"),
    Standing.BOUND: mark("已经通过并公开期满：自 {day} 起生效。"),
    Standing.REVOKED: mark("后来的决定自 {day} 起撤销了这件事。"),
}
_APPROVED = mark("已经通过，等待“{step}”后生效。")
_REFUSED_ABOVE = mark("“{step}”没有得到同意：不生效。")
_NO_NOTICE = mark("已经通过，可以生效。")
_BOUND_AT_ONCE = mark("已经通过：自 {day} 起生效。")


@dataclass(frozen=True)
class Binding:
    """Whether the resolution binds a body, and why: a message id, its parameters, the article."""

    village: int
    standing: Standing
    bound: bool
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)
    article: str = ""


@dataclass(frozen=True)
class Tally:
    """The joint matter: how each body stands, and whether enough of them agreed."""

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
    standing = life.standings[track.village]
    stage = _telling_stage(life, track, standing)
    day = track.revoked_on or track.effective_on or track.closes_on
    params: dict[str, object] = {"step": stage.name if stage else "", "day": day or ""}
    article = stage.article.words if stage and stage.article else ""
    sentence = _sentence(life, track, standing)
    return Binding(track.village, standing, standing is Standing.BOUND, sentence, params, article)


def _sentence(life: Life, track: Track, standing: Standing) -> str:
    if standing is Standing.FAILED and track.due and track.due.kind == "consent":
        return _REFUSED_ABOVE
    if standing is Standing.WAITING and life.approval_due:
        return _REFUSED_ABOVE if life.approval_refused else _APPROVED
    if not track.wants_notice and standing is Standing.WAITING:
        return _NO_NOTICE
    if not track.wants_notice and standing is Standing.BOUND:
        return _BOUND_AT_ONCE
    return (_SENTENCES if life.plan.outer else _ALONE)[standing]


def _telling_stage(life: Life, track: Track, standing: Standing) -> Stage | None:
    """The stage whose rule explains the standing: the failed one, the due one, else the deciding one."""
    if standing in (Standing.FAILED, Standing.DECIDING, Standing.ESCALATED, Standing.OVERDUE):
        return track.due or life.opinion
    if standing is Standing.WAITING and life.approval_due:
        return life.approval_due
    if standing is Standing.DECLINED or not track.stages:
        return life.opinion or life.resolution
    return deciding_stage(track)


def deciding_stage(track: Track) -> Stage | None:
    """The vote by which a body decides; where it takes none, its last meeting."""
    for kind in ("vote", "record"):
        found = [stage for stage in track.stages if stage.kind == kind]
        if found:
            return found[-1]
    return track.stages[-1] if track.stages else None
